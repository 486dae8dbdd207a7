import { readFile, stat } from "node:fs/promises";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { codeOf, messageOf, UserError } from "../../base/errors.ts";

export interface PackageExport {
  /** Absolute path of the file to load. */
  readonly file: string;
  readonly name: string;
}

/**
 * Where a grader of a package stands: `name#export` as Node resolves it from the suite's folder (ESM or CommonJS), or a
 * folder or file relative to that.
 * @throws UserError `package_not_found`
 */
export async function resolvePackage(type: string, baseDir: string): Promise<PackageExport> {
  const at = type.lastIndexOf("#");
  const from = type.slice(0, at);
  const name = type.slice(at + 1);
  try {
    const local = /^\.{1,2}(\/|$)/.test(from) || isAbsolute(from);
    return { file: local ? await entryOf(resolve(baseDir, from)) : await installed(from, baseDir), name };
  } catch (thrown) {
    const missing = ["MODULE_NOT_FOUND", "ERR_MODULE_NOT_FOUND", "ENOENT"].includes(codeOf(thrown) ?? "");
    const [first = ""] = messageOf(thrown).split("\n");
    const why = missing ? "it is not there; is it installed where the suite is?" : first;
    throw new UserError("package_not_found", `grader "${type}": cannot find ${from} from ${baseDir}: ${why}`);
  }
}

async function installed(specifier: string, baseDir: string): Promise<string> {
  // Node's own `import.meta.resolve` knows no other place to start from.
  const { createJiti } = await import("jiti");
  return fileURLToPath(createJiti(join(baseDir, "suite")).esmResolve(specifier, { conditions: ["node", "import"] }));
}

/** The file that a folder's package.json names, or its index. */
async function entryOf(path: string): Promise<string> {
  if ((await stat(path)).isFile()) return path;
  const text = await readFile(join(path, "package.json"), "utf8").catch(() => "{}");
  const manifest = JSON.parse(text) as { exports?: unknown; main?: unknown };
  const stated = mainExport(manifest.exports) ?? (typeof manifest.main === "string" ? manifest.main : null);
  const candidates = stated === null ? ["index.js", "index.mjs", "index.cjs", "index.ts"] : [stated, `${stated}.js`];
  for (const candidate of candidates) {
    const file = join(path, candidate);
    if (await isFile(file)) return file;
  }
  throw new Error(`its package.json names no file that is there (looked for ${candidates.join(", ")})`);
}

const CONDITIONS = ["node", "import", "module", "default", "require"];

function mainExport(exports: unknown): string | null {
  if (typeof exports === "string") return exports;
  if (typeof exports !== "object" || exports === null || Array.isArray(exports)) return null;
  const map = exports as Readonly<Record<string, unknown>>;
  if (map["."] !== undefined) return mainExport(map["."]);
  const key = Object.keys(map).find((condition) => CONDITIONS.includes(condition));
  return key === undefined ? null : mainExport(map[key]);
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() ?? false;
}

/** The folder that holds the package.json of a file; null: there is none. */
export async function packageFolder(file: string): Promise<string | null> {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (await isFile(join(folder, "package.json"))) return folder;
    if (dirname(folder) === folder) return null;
  }
}
