/**
 * Benjamini and Hochberg's (1995) adjusted p-values, in the order given: for exploring slices, where a share of false
 * alarms is borne. Nulls (no test) stay null and count in no family.
 */
export function benjaminiHochberg(pValues: readonly (number | null)[]): (number | null)[] {
  const tests = pValues.flatMap((p, index) => (p === null || Number.isNaN(p) ? [] : [{ p, index }]));
  tests.sort((a, b) => b.p - a.p);
  const adjusted: (number | null)[] = pValues.map(() => null);
  let smallest = 1;
  for (const [place, { p, index }] of tests.entries()) {
    smallest = Math.min(smallest, (p * tests.length) / (tests.length - place));
    adjusted[index] = smallest;
  }
  return adjusted;
}
