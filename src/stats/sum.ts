/** Compensated sum (Neumaier 1974): a million small costs add up without drift. NaN stays NaN. */
export function sum(values: ArrayLike<number>): number {
  let total = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  // An infinite total has lost nothing that a correction could mend; infinity less infinity would be NaN.
  return Number.isFinite(total) ? total + lost : total;
}
