import * as z from "zod";
import { type ChildResult, runChild } from "../base/child-process.ts";
import { codeOf, messageOf } from "../base/errors.ts";
import type { ErrorKind } from "../domain/output.ts";
import { type ProviderDefinition, SendError } from "./adapter.ts";
import { isOutputObject, type ProgramOutput, ProgramOutputError, readProgramOutput } from "./program-output.ts";
import { programCall } from "./program-request.ts";

const options = {
  command: z
    .union([z.string().min(1), z.array(z.string()).min(1)])
    .describe("Run in the suite's folder: a text by the shell, a list as it is; {request, context} is JSON on stdin"),
};

const STDERR_LINES = 3;
const LONGEST_MESSAGE = 500;
/** What shells answer for a command that does not exist. */
const NO_SUCH_COMMAND = 127;

/** Any program: JSON on stdin, text or an output object on stdout. */
export const exec: ProviderDefinition = {
  type: "exec",
  description: "any program: {request, context} as JSON on stdin, text or JSON on stdout",
  options,
  model: "optional",
  apiKeyEnv: null,
  cached: false,
  paths: [],

  async create(model, tools) {
    const { command } = z.object(options).parse(model.options);
    return {
      async send(request, context) {
        const input = JSON.stringify(programCall(request, context));
        let result: ChildResult;
        try {
          result = await runChild(command, {
            cwd: tools.baseDir,
            env: { ...tools.env },
            input,
            signal: context.signal,
          });
        } catch (thrown) {
          const kind = codeOf(thrown) === "ENOENT" || codeOf(thrown) === "EACCES" ? "not_found" : "server";
          throw failure(kind, `the command cannot be started: ${messageOf(thrown)}`);
        }
        checkEnd(result, context.signal, tools.mask);
        return { ...readStdout(result.stdout), httpStatus: null, requestId: null };
      },
    };
  },
};

function checkEnd(result: ChildResult, signal: AbortSignal, mask: (message: string) => string): void {
  // Our own kill: what it means (time-out or stop) is known to whoever aborted.
  if (signal.aborted) throw new Error("aborted");
  if (result.overflow) throw failure("bad_response", "the command wrote more than 16 MB to stdout");
  if (result.exitCode === 0) return;
  const end = result.signal === null ? `exit ${result.exitCode}` : `killed by ${result.signal}`;
  // Masked before it is cut: half a key would not be known as one.
  const said = lastLines(mask(result.stderr));
  throw failure(
    result.exitCode === NO_SUCH_COMMAND ? "not_found" : "server",
    said === "" ? `the command failed: ${end}` : `${said} (${end})`,
  );
}

/** JSON counts as an output object only when it says what was answered: a model's answer may be JSON itself. */
function readStdout(stdout: string): ProgramOutput {
  const parsed = stdout.trimStart().startsWith("{") ? tryParse(stdout) : undefined;
  if (!isOutputObject(parsed)) return readProgramOutput(stdout.replace(/\r?\n$/, ""));
  try {
    return readProgramOutput(parsed);
  } catch (thrown) {
    if (!(thrown instanceof ProgramOutputError)) throw thrown;
    throw failure("bad_response", thrown.message);
  }
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function lastLines(stderr: string): string {
  const lines = stderr.split(/\r?\n/).filter((line) => line.trim() !== "");
  const text = lines.slice(-STDERR_LINES).join(" | ").replace(/\s+/g, " ").trim();
  return text.length > LONGEST_MESSAGE ? `…${text.slice(-LONGEST_MESSAGE)}` : text;
}

function failure(kind: ErrorKind, message: string): SendError {
  return new SendError({ kind, message, httpStatus: null, retryable: false });
}
