export type Direction = "max" | "min";

/** Figures computed in another order tie but for rounding. */
const TIE = 1e-12;

/** Whether a is at least as good as b everywhere and better somewhere. A figure that is not a number: it is not. */
export function dominates(a: readonly number[], b: readonly number[], directions: readonly Direction[]): boolean {
  let better = false;
  for (const [i, direction] of directions.entries()) {
    const left = (a[i] ?? Number.NaN) * (direction === "max" ? 1 : -1);
    const right = (b[i] ?? Number.NaN) * (direction === "max" ? 1 : -1);
    if (Number.isNaN(left) || Number.isNaN(right)) return false;
    if (tied(left, right)) continue;
    if (left < right) return false;
    better = true;
  }
  return better;
}

/**
 * Which points no other dominates; equal points stay together. A point with a figure that is not a number is not on the
 * front, and dominates none.
 */
export function paretoFront(points: readonly (readonly number[])[], directions: readonly Direction[]): boolean[] {
  return points.map(
    (point) =>
      directions.every((_, i) => !Number.isNaN(point[i] ?? Number.NaN)) &&
      !points.some((other) => dominates(other, point, directions)),
  );
}

/** Equal but for rounding. */
export function tied(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) <= TIE * Math.max(Math.abs(a), Math.abs(b));
}
