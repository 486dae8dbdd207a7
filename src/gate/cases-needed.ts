import type { Estimate } from "../domain/estimate.ts";
import { normPpf } from "../stats/norm-ppf.ts";
import { wilsonFromEstimate } from "../stats/wilson-from-estimate.ts";

/** Beyond this nobody collects cases: the answer is "none would". */
const MOST = 1e7;

/**
 * The total n at which the interval would lie on one side of the bound if the value stayed as it is; null when none
 * would (the value is the bound) or when it cannot be said (an unbounded side).
 */
export function casesNeeded(estimate: Estimate, bound: number): number | null {
  const { value, low, high, n } = estimate;
  if (value === null || value === bound || n < 1) return null;
  const above = value > bound;
  if (estimate.method.startsWith("wilson")) {
    const apart = (total: number) => {
      const interval = wilsonFromEstimate(value, total, normPpf(0.975));
      return above ? (interval.low ?? 0) >= bound : (interval.high ?? 1) < bound;
    };
    return smallest(apart, n);
  }
  // Half-widths of means and quantiles shrink with the square root of n.
  const half = above ? (low === null ? null : value - low) : high === null ? null : high - value;
  if (half === null) return null;
  const total = Math.ceil(n * (half / Math.abs(value - bound)) ** 2);
  return total <= MOST ? Math.max(total, n + 1) : null;
}

function smallest(holds: (total: number) => boolean, from: number): number | null {
  let high = from + 1;
  while (!holds(high)) {
    high *= 2;
    if (high > MOST) return null;
  }
  let low = from;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
