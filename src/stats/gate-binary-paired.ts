import { binomialCdf } from "./binomial-cdf.ts";
import { binomialPmf } from "./binomial-pmf.ts";
import { GATE_ALPHA, type GateOptions, type GateResult, gateVerdict, gateWithoutData } from "./gate-result.ts";
import { normCdf } from "./norm-cdf.ts";
import { pairedBinaryDiffCI } from "./paired-binary-diff-ci.ts";
import { tangoStatistic } from "./tango-statistic.ts";

export interface BinaryGateResult extends GateResult {
  /** Tango's statistic at the margin: how many standard errors the difference lies above it; null without pairs. */
  readonly zNonInferior: number | null;
}

/**
 * Gate for one right-or-wrong answer an item and side: passes by Tango's score statistic (1998) at the margin, fails by
 * McNemar's one-sided mid-p. Pairs that agree are no proof of equality: 0 of 50 discordant does not pass 3 points.
 * @param better items that the candidate alone has right
 * @param worse items that the baseline alone has right
 * @param n all pairs; one alone never passes
 */
export function gateBinaryPaired(better: number, worse: number, n: number, options: GateOptions): BinaryGateResult {
  const { margin, alpha = GATE_ALPHA } = options;
  if (!(n > 0) || !(better >= 0) || !(worse >= 0) || better + worse > n || !Number.isFinite(margin)) {
    return { ...gateWithoutData(n), zNonInferior: null };
  }
  // A difference cannot leave -1…1, and beyond it the statistic has no meaning.
  const z = tangoStatistic(Math.max(-1, -margin), better, worse, n);
  const passP = n < 2 ? 1 : normCdf(-z);
  const failP = regressionMidP(better, worse);
  const { low, high } = pairedBinaryDiffCI(better, worse, n, 1 - 2 * alpha);
  return {
    n,
    difference: (better - worse) / n,
    standardError: null,
    lower: low,
    upper: high,
    zNonInferior: z,
    passP,
    failP,
    ...gateVerdict(passP, failP, alpha),
    method: "tango+midp",
  };
}

function regressionMidP(better: number, worse: number): number {
  const n = better + worse;
  return n === 0 ? 1 : binomialCdf(better - 1, n, 0.5) + binomialPmf(better, n, 0.5) / 2;
}
