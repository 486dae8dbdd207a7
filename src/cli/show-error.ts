import { CommanderError } from "commander";
import { formatProblem, messageOf, UserError } from "../base/errors.ts";
import { mapTexts } from "../base/secrets.ts";
import { visibleText } from "../report/safe-text.ts";
import type { Context } from "./context.ts";

/** Tells what went wrong: a user's mistake without a stack trace, ours with one. With `--json` on stdout. */
export function showError(
  error: unknown,
  { argv, out, err, secrets }: Pick<Context, "argv" | "out" | "err" | "secrets">,
): void {
  const inJson = argv.includes("--json");
  // stdout is masked for what is known alone; a message must not show what only looks like a key either.
  const json = (told: object) =>
    `${JSON.stringify({ error: mapTexts(told, (text) => secrets.mask(text)) }, null, 2)}\n`;
  if (error instanceof CommanderError) {
    const message = error.message.replace(/^error: /, "");
    // Commander has written its own messages already; ours (code evals.*) and JSON are still to come.
    if (error.code.startsWith("evals.")) err.write(`${error.message}\n`);
    if (inJson) out.write(json({ name: "bad_usage", message, file: null, line: null, col: null }));
    return;
  }
  if (error instanceof UserError) {
    const errors = error.problems.filter((problem) => problem.severity !== "warning");
    if (inJson) {
      const { file = null, line = null, col = null } = errors[0] ?? {};
      out.write(json({ name: error.name, message: error.message, file, line, col, problems: errors }));
      return;
    }
    if (errors.length === 0) err.write(`error: ${visibleText(error.message)}\n`);
    else {
      err.write(`${errors.map((problem) => visibleText(formatProblem(problem))).join("\n")}\n`);
      if (errors.length > 1) err.write(`${errors.length} problems; nothing was called\n`);
    }
    return;
  }
  if (inJson) out.write(json({ name: "internal_error", message: messageOf(error), file: null, line: null, col: null }));
  const stack = error instanceof Error ? error.stack : String(error);
  err.write(
    `internal error (a fault of evals, please report it; or of a program of the suite that threw outside of its call):\n${stack}\n`,
  );
}
