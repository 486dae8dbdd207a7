import { createRandom } from "./sfc32.ts";
import { sum } from "./sum.ts";

export interface SignFlipTest {
  /** |S*| >= |S|. */
  readonly pTwoSided: number;
  /** S* >= S: H0 "not above 0". */
  readonly pGreater: number;
  /** S* <= S: H0 "not below 0". */
  readonly pLess: number;
  /** `pLess` with ties counted half: McNemar's one-sided mid-p when the differences are -1 and 1. */
  readonly pLessMid: number;
}

/** More differences than this are for `signFlipTestMC`: the exact test visits 2^n sums. */
export const MOST_EXACT_FLIPS = 20;

/**
 * Exact test that independent differences are symmetric about 0: their sum against the sums of all 2^n choices of
 * signs. Zeros do not count. One difference a cluster: its sum. null for more than 20 that are not 0.
 */
export function signFlipTest(differences: ArrayLike<number>): SignFlipTest | null {
  const d = Array.from(differences).filter((value) => value !== 0);
  if (d.length > MOST_EXACT_FLIPS || d.some((value) => !Number.isFinite(value))) return null;
  const counts = counter(d);
  const visit = (at: number, total: number): void => {
    const value = d[at];
    if (value === undefined) counts.add(total);
    else {
      visit(at + 1, total + value);
      visit(at + 1, total - value);
    }
  };
  visit(0, 0);
  return counts.shares(2 ** d.length, 0);
}

/**
 * The same test by `replicates` random choices of signs, for any n; the sample itself counts as one of them (Phipson,
 * Smyth 2010). Draws: in the order given, the sign is kept when u < .5.
 */
export function signFlipTestMC(differences: ArrayLike<number>, replicates: number, seed: number): SignFlipTest | null {
  const d = Array.from(differences);
  if (d.some((value) => !Number.isFinite(value))) return null;
  const random = createRandom(seed);
  const counts = counter(d);
  for (let replicate = 0; replicate < replicates; replicate++) {
    let total = 0;
    for (const value of d) total += random() < 0.5 ? value : -value;
    counts.add(total);
  }
  return counts.shares(replicates, 1);
}

function counter(d: readonly number[]) {
  const observed = sum(d);
  // The same differences added in another order tie with the sample but for rounding.
  const slack = 1e-12 * Math.max(Number.MIN_VALUE, sum(d.map(Math.abs)));
  let [atLeast, atMost, tied, extreme] = [0, 0, 0, 0];
  return {
    add(total: number): void {
      if (total >= observed - slack) atLeast += 1;
      if (total <= observed + slack) atMost += 1;
      if (Math.abs(total - observed) <= slack) tied += 1;
      if (Math.abs(total) >= Math.abs(observed) - slack) extreme += 1;
    },
    shares(of: number, own: number): SignFlipTest {
      const share = (count: number) => (count + own) / (of + own);
      return {
        pTwoSided: share(extreme),
        pGreater: share(atLeast),
        pLess: share(atMost),
        pLessMid: share(atMost - tied / 2),
      };
    },
  };
}
