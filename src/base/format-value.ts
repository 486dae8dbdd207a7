/** A metric's value as people read it: four significant digits, money in dollars, milliseconds whole where they are many. */
export function formatValue(value: number, unit: string): string {
  if (unit === "usd") return formatUsd(value);
  if (unit === "ms") return value >= 100 ? `${Math.round(value).toLocaleString("en")} ms` : `${trim(value)} ms`;
  if (unit === "share") return (Math.round(value * 1e4) / 1e4).toString();
  return Number.isInteger(value) ? value.toLocaleString("en") : trim(value);
}

/** `$0.0024`, `$12.30`; never `$0` for something. */
export function formatUsd(value: number): string {
  if (value === 0) return "$0";
  const size = Math.abs(value);
  if (size < 1e-10) return `$${value.toPrecision(2)}`;
  if (size >= 1) return `$${value.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
  const digits = Math.min(12, Math.max(2, 2 - Math.floor(Math.log10(size))));
  return `$${value.toFixed(digits).replace(/(\.\d\d\d*?)0+$/, "$1")}`;
}

function trim(value: number): string {
  return Number(value.toPrecision(4)).toString();
}

/** Milliseconds as people read them: `0.31 ms`, `412 ms`, `1.24 s`, `3 min 20 s`. */
export function formatDuration(ms: number): string {
  // Nothing that took time is printed as 0.
  if (ms < 1) return `${Number(ms.toPrecision(2))} ms`;
  if (ms < 9.995) return `${trim(Math.round(ms * 100) / 100)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}
