import { readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { displayName } from "../base/display-name.ts";
import { UserError } from "../base/errors.ts";
import { parseSource } from "./parse-source.ts";
import { isRecord } from "./path.ts";

export interface Discovered {
  /** Absolute paths of suite files, each once, in the order asked for. */
  readonly named: readonly string[];
  /** Suites of folders that say `manual: true`: left out, to be mentioned in a note. */
  readonly skippedManual: readonly string[];
}

const DEFAULT_FOLDER = "evals";

/**
 * Suite files for what stands on the command line. A file is itself; a folder is its `*.yaml` and `*.yml` (not those
 * of its folders), by name, without lists of models or graders and without manual suites. Broken YAML is kept: it is a
 * problem to report, not a file to overlook.
 * @throws UserError `suite_not_found`
 */
export async function discoverSuites(given: readonly string[], cwd: string): Promise<Discovered> {
  const named = new Set<string>();
  const skippedManual = new Set<string>();
  for (const argument of given.length === 0 ? [DEFAULT_FOLDER] : given) {
    const path = resolve(cwd, argument);
    const kind = await kindOf(path);
    if (kind === "absent")
      throw new UserError("suite_not_found", await absentMessage(argument, cwd, given.length === 0));
    if (kind === "file") named.add(path);
    else {
      const inside = await suitesIn(path);
      if (inside.named.length + inside.manual.length === 0) {
        throw new UserError(
          "suite_not_found",
          `no suite (*.yaml) in ${displayName(path, cwd)}; \`evals init\` makes one`,
        );
      }
      for (const suite of inside.named) named.add(suite);
      for (const suite of inside.manual) skippedManual.add(suite);
    }
  }
  const skipped = [...skippedManual].filter((path) => !named.has(path));
  if (named.size === 0) {
    const list = skipped.map((path) => displayName(path, cwd)).join(", ");
    throw new UserError(
      "suite_not_found",
      `every suite here says \`manual: true\` and runs only when it is named: ${list}`,
    );
  }
  return { named: [...named], skippedManual: skipped };
}

async function kindOf(path: string): Promise<"file" | "folder" | "absent"> {
  try {
    return (await stat(path)).isDirectory() ? "folder" : "file";
  } catch {
    return "absent";
  }
}

async function absentMessage(argument: string, cwd: string, byDefault: boolean): Promise<string> {
  if (byDefault) return `no folder ${DEFAULT_FOLDER}/ here; name a suite, or make one with \`evals init\``;
  for (const guess of [
    `${argument}.yaml`,
    `${argument}.yml`,
    join(DEFAULT_FOLDER, `${argument}.yaml`),
    join(DEFAULT_FOLDER, argument),
  ]) {
    if ((await kindOf(resolve(cwd, guess))) === "file")
      return `no such suite: ${argument}; did you mean "${displayName(resolve(cwd, guess), cwd)}"?`;
  }
  return `no such suite file or folder: ${argument}`;
}

async function suitesIn(folder: string): Promise<{ named: string[]; manual: string[] }> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries
    .filter((entry) => !entry.isDirectory() && /^[^.].*\.ya?ml$/i.test(entry.name))
    .map((entry) => join(folder, entry.name))
    .sort();
  const named: string[] = [];
  const manual: string[] = [];
  for (const file of files) {
    const parsed = parseSource(await readFile(file), file);
    if (parsed.ok && Array.isArray(parsed.source.data)) continue;
    const isManual = parsed.ok && isRecord(parsed.source.data) && parsed.source.data.manual === true;
    (isManual ? manual : named).push(file);
  }
  return { named, manual };
}
