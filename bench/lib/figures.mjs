// Medians, ranges and tables.

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export const number = (value, digits = 0) =>
  value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** "median (lowest–highest)"; a single value stands alone. */
export function spread(values, digits = 0) {
  const middle = number(median(values), digits);
  if (values.length < 2) return middle;
  return `${middle} (${number(Math.min(...values), digits)}–${number(Math.max(...values), digits)})`;
}

/** How often each was run, for the text above a table. */
export const times = (rounds) => (rounds === 1 ? "One run of each" : `${rounds} interleaved runs of each`);

/** Ratios of the same round: what a neighbour did to both of them falls out. */
export const ratios = (ours, theirs) => ours.map((value, round) => value / theirs[round]);

export const pick = (measurements, key) => measurements.map((one) => one[key]);

/** Seconds of wall time, or of another measurement in milliseconds. */
export const seconds = (measurements, key = "wallMs") => pick(measurements, key).map((ms) => ms / 1000);

/** CPU microseconds of each of so many trials. */
export const microsATrial = (measurements, trials) => pick(measurements, "cpuMs").map((ms) => (1000 * ms) / trials);

export const perSecond = (measurements, trials) => pick(measurements, "wallMs").map((ms) => (1000 * trials) / ms);

export function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), `|---|${"---:|".repeat(head.length - 1)}`, ...rows.map(line)].join("\n");
}

/** A goal with what was seen. `met` null: not measured, and `measured` says why. */
export const goal = (work, wanted, measured, met) => ({ work, wanted, measured, met });

/** A figure that should not exceed a bound, judged by the median. */
export function atMost(work, bound, values, { digits = 2, unit = "" } = {}) {
  const by = `${spread(values, digits)}${unit}`;
  return goal(work, `≤ ${number(bound, Number.isInteger(bound) ? 0 : digits)}${unit}`, by, median(values) <= bound);
}

export function atLeast(work, bound, values, { digits = 0, unit = "" } = {}) {
  return goal(work, `≥ ${number(bound)}${unit}`, `${spread(values, digits)}${unit}`, median(values) >= bound);
}
