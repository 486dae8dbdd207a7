const BARS = "▁▂▃▄▅▆▇█";

/** A bar per value between the lowest and the highest of them; a dot where there is none. */
export function sparkline(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null);
  const low = Math.min(...known);
  const span = Math.max(...known) - low;
  return values
    .map((value) => {
      if (value === null) return "·";
      const height = span === 0 ? 3 : Math.min(7, Math.floor(((value - low) / span) * 8));
      return BARS[height] ?? "";
    })
    .join("");
}
