import type { Estimate } from "../domain/estimate.ts";
import { CONFIDENCE } from "../stats/interval.ts";
import { normPpf } from "../stats/norm-ppf.ts";
import { wilsonFromEstimate } from "../stats/wilson-from-estimate.ts";

/** Beyond this nobody collects cases: the answer is "none would". */
const MOST = 1e7;

/**
 * The total n at which the interval would lie on one side of the bound if the value stayed as it is; null when none
 * would (the value is the bound) or when it cannot be said (an unbounded side, a figure without uncertainty).
 * @param confidence of the estimate's interval
 */
export function casesNeeded(estimate: Estimate, bound: number, confidence = CONFIDENCE): number | null {
  const { value, low, high, n, method } = estimate;
  if (value === null || value === bound || n < 1 || method === "exact") return null;
  const above = value > bound;
  const side = above ? low : high;
  if (side === null) return null;
  if (method.startsWith("wilson")) {
    // With repeats, clusters or weights a case is worth more or less than one answer, and stays so.
    const worth = method === "wilson" ? 1 : effectiveN(value, side, above, confidence) / n;
    return smallest((total) => {
      const reached = wilsonSide(value, total * worth, above, confidence);
      return above ? reached >= bound : reached < bound;
    }, n);
  }
  // Half-widths of means and quantiles shrink with the square root of n.
  const total = Math.ceil(n * ((side - value) / (value - bound)) ** 2);
  return total <= MOST ? Math.max(total, n + 1) : null;
}

function wilsonSide(rate: number, n: number, lower: boolean, confidence: number): number {
  const { low, high } = wilsonFromEstimate(rate, n, normPpf(1 - (1 - confidence) / 2));
  return lower ? (low ?? 0) : (high ?? 1);
}

/** The n of independent answers whose Wilson interval ends at `side`. */
function effectiveN(rate: number, side: number, lower: boolean, confidence: number): number {
  let [few, many] = [1e-6, 1e12];
  // The side moves towards the rate as n grows: halved on the logarithmic scale.
  for (let i = 0; i < 100; i++) {
    const middle = Math.sqrt(few * many);
    const beyond = Math.abs(wilsonSide(rate, middle, lower, confidence) - rate) > Math.abs(side - rate);
    if (beyond) few = middle;
    else many = middle;
  }
  return many;
}

function smallest(holds: (total: number) => boolean, from: number): number | null {
  let high = from + 1;
  while (!holds(high)) {
    if (high >= MOST) return null;
    high = Math.min(MOST, high * 2);
  }
  let low = from;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
