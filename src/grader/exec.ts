import * as z from "zod";
import { type ChildResult, runChild } from "../base/child-process.ts";
import type { Graded } from "../domain/grader.ts";
import type { GraderDefinition } from "./definition.ts";
import { ungraded } from "./grade.ts";
import { PROGRAM_TIMEOUT_S } from "./program/call-function.ts";
import { inChildSlot } from "./program/child-slots.ts";
import { graderCall } from "./program/grader-call.ts";
import { readPrinted } from "./program/read-result.ts";
import { withTimeLimit } from "./program/time-limit.ts";

interface Options {
  readonly command: string | readonly string[];
  readonly timeoutS?: number;
}

const LONGEST_MESSAGE = 500;
const MOST_OUTPUT = 1024 * 1024;

/** Any program as a grader. It runs as the user does, unbounded but in time: for what models wrote there is `code`. */
export const exec: GraderDefinition = {
  type: "exec",
  description: "A program: {output, context} as JSON on stdin; true, false, a number or a JSON object on stdout.",
  options: () => ({
    command: z
      .union([z.string().min(1), z.array(z.string()).min(1)])
      .describe("Run in the suite's folder: a text by the shell, a list as it is; {output, context} is JSON on stdin"),
    timeout_s: z.number().positive().optional().describe("Seconds until the case is ungraded (default 60)"),
  }),
  needsExpected: false,
  create: (spec, { baseDir }) => {
    const { command, timeoutS = PROGRAM_TIMEOUT_S } = spec.options as unknown as Options;
    return {
      grade: (text, context) =>
        inChildSlot(async (): Promise<Graded> => {
          const input = JSON.stringify({ output: text, context: graderCall(context, undefined) });
          const end = await withTimeLimit(timeoutS * 1_000, context.signal, (signal) =>
            runChild(command, { cwd: baseDir, input, signal, maxOutputBytes: MOST_OUTPUT }),
          );
          switch (end.status) {
            case "done":
              return gradeOf(end.value);
            case "failed":
              return ungraded(`the command cannot be started: ${end.message}`);
            case "timeout":
              return ungraded(`the command did not answer within ${timeoutS} s`);
            case "stopped":
              return ungraded("the run was stopped");
          }
        }),
    };
  },
};

function gradeOf(result: ChildResult): Graded {
  if (result.overflow) return ungraded("the command wrote more than 1 MB to stdout");
  if (result.exitCode === 0) return readPrinted(result.stdout);
  const end = result.signal === null ? `exit ${result.exitCode}` : `killed by ${result.signal}`;
  const said = lastLine(result.stderr);
  return ungraded(said === "" ? `the command failed: ${end}` : `${said} (${end})`);
}

function lastLine(stderr: string): string {
  const line = stderr.trimEnd().split(/\r?\n/).at(-1)?.replace(/\s+/g, " ").trim() ?? "";
  return line.length > LONGEST_MESSAGE ? `…${line.slice(-LONGEST_MESSAGE)}` : line;
}
