import { type PowerOptions, requiredN } from "./required-n.ts";

export interface RequiredNEpochs extends PowerOptions {
  /** Variance over items of the true difference. */
  readonly betweenVariance: number;
  /** Variance of one answer around its item's mean, per side. */
  readonly withinCandidate: number;
  readonly withinBaseline: number;
  /** Answers an item, per side. */
  readonly repeatsCandidate: number;
  readonly repeatsBaseline: number;
  readonly margin: number;
}

/** How many paired items it takes when each is answered several times (Miller 2024, §5). null when no number does. */
export function requiredNEpochs(wanted: RequiredNEpochs): number | null {
  const { betweenVariance, withinCandidate, withinBaseline, repeatsCandidate, repeatsBaseline } = wanted;
  const variance = betweenVariance + withinCandidate / repeatsCandidate + withinBaseline / repeatsBaseline;
  return requiredN({ ...wanted, sd: Math.sqrt(variance) });
}
