import { formatUsd } from "../../base/format-value.ts";

/** A number on an axis: short, without the zeros that a figure in a table would have. */
export function tickText(metric: string): (value: number) => string {
  if (metric.endsWith("_ms")) return durationTick;
  if (metric.endsWith("_usd")) return moneyTick;
  if (/^(input_tokens|output_tokens|severity_points)/.test(metric)) return (value) => plain(value).toLocaleString("en");
  return (value) => `${plain(value * 100)}%`;
}

function durationTick(ms: number): string {
  if (ms >= 600_000) return `${Number((ms / 60_000).toPrecision(3))} min`;
  return ms >= 1000 ? `${plain(ms / 1000)} s` : `${plain(ms)} ms`;
}

function moneyTick(usd: number): string {
  if (usd !== 0 && Math.abs(usd) < 1e-6) return formatUsd(usd);
  return `${usd < 0 ? "−" : ""}$${plain(Math.abs(usd)).toLocaleString("en", { maximumFractionDigits: 9 })}`;
}

function plain(value: number): number {
  return Number(value.toPrecision(6));
}
