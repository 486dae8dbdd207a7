import type { PairedValues } from "../domain/comparison.ts";
import type { Bound } from "../domain/suite.ts";
import { meanTest } from "./relative-mean.ts";
import { quantileTest } from "./relative-quantile.ts";
import { ratioTest } from "./relative-ratio.ts";
import type { RelativeTest, RelativeTestOptions } from "./relative-result.ts";

/** `max_drop`: the candidate may be this much lower; `max_increase`: this much higher. */
export function relativeTest(values: PairedValues, bound: Bound, options: RelativeTestOptions): RelativeTest {
  const { form } = values;
  if (form.type === "quantile") return quantileTest(values, form.p, bound, options);
  return form.type === "ratio" ? ratioTest(values, bound, options) : meanTest(values, bound, options);
}
