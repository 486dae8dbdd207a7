import { normCdf } from "./norm-cdf.ts";
import { obfBoundaries } from "./obf-boundaries.ts";

export interface Look {
  /** Share of the items, 0…1. */
  readonly share: number;
  /** Bound on the z scale. */
  readonly z: number;
  /** What `passP` and `failP` of a gate are compared with at this look, in place of alpha. */
  readonly nominalP: number;
  /** Level at which an interval's method gives the repeated interval: valid at whichever look the run stops. */
  readonly confidence: number;
}

/**
 * The looks of a group-sequential run after O'Brien and Fleming, equally spaced (Jennison, Turnbull 2000). `alpha` is
 * one-sided over all looks; repeated intervals then hold with 1 - 2 alpha, so printed 95% intervals take alpha = .025.
 */
export function groupSequentialLooks(looks: number, alpha: number): Look[] {
  return obfBoundaries(looks, alpha).map((z, k) => {
    const nominalP = normCdf(-z);
    return { share: (k + 1) / looks, z, nominalP, confidence: 1 - 2 * nominalP };
  });
}
