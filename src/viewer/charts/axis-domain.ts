import { scaleLinear } from "d3-scale";

/** The ends of an axis, low before high. */
export type Domain = readonly [low: number, high: number];

export interface Spread {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** All finite numbers of values and their intervals. */
export function numbersOf(spreads: readonly Spread[]): readonly number[] {
  return spreads.flatMap(({ value, low, high }) =>
    value === null ? [] : [value, low, high].filter((one) => one !== null && Number.isFinite(one)),
  ) as readonly number[];
}

const WHOLE: Domain = [0, 1];

/**
 * An axis of shares: all of 0…1, or, where everything lies in less than `whole` of it, the part that matters, from one
 * twentieth to another.
 */
export function shareDomain(numbers: readonly number[], whole = 0.67): Domain {
  if (numbers.length === 0) return WHOLE;
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const pad = Math.max(0.02, (most - least) * 0.08);
  const low = Math.max(0, Math.floor(round((least - pad) * 20)) / 20);
  const high = Math.min(1, Math.ceil(round((most + pad) * 20)) / 20);
  return high - low > whole ? WHOLE : [low, high];
}

/** An axis that holds all numbers with some air; it does not cross 0 for air alone. */
export function linearDomain(numbers: readonly number[], air = 0.06): Domain {
  if (numbers.length === 0) return WHOLE;
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  if (least === 0 && most === 0) return WHOLE;
  const pad = least === most ? Math.abs(least) * 0.1 : (most - least) * air;
  return [least >= 0 ? Math.max(0, least - pad) : least - pad, most <= 0 ? Math.min(0, most + pad) : most + pad];
}

/** The same width on both sides of 0. */
export function aroundZero(numbers: readonly number[], air = 0.08): Domain {
  const most = Math.max(0, ...numbers.map(Math.abs)) * (1 + air) || 1;
  return [-most, most];
}

/** Whether a logarithmic axis shows more: nothing at or below 0, and the largest many times the smallest. */
export function wantsLog(values: readonly number[], times = 12): boolean {
  if (values.length < 2 || values.some((value) => !(value > 0))) return false;
  return Math.max(...values) / Math.min(...values) >= times;
}

/** Intervals may reach to 0, which a logarithmic axis never shows: they count from a fifth of the least value on. */
export function logDomain(values: readonly number[], ends: readonly number[] = []): Domain {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const shown = ends.filter((end) => end >= least / 5 && end <= most * 5);
  return [Math.min(least, ...shown) / 1.25, Math.max(most, ...shown) * 1.25];
}

/** Ticks of a logarithmic axis: 1, 2, 5 of each decade, or fewer where they would be more than `most`. */
export function logTicks([low, high]: Domain, most: number): readonly number[] {
  const from = Math.floor(Math.log10(low));
  const to = Math.ceil(Math.log10(high));
  const decades = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  for (const steps of [[1, 2, 5], [1, 3], [1]]) {
    const ticks = decades.flatMap((decade) => steps.map((step) => Number(`${step}e${decade}`)));
    const inside = ticks.filter((tick) => tick >= low && tick <= high);
    if (inside.length <= most && inside.length >= 2) return inside;
  }
  const inside = decades.map((decade) => Number(`1e${decade}`)).filter((tick) => tick >= low && tick <= high);
  const every = Math.max(1, Math.ceil(inside.length / most));
  return inside.filter((_, i) => i % every === 0);
}

/** At most so many round numbers between the ends of a linear axis. */
export function fewTicks([low, high]: Domain, most: number): readonly number[] {
  for (let count = most; count > 1; count--) {
    const found = scaleLinear().domain([low, high]).ticks(count);
    if (found.length <= most) return found;
  }
  return [low, high];
}

/** Where a number lies between the ends, in 0…1, cut at them. */
export function shareOf([low, high]: Domain, value: number): number {
  return high === low ? 0.5 : Math.min(1, Math.max(0, (value - low) / (high - low)));
}

/** Without the last digits of binary fractions: 0.6000000001 × 20 is 12. */
function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
