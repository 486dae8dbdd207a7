import { normCdf } from "./norm-cdf.ts";

export interface WilcoxonSignedRank {
  /** The smaller of the two sums of ranks. */
  readonly statistic: number;
  /** Two-sided; 1 when no difference has a sign. */
  readonly p: number;
  readonly method: "exact" | "normal";
}

/** The exact distribution is counted up to here. */
const MOST_EXACT = 50;

/**
 * Wilcoxon's signed-rank test that differences are symmetric about 0: for ordinal scores; it does not test the mean.
 * Exact without ties and zeros up to n = 50, else normal with the tie correction and no continuity correction.
 * @param zeros `pratt` ranks them and drops their ranks (Pratt 1959); `drop` leaves them out first (Wilcoxon)
 */
export function wilcoxonSignedRank(
  differences: ArrayLike<number>,
  zeros: "pratt" | "drop" = "pratt",
): WilcoxonSignedRank | null {
  const all = Array.from(differences);
  if (all.some((value) => Number.isNaN(value))) return null;
  const d = zeros === "drop" ? all.filter((value) => value !== 0) : all;
  d.sort((a, b) => Math.abs(a) - Math.abs(b));
  const ranks = averageRanks(d.map(Math.abs));
  const n = d.length;
  const zeroCount = d.filter((value) => value === 0).length;
  let [plus, minus] = [0, 0];
  for (const [i, value] of d.entries()) {
    if (value > 0) plus += ranks[i] ?? 0;
    if (value < 0) minus += ranks[i] ?? 0;
  }
  const statistic = Math.min(plus, minus);
  if (n === zeroCount) return { statistic: 0, p: 1, method: "exact" };
  const ties = tieSizes(d.filter((value) => value !== 0).map(Math.abs));
  if (ties.length === 0 && zeroCount === 0 && n <= MOST_EXACT) {
    return { statistic, p: exactP(statistic, n), method: "exact" };
  }
  const mean = (n * (n + 1) - zeroCount * (zeroCount + 1)) / 4;
  const squares = n * (n + 1) * (2 * n + 1) - zeroCount * (zeroCount + 1) * (2 * zeroCount + 1);
  const tied = ties.reduce((total, size) => total + size ** 3 - size, 0);
  const z = (statistic - mean) / Math.sqrt((squares - tied / 2) / 24);
  return { statistic, p: Math.min(1, 2 * normCdf(-Math.abs(z))), method: "normal" };
}

function averageRanks(sorted: readonly number[]): number[] {
  const ranks: number[] = [];
  while (ranks.length < sorted.length) {
    const start = ranks.length;
    let end = start + 1;
    while (end < sorted.length && sorted[end] === sorted[start]) end += 1;
    for (let i = start; i < end; i++) ranks.push((start + 1 + end) / 2);
  }
  return ranks;
}

function tieSizes(sorted: readonly number[]): number[] {
  const sizes = new Map<number, number>();
  for (const value of sorted) sizes.set(value, (sizes.get(value) ?? 0) + 1);
  return [...sizes.values()].filter((size) => size > 1);
}

/** How many of the 2^n sets of ranks sum to no more than the statistic, twice. */
function exactP(statistic: number, n: number): number {
  const ways = new Float64Array((n * (n + 1)) / 2 + 1);
  ways[0] = 1;
  for (let rank = 1; rank <= n; rank++) {
    for (let total = ways.length - 1; total >= rank; total--)
      ways[total] = (ways[total] ?? 0) + (ways[total - rank] ?? 0);
  }
  const below = ways.subarray(0, statistic + 1).reduce((count, way) => count + way, 0);
  return Math.min(1, (2 * below) / 2 ** n);
}
