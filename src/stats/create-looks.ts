import { normCdf } from "./norm-cdf.ts";

/** A density of the paths that no look has stopped yet, on evenly spaced points. */
interface Surviving {
  readonly from: number;
  readonly step: number;
  /** Density times Simpson's weight. */
  readonly mass: Float64Array;
}

/** Points per standard deviation of the smallest step; Simpson's error is then below 1e-7. */
const FINENESS = 12;
const REACH = 8;
const MOST_INTERVALS = 8_000;

/**
 * Walks through the looks of a group-sequential trial: a Brownian motion seen at growing shares of the information,
 * stopped at the first look at which it is above its bound (Armitage, McPherson, Rowe 1969; recursive integration by
 * Simpson's rule). Bounds are on the z scale.
 */
export function createLooks() {
  let time = 0;
  let surviving: Surviving | null = null;
  const sdTo = (information: number) => Math.sqrt(information - time);

  /** Probability of stopping at a look with this bound, not having stopped before. */
  const stopsAt = (information: number, z: number): number => {
    const bound = z * Math.sqrt(information);
    if (surviving === null) return normCdf(-z);
    const sd = sdTo(information);
    let total = 0;
    for (const [i, mass] of surviving.mass.entries()) {
      total += mass * normCdf((surviving.from + i * surviving.step - bound) / sd);
    }
    return total;
  };

  /** Goes on past a look with this bound, to a next one. */
  const pass = (information: number, z: number, next: number): void => {
    const sd = sdTo(information);
    const bound = z * Math.sqrt(information);
    const from = Math.min(-REACH * Math.sqrt(information), bound - sd);
    // The points must be dense for the step that follows, too.
    const finest = Math.min(sd, Math.sqrt(next - information));
    const intervals = 2 * Math.min(MOST_INTERVALS / 2, Math.ceil(((bound - from) * FINENESS) / (2 * finest)));
    const step = (bound - from) / intervals;
    const mass = new Float64Array(intervals + 1);
    const scale = 1 / (sd * Math.sqrt(2 * Math.PI));
    for (let i = 0; i <= intervals; i++) {
      const x = from + i * step;
      const weight = ((i === 0 || i === intervals ? 1 : i % 2 === 1 ? 4 : 2) * step) / 3;
      mass[i] = weight * scale * (surviving === null ? Math.exp(-0.5 * (x / sd) ** 2) : arriving(surviving, x, sd));
    }
    surviving = { from, step, mass };
    time = information;
  };
  return { stopsAt, pass };
}

function arriving({ from, step, mass }: Surviving, x: number, sd: number): number {
  // Paths from further than 9 standard deviations away do not count.
  const first = Math.max(0, Math.floor((x - 9 * sd - from) / step));
  const last = Math.min(mass.length - 1, Math.ceil((x + 9 * sd - from) / step));
  let total = 0;
  for (let i = first; i <= last; i++) {
    const distance = (x - from - i * step) / sd;
    total += (mass[i] ?? 0) * Math.exp(-0.5 * distance * distance);
  }
  return total;
}
