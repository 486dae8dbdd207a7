import { dirname, posix, resolve } from "node:path";
import { displayName } from "../base/display-name.ts";
import { UserError } from "../base/errors.ts";
import type { Environment } from "../base/variables.ts";
import type { Problem } from "../domain/problem.ts";
import type { Suite } from "../domain/suite.ts";
import type { SuiteKinds } from "./kinds.ts";
import { type Finding, Locator } from "./locator.ts";
import { normalise } from "./normalise.ts";
import type { Path } from "./path.ts";
import { readShape } from "./read-shape.ts";
import { readSource } from "./read-source.ts";
import { gatherFacts } from "./rule-facts.ts";
import { RULES } from "./rules/index.ts";
import { unsetVariables } from "./rules/variables-set.ts";
import type { Place } from "./source-document.ts";

export interface LoadOptions {
  /** Paths given are relative to it, and messages name files from it. */
  readonly cwd: string;
  /** Where `${VAR}` is looked for; without it nothing is checked. */
  readonly env?: Environment;
  /** Ids of the models or candidates that `--model` names; empty or absent: all. What only the others lack is no problem. */
  readonly models?: readonly string[];
  /** Whether a variable that is missing keeps the suite from loading (default) or is a warning (`validate`). */
  readonly missingVariables?: "error" | "warning";
  /** A budget from the command line (USD): checked like `run.budget_usd`, which it beats. The suite keeps its own. */
  readonly budgetUsd?: number;
}

export interface LoadedSuite {
  readonly suite: Suite;
  readonly warnings: readonly Problem[];
  /** Where an entry stands; `file` is another than the suite's when the entry comes from a file of its own. */
  readonly locate: (path: Path) => Place & { readonly file: string };
}

/**
 * Reads and checks a suite. All mistakes are reported at once, sorted by place.
 * @throws UserError `suite_not_found`, or `invalid_suite` with every problem.
 */
export async function loadSuite(path: string, kinds: SuiteKinds, options: LoadOptions): Promise<LoadedSuite> {
  const { cwd, env, missingVariables = "error" } = options;
  const absolute = resolve(cwd, path);
  const file = displayName(absolute, cwd);
  const read = await readSource(absolute, file);
  if (read.status === "absent")
    throw UserError.ofProblems("suite_not_found", [{ file, line: null, col: null, path: null, message: read.message }]);
  if (read.status === "invalid") throw UserError.ofProblems("invalid_suite", read.problems);

  const folder = dirname(absolute);
  const locator = new Locator(read.source);
  const { shape, written, broken, judges, findings, problems } = await readShape(
    read.source,
    { folder, cwd },
    locator,
    kinds,
  );
  const suite = normalise(shape, {
    path: absolute,
    kinds,
    resolvePath: (one) => resolve(folder, one),
    portablePath: (one) => posix.normalize(one.replaceAll("\\", "/")),
    placeOfRequirement: (index) => locator.locate(["requirements", index]),
  });

  const asRun = { ...suite, run: { ...suite.run, budgetUsd: options.budgetUsd ?? suite.run.budgetUsd } };
  const facts = await gatherFacts(suite, { shape: written, kinds, judges, cwd, selected: options.models ?? [] });
  const ruled = RULES.filter((rule) => !rule.reads.some((section) => broken.has(section))).flatMap((rule) =>
    rule.check(asRun, facts),
  );
  const unset =
    env === undefined
      ? []
      : unsetVariables(facts.called, env).map((one): Finding => ({ ...one, severity: missingVariables }));
  const all = locator.problems([...findings, ...ruled, ...unset], problems);
  const errors = all.filter(({ severity }) => severity !== "warning");
  if (errors.length > 0) throw UserError.ofProblems("invalid_suite", errors);
  return { suite, warnings: all, locate: (at) => locator.locate(at) };
}
