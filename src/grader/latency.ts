import * as z from "zod";
import type { GraderDefinition } from "./definition.ts";
import { passOrFail, round, ungraded } from "./grade.ts";

export const latency: GraderDefinition = {
  type: "latency",
  description: "The answer took at most `max_ms` milliseconds; ungraded where its latency was not measured.",
  options: () => ({ max_ms: z.number().positive() }),
  needsExpected: false,
  create: (spec) => {
    const { maxMs } = spec.options as { readonly maxMs: number };
    return {
      grade(_, { latencyMs }) {
        if (latencyMs === null) return ungraded("the latency of this answer is not known");
        return passOrFail(latencyMs <= maxMs, () => `took ${round(latencyMs)} ms, at most ${maxMs} wanted`);
      },
    };
  },
};
