import { formatValue } from "../base/format-value.ts";
import { textTable } from "../base/text-table.ts";
import type { Estimate } from "../domain/estimate.ts";
import type { Selection, SelectionCandidate, Standing } from "../domain/selection.ts";
import { shareCell } from "./cells.ts";
import { wrapName } from "./display-width.ts";
import { oneLine } from "./safe-text.ts";
import type { Colors } from "./terminal-table.ts";

const ANSI = /\u001b\[\d+m/g;
const SHORTEST_NAME = 12;

/**
 * A candidate a row: each constraint, the objectives with their intervals, the chance to be on the Pareto front. Where the
 * terminal is too narrow constraints are numbers with a legend, and their verdicts signs.
 */
export async function selectionTable(selection: Selection, width: number, colors: Colors): Promise<string> {
  const names = selection.candidates.map(({ name }) => name.length);
  const longest = Math.max(SHORTEST_NAME, ...names);
  const forms: readonly Form[] = [
    { legend: false, signs: false, name: longest },
    { legend: false, signs: false, name: SHORTEST_NAME + 8 },
    { legend: true, signs: false, name: SHORTEST_NAME + 8 },
    { legend: true, signs: true, name: SHORTEST_NAME + 4 },
    { legend: true, signs: true, name: SHORTEST_NAME },
  ];
  let table = "";
  for (const form of forms) {
    table = await tableOf(selection, form, colors);
    const used = table.slice(0, table.indexOf("\n")).replace(ANSI, "").length;
    if (used > width) continue;
    return form.legend ? `${table}\n${legend(selection, form)}` : table;
  }
  return `${table}\n${legend(selection, { legend: true, signs: true, name: SHORTEST_NAME })}`;
}

interface Form {
  readonly legend: boolean;
  readonly signs: boolean;
  readonly name: number;
}

function legend({ constraints }: Selection, { signs }: Form): string {
  const lines = constraints.map(({ text }, at) => `  ${at + 1}: ${oneLine(text)}`);
  return [...lines, ...(signs && constraints.length > 0 ? ["  ✓ meets, ✗ violates, ? unknown"] : [])].join("\n");
}

function tableOf(selection: Selection, form: Form, colors: Colors): Promise<string> {
  const { constraints, candidates, objectives } = selection;
  const head = [
    "candidate",
    ...constraints.map(({ text }, at) =>
      form.legend ? String(at + 1) : text.split(/ (?=[<>]=? )| (?=on )/).join("\n"),
    ),
    ...objectives.map(({ metric, direction }) => `${metric}\n${direction === "max" ? "higher" : "lower"} is better`),
    "P(on\nfront)",
  ];
  const rows = candidates.map((candidate) => [
    wrapName(oneLine(candidate.name), form.name)
      .map((line) => (candidate.name === selection.chosen ? colors.bold(colors.green(line)) : line))
      .join("\n"),
    ...candidate.constraints.map((result) =>
      result === null ? colors.dim("–") : paint(result.standing, form.signs, colors),
    ),
    ...objectives.map(({ metric, unit }) => figureCell(candidate.figures[metric], unit)),
    probability(candidate),
  ]);
  const tall = candidates.some(({ name }) => wrapName(oneLine(name), form.name).length > 1);
  return textTable(
    head.map((text) => text.split("\n").map(colors.bold).join("\n")),
    rows,
    { ruled: tall },
  );
}

function paint(standing: Standing, sign: boolean, colors: Colors): string {
  const color = { meets: colors.green, violates: colors.red, unknown: colors.yellow }[standing];
  return color(sign ? { meets: "✓", violates: "✗", unknown: "?" }[standing] : standing);
}

/** `91.5% [86.8, 94.6]`, `412 ms [380, 455]`; unknown is said as unknown. */
function figureCell(estimate: Estimate | undefined, unit: string): string {
  if (estimate?.value == null) return estimate?.method === "unknown-price" ? "unknown" : "n/a";
  if (unit === "share") return shareCell(estimate);
  const show = (value: number | null) => (value === null ? "?" : formatValue(value, unit).replace(/^\$| ms$/g, ""));
  const { value, low, high, method } = estimate;
  return method === "exact" || (low === null && high === null)
    ? formatValue(value, unit)
    : `${formatValue(value, unit)} [${show(low)}, ${show(high)}]`;
}

/** Never 0% of what happened, nor 100% of what did not always. */
function probability({ pFront }: SelectionCandidate): string {
  if (pFront === null) return "n/a";
  if (pFront > 0.995 && pFront < 1) return ">99%";
  if (pFront < 0.005 && pFront > 0) return "<1%";
  return `${Math.round(100 * pFront)}%`;
}
