import type { Graded, Grader } from "../../domain/grader.ts";
import type { Json } from "../../domain/json.ts";
import { ungraded } from "../grade.ts";
import { graderCall } from "./grader-call.ts";
import type { ProgramGrader } from "./load-function.ts";
import { readResult } from "./read-result.ts";
import { withTimeLimit } from "./time-limit.ts";

/** Seconds that a user's grader has where its statement says nothing. */
export const PROGRAM_TIMEOUT_S = 60;

/** A grader that calls a user's function. One that throws, never ends or gives anything odd is *ungraded*. */
export function callFunction(run: ProgramGrader, timeoutS: number, options: Json | undefined): Grader {
  return {
    async grade(text, context): Promise<Graded> {
      const told = graderCall(context, options);
      const end = await withTimeLimit(timeoutS * 1_000, context.signal, (signal) => run(text, { ...told, signal }));
      switch (end.status) {
        case "done":
          return readResult(end.value);
        case "failed":
          return ungraded(
            `the grader threw: ${end.message.replace(/\s+/g, " ").trim() || "an error without a message"}`,
          );
        case "timeout":
          return ungraded(`the grader did not answer within ${timeoutS} s`);
        case "stopped":
          return ungraded("the run was stopped");
      }
    },
  };
}
