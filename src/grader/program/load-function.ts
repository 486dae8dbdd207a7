import { codeOf, UserError } from "../../base/errors.ts";
import { explainLoadFailure, loadModule } from "../../base/load-module.ts";

/** A user's own grader; what it gives is read by `readResult`. */
export type ProgramGrader = (output: string, context: unknown) => unknown;

/**
 * The function that a file exports under a name.
 * @throws UserError `invalid_module`, with the file
 */
export async function loadFunction(path: string, name: string, grader: string): Promise<ProgramGrader> {
  let exports: Record<string, unknown>;
  try {
    exports = await loadModule(path);
  } catch (thrown) {
    const missing = codeOf(thrown) === "ERR_MODULE_NOT_FOUND" || codeOf(thrown) === "MODULE_NOT_FOUND";
    const hint = missing ? " (is it installed in the suite's folder?)" : "";
    const { message, line, col } = await explainLoadFailure(thrown, path);
    throw invalid(path, `the module of grader "${grader}" cannot be loaded: ${message}${hint}`, line, col);
  }
  // CommonJS, and what was compiled to it from ESM, holds its exports one level deeper.
  const inner = exports.default as Readonly<Record<string, unknown>> | null | undefined;
  const found = [exports[name], inner?.[name]].find((member) => typeof member === "function");
  if (found !== undefined) return found as ProgramGrader;
  const names = Object.keys({ ...(typeof inner === "object" ? inner : {}), ...exports }).filter(
    (key) => key !== "default" && key !== "__esModule" && key !== "module.exports",
  );
  const has = names.length > 0 ? `; it exports ${names.join(", ")}` : "";
  const wanted =
    name === "default"
      ? `has no function as its default export${has}: write export default (output, context) => boolean, number or {score, pass, label, reason}`
      : `has no function "${name}"${has}`;
  throw invalid(path, `the module of grader "${grader}" ${wanted}`);
}

function invalid(file: string, message: string, line: number | null = null, col: number | null = null): UserError {
  return UserError.ofProblems("invalid_module", [{ file, line, col, path: null, message }]);
}
