import { binomialCdf } from "./binomial-cdf.ts";

export interface SignTest {
  readonly positive: number;
  readonly negative: number;
  /** Two-sided, exact; 1 when no difference has a sign. */
  readonly p: number;
}

/** Sign test: as many differences above 0 as below. Zeros do not count. */
export function signTest(differences: ArrayLike<number>): SignTest {
  let positive = 0;
  let negative = 0;
  for (let i = 0; i < differences.length; i++) {
    const value = differences[i] ?? 0;
    if (value > 0) positive += 1;
    if (value < 0) negative += 1;
  }
  const p = Math.min(1, 2 * binomialCdf(Math.min(positive, negative), positive + negative, 0.5));
  return { positive, negative, p };
}
