/**
 * Tango's score statistic (1998) for a difference of two paired proportions: how many standard errors the observed
 * (b - c) / n lies above `difference`. b: first right only; c: second right only; n: pairs. NaN for n = 0.
 */
export function tangoStatistic(difference: number, b: number, c: number, n: number): number {
  if (!(n > 0)) return Number.NaN;
  const linear = -b - c + (2 * n - b + c) * difference;
  const constant = -c * difference * (1 - difference);
  const q = (Math.sqrt(Math.max(0, linear * linear - 8 * n * constant)) - linear) / (4 * n);
  const variance = n * (2 * q + difference * (1 - difference));
  const distance = b - c - n * difference;
  if (distance === 0) return 0;
  return variance > 0 ? distance / Math.sqrt(variance) : Math.sign(distance) * Number.POSITIVE_INFINITY;
}
