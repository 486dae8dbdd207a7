import type { PairedValues } from "../domain/comparison.ts";
import { minimumDetectableEffect } from "../stats/minimum-detectable-effect.ts";
import { powerQuantile, requiredN } from "../stats/required-n.ts";
import { sum } from "../stats/sum.ts";
import type { RelativeTest, TestPower } from "./relative-result.ts";

/** Beyond this nobody collects cases, and nobody runs a case so often. */
const MOST_CASES = 1e7;
const MOST_REPEATS = 100;

/** The smallest drop that this many cases show at 80% power, in the metric's unit; null: the spread is not known. */
export function smallestDrop({ n, power }: Pick<RelativeTest, "n" | "power">): number | null {
  if (power === null) return null;
  const effect = minimumDetectableEffect(n, power.sd);
  return effect === null ? null : power.toUnit(effect);
}

export interface CasesToDecide {
  /** In total. */
  readonly cases: number;
  /** What they would show, if the figures stay as they are. */
  readonly shows: "pass" | "fail";
}

/**
 * How many cases in total would decide at 80% power if the figures stayed as they are; null when none would.
 * Within the margin a pass comes first unless the drop is nearer to the margin than to nothing.
 */
export function casesToDecide({ n, power, leastN }: RelativeTest): CasesToDecide | null {
  if (leastN !== null) return { cases: leastN, shows: "pass" };
  if (power === null) return null;
  const { sd, difference, margin } = power;
  const pass = requiredN({ sd, margin, trueDifference: difference });
  const fail = difference < 0 ? requiredN({ sd, margin: -difference }) : null;
  const found: CasesToDecide[] = [];
  if (pass !== null) found.push({ cases: pass, shows: "pass" });
  if (fail !== null) found.push({ cases: fail, shows: "fail" });
  const [first] = found.sort((a, b) => a.cases - b.cases);
  if (first === undefined || first.cases > MOST_CASES) return null;
  return { ...first, cases: Math.max(first.cases, n + 1) };
}

/**
 * How many repeats a case on both sides would decide with the same cases; null when none would, or when there are no
 * repeats to see by how much answers to one case vary. For shares of passes alone (Miller 2024).
 */
export function repeatsToDecide(values: PairedValues, power: TestPower | null): number | null {
  const { repeats, candidate, baseline } = values;
  if (power === null || values.form.type !== "mean" || repeats.candidate < 2 || repeats.baseline < 2) return null;
  const within = [withinVariance(candidate, repeats.candidate), withinVariance(baseline, repeats.baseline)] as const;
  if (within[0] === null || within[1] === null) return null;
  const sampling = within[0] / repeats.candidate + within[1] / repeats.baseline;
  const between = Math.max(0, power.sd ** 2 - sampling);
  const distance = Math.max(power.margin + power.difference, -power.difference);
  const allowed = candidate.length * (distance / powerQuantile({})) ** 2 - between;
  if (!(allowed > 0)) return null;
  const needed = Math.ceil((within[0] + within[1]) / allowed);
  return needed <= MOST_REPEATS ? Math.max(needed, Math.min(repeats.candidate, repeats.baseline) + 1) : null;
}

/** Mean variance of one answer around its case's share; null: these are no shares of that many answers. */
function withinVariance(shares: Float64Array, repeats: number): number | null {
  for (const share of shares) {
    const passed = share * repeats;
    if (share < 0 || share > 1 || Math.abs(passed - Math.round(passed)) > 1e-6) return null;
  }
  const all = sum(shares.map((share) => share * (1 - share)));
  return shares.length === 0 ? null : (all / shares.length) * (repeats / (repeats - 1));
}
