import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { messageOf, UserError } from "../../base/errors.ts";
import type { Context } from "../context.ts";
import { initFiles } from "../init-files.ts";

/** `evals init`: a suite that works at once, without a key. Nothing is overwritten unasked. */
export async function init(context: Context, args: readonly string[], flags: Record<string, unknown>): Promise<number> {
  const { cwd, out } = context;
  const folder = resolve(cwd, args[0] ?? ".");
  const files = Object.entries(initFiles).map(([name, content]) => ({ name, path: join(folder, name), content }));
  const there = files.filter(({ path }) => existsSync(path)).map(({ name }) => name);
  if (there.length > 0 && flags.force !== true) {
    throw new UserError(
      "file_exists",
      `${there.join(", ")} ${there.length === 1 ? "is" : "are"} there already; --force overwrites, or name another folder`,
    );
  }
  try {
    for (const { path, content } of files) {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
    }
  } catch (error) {
    throw new UserError("cannot_write", `cannot write into ${args[0] ?? "this folder"}: ${messageOf(error)}`);
  }
  const shown = relative(cwd, folder);
  for (const { name } of files) out.write(`${join(shown, name)}\n`);
  context.err.write(
    `written; now: ${shown === "" ? "" : `cd ${/^[\w./-]+$/.test(shown) ? shown : `"${shown}"`} && `}evals run\n`,
  );
  return 0;
}
