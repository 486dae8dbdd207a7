import { binomialCdf } from "./binomial-cdf.ts";
import { binomialPmf } from "./binomial-pmf.ts";

export interface McNemar {
  readonly pExact: number;
  /** Less conservative, and the one to use (Fagerland, Lydersen, Laake 2013). */
  readonly pMid: number;
}

/** McNemar's two-sided test on the discordant pairs: b = first right only, c = second right only. No pairs: p = 1. */
export function mcnemar(b: number, c: number): McNemar {
  const n = b + c;
  if (!(n > 0)) return { pExact: 1, pMid: 1 };
  const fewer = Math.min(b, c);
  const below = binomialCdf(fewer, n, 0.5);
  const at = binomialPmf(fewer, n, 0.5);
  return {
    pExact: b === c ? 1 : Math.min(1, 2 * below),
    pMid: b === c ? 1 - at : Math.min(1, 2 * below - at),
  };
}
