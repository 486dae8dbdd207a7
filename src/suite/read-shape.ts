import type { Problem } from "../domain/problem.ts";
import { checkShape } from "./find-mistakes.ts";
import { liftInlineJudges } from "./inline-judges.ts";
import { found } from "./issue-words.ts";
import type { SuiteKinds } from "./kinds.ts";
import type { Finding, Locator } from "./locator.ts";
import type { ReadSuite } from "./normalise.ts";
import { formatPath, isRecord, type Path } from "./path.ts";
import { readListFiles } from "./read-list-files.ts";
import { PromptReader } from "./read-prompts.ts";
import { type Section, type SuiteShape, suiteSchema } from "./schema.ts";
import type { Source } from "./source-document.ts";

export interface ReadShape {
  /** What passed, its files read. */
  readonly shape: ReadSuite;
  /** The same as written. */
  readonly written: Partial<SuiteShape>;
  readonly broken: ReadonlySet<Section>;
  /** Where the last entries of `judge_models` stand: those lifted out of graders. */
  readonly judges: readonly Path[];
  readonly findings: readonly Finding[];
  /** Mistakes in the syntax of files that the suite names. */
  readonly problems: readonly Problem[];
}

/** From parsed YAML to checked sections. A section with a mistake is left out, so that the others can still be judged. */
export async function readShape(
  source: Source,
  place: { folder: string; cwd: string },
  locator: Locator,
  kinds: SuiteKinds,
): Promise<ReadShape> {
  const nothing = { shape: {}, written: {}, judges: [], problems: [] };
  if (!isRecord(source.data)) {
    const message =
      source.data === null
        ? "the file is empty; a suite needs name, dataset, models and graders"
        : `a suite is an object with name, dataset, models and graders; found ${found(source.data)}`;
    return {
      ...nothing,
      broken: new Set(Object.keys(suiteSchema(kinds).shape) as Section[]),
      findings: [{ path: [], message }],
    };
  }
  const stated = Object.fromEntries(Object.entries(source.data).filter(([key]) => !key.startsWith("x-")));
  const lists = await readListFiles(stated, place.folder, place.cwd, locator);
  const lifted = liftInlineJudges(lists.data.graders, kinds);
  const data = "graders" in lists.data ? { ...lists.data, graders: lifted.graders } : lists.data;
  const checked = checkSections(data, kinds, lists.broken);
  const broken = new Set([...checked.broken, ...(lifted.findings.length > 0 ? (["judge_models"] as const) : [])]);
  const { written } = checked;
  if (!broken.has("judge_models") && lifted.judges.length > 0) {
    written.judge_models = [...(written.judge_models ?? []), ...lifted.judges.map(({ model }) => model)];
  }

  const reader = new PromptReader(place, locator, kinds);
  const prompts = written.prompts === undefined ? undefined : await reader.prompts(written.prompts);
  const output_schema = await reader.outputSchema(written.output_schema, []);
  const mistaken = new Set([...checked.findings, ...lifted.findings].map(({ path }) => formatPath(path)));
  const infinite = nonFinite(lists.data, []).filter(({ path }) => !mistaken.has(formatPath(path)));
  return {
    shape: { ...written, prompts, output_schema },
    written,
    broken,
    judges: broken.has("judge_models") ? [] : lifted.judges.map(({ path }) => path),
    findings: [...lists.findings, ...lifted.findings, ...checked.findings, ...reader.findings, ...infinite],
    problems: [...lists.problems, ...reader.problems],
  };
}

function checkSections(data: Readonly<Record<string, unknown>>, kinds: SuiteKinds, unread: readonly Section[]) {
  const schema = suiteSchema(kinds);
  const whole = checkShape(schema, data, [], kinds);
  if (whole.ok && unread.length === 0) {
    return { written: whole.value as Partial<SuiteShape>, broken: new Set<Section>(), findings: [] };
  }
  const findings = whole.ok ? [] : whole.findings;
  const broken = new Set<Section>(unread);
  const written: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(schema.shape)) {
    const section = key as Section;
    const parsed = part.safeParse(data[key]);
    if (!parsed.success) broken.add(section);
    else if (!broken.has(section) && parsed.data !== undefined) written[key] = parsed.data;
  }
  return { written: written as Partial<SuiteShape>, broken, findings };
}

/** `.nan` and `.inf` are YAML, but no JSON: nothing that a model or a log could be given. */
function nonFinite(value: unknown, path: Path): Finding[] {
  if (typeof value === "number" && !Number.isFinite(value))
    return [{ path, message: `${value} is no number that can be used; write a finite one` }];
  if (Array.isArray(value)) return value.flatMap((item, index) => nonFinite(item, [...path, index]));
  return isRecord(value) ? Object.entries(value).flatMap(([key, member]) => nonFinite(member, [...path, key])) : [];
}
