/** Baselines are committed and diffed, so their numbers are short. What is compared with them is rounded alike. */

/** Scores and shares: six decimals. */
export function roundScore(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

/** Milliseconds: one decimal. */
export function roundLatency(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Milliseconds as charts and tables show them: four significant digits, so that nothing that took time becomes 0. */
export function roundShownLatency(value: number): number {
  return Number(value.toPrecision(4));
}

/** USD: six significant digits. */
export function roundCost(value: number): number {
  return Number(value.toPrecision(6));
}

/** How a metric's values by case are rounded in a baseline. */
export function roundingOf(metric: string): (value: number) => number {
  if (metric.startsWith("latency_")) return roundLatency;
  return metric.startsWith("cost_") ? roundCost : roundScore;
}
