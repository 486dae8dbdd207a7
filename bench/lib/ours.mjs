import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { folderSizes } from "./disk.mjs";
import { measure } from "./measure.mjs";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
export const CLI = join(ROOT, "dist", "main.js");

/** `evals <args>`, built, as a user runs it. */
export const evals = (cwd, args, options = {}) => measure([CLI, ...args], { cwd, ...options });

/**
 * `evals run` with its journal, its progress and its default reports; no cache, unless asked for. Adds the sizes of the
 * run folder's files. Throws when a trial is missing. The run folder goes again, unless `keep`.
 */
export async function runSuite(folder, { concurrency = 64, cache = false, keep = false, exits = [0] } = {}) {
  const out = join(folder, "reports");
  if (!keep) await rm(out, { recursive: true, force: true });
  const args = ["run", "suite.yaml", "--concurrency", `${concurrency}`, "--out", out];
  const env = { EVALS_CACHE: join(folder, "cache") };
  const measured = await evals(folder, cache ? args : [...args, "--no-cache"], { exits, env });
  const sizes = await folderSizes(out);
  const summary = JSON.parse(
    await readFile(
      [...sizes.keys()].find((path) => path.endsWith("summary.json")),
      "utf8",
    ),
  );
  for (const { id, trials } of summary.candidates)
    if (trials.passed + trials.failed !== trials.planned)
      throw new Error(`${id}: ${JSON.stringify(trials)}: no figure of this run counts`);
  if (cache) await rm(env.EVALS_CACHE, { recursive: true, force: true });
  return { ...measured, sizes };
}
