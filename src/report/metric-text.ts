import { formatDuration, formatUsd, formatValue } from "../base/format-value.ts";

/** Figures of a metric whose unit its name tells. */

type Unit = "share" | "ms" | "usd" | "plain";

function unitOf(metric: string): Unit {
  if (metric.endsWith("_ms")) return "ms";
  if (metric.endsWith("_usd")) return "usd";
  return /^(input_tokens|output_tokens|severity_points)/.test(metric) ? "plain" : "share";
}

/** Whether a case passes or fails, or is scored, by it: then the cases that changed are worth their names. */
export function isShare(metric: string): boolean {
  return unitOf(metric) === "share";
}

/** `86.4%`, `412 ms`, `$0.0024`; `n/a` where it is not known. */
export function metricText(metric: string, value: number | null): string {
  if (value === null) return "n/a";
  const unit = unitOf(metric);
  if (unit === "share") return `${(value * 100).toFixed(1)}%`;
  if (unit === "ms") return formatDuration(value);
  return unit === "usd" ? formatUsd(value) : formatValue(value, unit);
}

const MINUS = "−";

/** A difference with its sign, without the word for its unit where several stand together. */
function signed(metric: string, value: number): string {
  const size = Math.abs(value);
  const unit = unitOf(metric);
  const text =
    unit === "share"
      ? (size * 100).toFixed(1)
      : unit === "ms"
        ? size === 0
          ? "0 ms"
          : formatDuration(size)
        : unit === "usd"
          ? formatUsd(size)
          : formatValue(size, unit);
  // What is printed as 0 has no sign.
  return /[1-9]/.test(text) ? `${value > 0 ? "+" : MINUS}${text}` : text;
}

/** `+12.0 points [+6.0, +18.0]`, `−80 ms [−120 ms, −40 ms]`. */
export function differenceText(
  metric: string,
  { difference, low, high }: { difference: number | null; low: number | null; high: number | null },
): string {
  if (difference === null) return "n/a";
  const value = `${signed(metric, difference)}${isShare(metric) ? " points" : ""}`;
  if (low === null && high === null) return value;
  const bound = (of: number | null) => (of === null ? "?" : signed(metric, of));
  return `${value} [${bound(low)}, ${bound(high)}]`;
}

/** `−12%` of the baseline's value; null where that says nothing. */
export function relativeText(metric: string, difference: number | null, baseline: number | null): string | null {
  if (isShare(metric) || difference === null || baseline === null || !(baseline > 0)) return null;
  const percent = (Math.abs(difference / baseline) * 100).toFixed(Math.abs(difference / baseline) < 0.1 ? 1 : 0);
  return /[1-9]/.test(percent) ? `${difference > 0 ? "+" : MINUS}${percent}%` : `${percent}%`;
}
