import { readdir, stat } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import type { GraderSpec } from "../domain/suite.ts";
import { isTestFile } from "./code/tests-of.ts";
import { graderFiles, graderTree } from "./nested.ts";
import { isPackageType } from "./package-type.ts";
import { packageFolder, resolvePackage } from "./program/resolve-package.ts";

const MOST_FILES = 500;

/**
 * Absolute paths of the files that decide what a grader and all inside it say: those it reads, the code of its package,
 * and the files that its command names. For its digest. What a module imports is not followed.
 */
export async function graderSources(spec: GraderSpec, baseDir: string): Promise<readonly string[]> {
  const stated = graderFiles(spec).map(({ file }) => file);
  const found = await Promise.all(
    graderTree(spec).map(async ({ spec: inner }) => {
      if (isPackageType(inner.type)) return packageFiles(inner.type, baseDir);
      if (inner.type === "exec") return commandFiles(inner.options.command, baseDir);
      const { tests } = inner.options;
      return inner.type === "code" && isTestFile(tests) ? [resolve(baseDir, tests)] : [];
    }),
  );
  return [...stated, ...found.flat()];
}

/** An installed package does not change within its version; one in a folder of the user's own does. */
async function packageFiles(type: string, baseDir: string): Promise<readonly string[]> {
  const { file } = await resolvePackage(type, baseDir);
  const folder = await packageFolder(file);
  const manifest = folder === null ? [] : [join(folder, "package.json")];
  if (folder === null || file.includes(`${sep}node_modules${sep}`)) return [...manifest, file];
  const entries = await readdir(folder, { recursive: true });
  const code = entries
    .filter((name) => /\.([cm]?[jt]s|json)$/.test(name) && !name.split(sep).includes("node_modules"))
    .map((name) => join(folder, name))
    .filter((path) => path !== file && path !== manifest[0])
    .sort()
    .slice(0, MOST_FILES);
  return [...manifest, file, ...code];
}

async function commandFiles(command: unknown, baseDir: string): Promise<readonly string[]> {
  const words = typeof command === "string" ? command.split(/\s+/) : (command as readonly string[]);
  const paths = words
    .filter((word) => /[./]/.test(word))
    .map((word) => resolve(baseDir, word.replace(/^["']|["']$/g, "")));
  const files = await Promise.all(
    paths.map(async (path) => ((await stat(path).catch(() => null))?.isFile() ? [path] : [])),
  );
  return files.flat();
}
