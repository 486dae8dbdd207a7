const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;
const HALF_LN_TAU = 0.5 * Math.log(2 * Math.PI);

/** ln Γ(x) for x > 0, NaN otherwise. Lanczos (g = 7) up to 20, Stirling's series above. */
export function lnGamma(x: number): number {
  if (!(x > 0)) return Number.NaN;
  // The recurrence, because Lanczos loses digits near 0.
  if (x < 0.5) return lnGamma(x + 1) - Math.log(x);
  if (x > 20) return stirling(x);
  const shifted = x - 1;
  let series: number = LANCZOS[0];
  for (let i = 1; i < LANCZOS.length; i++) series += (LANCZOS[i] ?? 0) / (shifted + i);
  const t = shifted + 7.5;
  return HALF_LN_TAU + (shifted + 0.5) * Math.log(t) - t + Math.log(series);
}

function stirling(x: number): number {
  return (x - 0.5) * Math.log(x) - x + HALF_LN_TAU + stirlingCorrection(x);
}

/** What Stirling's formula lacks, five terms: for x of 20 and above. */
export function stirlingCorrection(x: number): number {
  const r = 1 / (x * x);
  return (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r / 1188)))) / x;
}
