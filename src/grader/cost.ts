import * as z from "zod";
import type { GraderDefinition } from "./definition.ts";
import { passOrFail, ungraded } from "./grade.ts";

export const cost: GraderDefinition = {
  type: "cost",
  description: "The call cost at most `max_usd` US dollars; ungraded where its price or usage is unknown.",
  options: () => ({ max_usd: z.number().nonnegative() }),
  needsExpected: false,
  create: (spec) => {
    const { maxUsd } = spec.options as { readonly maxUsd: number };
    return {
      grade(_, { costUsd }) {
        if (costUsd === null) return ungraded("the cost of this answer is not known");
        return passOrFail(
          costUsd <= maxUsd,
          () => `cost $${Number(costUsd.toPrecision(4))}, at most $${maxUsd} wanted`,
        );
      },
    };
  },
};
