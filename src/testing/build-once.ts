import { execFile } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { promisify } from "node:util";

const ROOT = join(import.meta.dirname, "..", "..");

/** What vitest hands to a global set-up: only what is needed of it. */
interface Run {
  readonly vitest?: { readonly filenamePattern?: readonly string[] };
}

/** Builds dist/ when it is missing or older than the sources: tests of the command line run what users run. */
export default async function buildOnce({ vitest }: Run = {}): Promise<void> {
  // Whoever runs the tests of one room alone does not wait for a build that they do not use, but the viewer of reports.
  const wanted = vitest?.filenamePattern ?? [];
  const unused =
    wanted.length > 0 && !wanted.some((one) => "src/cli/".includes(one) || /cli|bench|server|browser/.test(one));
  if (unused && modified(join(ROOT, "dist", "viewer", "licences.txt")) > 0) return;
  if (modified(join(ROOT, "dist", "main.js")) >= newest(join(ROOT, "src"))) return;
  await promisify(execFile)(process.execPath, [join("src", "build.mjs")], { cwd: ROOT });
}

/** Milliseconds since the epoch; 0: there is no such file. */
function modified(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function newest(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(tsx?|css|mjs)$/.test(entry.name) && !entry.name.endsWith(".test.ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/^testing\/|__fixtures__/.test(relative(folder, path)))
    .reduce((latest, path) => Math.max(latest, modified(path)), 0);
}
