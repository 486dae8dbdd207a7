import { normCdf } from "./norm-cdf.ts";

export interface ThresholdFlip {
  /** That a run of the same items lies below the threshold. */
  readonly fail: number;
  /** That two runs of the same items lie on different sides of it. */
  readonly flip: number;
}

/** How often noise alone turns a gate over: normal approximation. @param rerunDeviation see `epochVariance` */
export function thresholdFlipProbability(score: number, threshold: number, rerunDeviation: number): ThresholdFlip {
  const distance = (score - threshold) / rerunDeviation;
  const fail = normCdf(-distance);
  return { fail, flip: 2 * normCdf(distance) * fail };
}
