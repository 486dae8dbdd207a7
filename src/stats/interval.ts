/** Two bounds; null: unbounded or not estimable on that side. */
export interface Interval {
  readonly low: number | null;
  readonly high: number | null;
}

/** Nothing can be said. */
export const NO_INTERVAL: Interval = { low: null, high: null };

/** Every printed interval is a 95% interval. */
export const CONFIDENCE = 0.95;

/** Both sides cut to a range that the quantity cannot leave. */
export function clampInterval(interval: Interval, min: number, max: number): Interval {
  const clamp = (bound: number | null) => (bound === null ? null : Math.min(max, Math.max(min, bound)));
  return { low: clamp(interval.low), high: clamp(interval.high) };
}

/** `centre ± halfWidth`; no interval when either is not a finite number. */
export function symmetricInterval(centre: number, halfWidth: number): Interval {
  if (!Number.isFinite(centre) || !Number.isFinite(halfWidth)) return NO_INTERVAL;
  return { low: centre - halfWidth, high: centre + halfWidth };
}
