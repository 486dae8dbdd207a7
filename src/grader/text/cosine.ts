/** Cosine of the angle between two vectors, clamped to 0…1 (opposite is no more unlike than unrelated); null: none. */
export function cosine(a: readonly number[], b: readonly number[]): number | null {
  if (a.length !== b.length) return null;
  // Scaled by the largest entry, so that no square overflows or vanishes.
  const [left, right] = [scaled(a), scaled(b)];
  if (left === null || right === null) return null;
  const product = dot(left, right) / Math.sqrt(dot(left, left) * dot(right, right));
  return Math.min(1, Math.max(0, product));
}

function scaled(vector: readonly number[]): readonly number[] | null {
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return Number.isFinite(largest) && largest > 0 ? vector.map((value) => value / largest) : null;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}
