import { gateBinaryPaired } from "./gate-binary-paired.ts";
import { gateNonInferiority } from "./gate-non-inferiority.ts";
import type { GateOptions, GateResult } from "./gate-result.ts";
import type { PairedItems } from "./paired-comparison.ts";

/**
 * Gate of a candidate against a baseline on the items they share, repeats averaged first: Tango and mid-p for single
 * right-or-wrong answers without clusters or weights, else t or CR1 on the differences. Scores: higher is better; for
 * costs and latencies the two sides change places.
 */
export function gatePaired(items: PairedItems, options: GateOptions & { readonly range?: number }): GateResult {
  const { candidate, baseline, clusters, weights } = items;
  const n = candidate.length;
  let better = 0;
  let worse = 0;
  let binary = clusters === null && weights === null;
  const differences = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const left = candidate[i] ?? Number.NaN;
    const right = baseline[i] ?? Number.NaN;
    if ((left !== 0 && left !== 1) || (right !== 0 && right !== 1)) binary = false;
    differences[i] = left - right;
    if (left > right) better += 1;
    if (left < right) worse += 1;
  }
  if (binary) return gateBinaryPaired(better, worse, n, options);
  return gateNonInferiority(differences, { ...options, clusters, weights });
}
