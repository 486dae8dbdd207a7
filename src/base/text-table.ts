/**
 * A table for a terminal or a log: one line under the head, none between rows unless they have several lines each.
 * Cells may hold newlines and colours.
 */
export async function textTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  options: { readonly ruled?: boolean } = {},
): Promise<string> {
  const { default: Table } = await import("cli-table3");
  const unruled = { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" };
  const table = new Table({
    head: [...head],
    // Without these the library colours by itself, even into a pipe.
    style: { head: [], border: [] },
    ...(options.ruled ? {} : { chars: unruled }),
  });
  table.push(...rows.map((row) => [...row]));
  const text = table.toString();
  if (options.ruled) return text;
  const lines = text.split("\n");
  const rule = (lines[0] ?? "").replace("┌", "├").replaceAll("┬", "┼").replace("┐", "┤");
  const headLines = Math.max(...head.map((cell) => cell.split("\n").length));
  return [...lines.slice(0, 1 + headLines), rule, ...lines.slice(1 + headLines)].join("\n");
}
