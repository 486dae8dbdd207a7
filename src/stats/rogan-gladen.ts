import { CONFIDENCE, clampInterval, type Interval, NO_INTERVAL } from "./interval.ts";
import { normPpf } from "./norm-ppf.ts";

export interface RoganGladen extends Interval {
  /** 0…1; null where the judge is hardly better than chance (Se + Sp - 1 < .2). */
  readonly estimate: number | null;
  /** Delta method. */
  readonly standardError: number | null;
}

/** Below it the correction divides by next to nothing. */
const LEAST_YOUDEN = 0.2;

/**
 * True rate from a judge's rate and its sensitivity and specificity in *another* population (Rogan, Gladen 1978), with
 * the interval of Lang, Reiczigel (2014). Where the labels are a sample of the same items `judgePostStratified` is
 * narrower.
 * @param rate the judge's own share of positives among n
 * @param positives labels that sensitivity rests on; `negatives` those of specificity
 */
export function roganGladen(
  rate: number,
  n: number,
  sensitivity: { readonly value: number; readonly positives: number },
  specificity: { readonly value: number; readonly negatives: number },
  confidence = CONFIDENCE,
): RoganGladen {
  const [se, sp] = [sensitivity.value, specificity.value];
  const [nSe, nSp] = [sensitivity.positives, specificity.negatives];
  const youden = se + sp - 1;
  if (!(n > 0 && nSe > 0 && nSp > 0 && youden >= LEAST_YOUDEN)) {
    return { estimate: null, standardError: null, ...NO_INTERVAL };
  }
  const raw = (rate + sp - 1) / youden;
  const delta = (rate * (1 - rate)) / n + (raw ** 2 * se * (1 - se)) / nSe + ((1 - raw) ** 2 * sp * (1 - sp)) / nSp;
  const z = normPpf(1 - (1 - confidence) / 2);
  const z2 = z * z;
  const se1 = (nSe * se + 1) / (nSe + 2);
  const sp1 = (nSp * sp + 1) / (nSp + 2);
  const n1 = n + z2;
  const rate1 = (n * rate + z2 / 2) / n1;
  const youden1 = se1 + sp1 - 1;
  const centre = (rate1 + sp1 - 1) / youden1;
  const seVariance = (se1 * (1 - se1)) / (nSe + 2);
  const spVariance = (sp1 * (1 - sp1)) / (nSp + 2);
  const shift = 2 * z2 * (centre * seVariance - (1 - centre) * spVariance);
  const half =
    (z * Math.sqrt((rate1 * (1 - rate1)) / n1 + centre ** 2 * seVariance + (1 - centre) ** 2 * spVariance)) / youden1;
  return {
    estimate: Math.min(1, Math.max(0, raw)),
    standardError: Math.sqrt(delta) / youden,
    ...clampInterval({ low: centre + shift - half, high: centre + shift + half }, 0, 1),
  };
}
