import { formatValue } from "../base/format-value.ts";
import type { Selection, SelectionCandidate, SelectionDifference } from "../domain/selection.ts";
import { wrapText } from "./display-width.ts";
import { oneLine } from "./safe-text.ts";
import { selectionTable } from "./select-table.ts";
import type { Colors } from "./terminal-table.ts";

export interface SelectTextOptions {
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

/** A selection for a terminal: the answer and why, the table, who was ruled out or is unknown, what constraints cost. */
export async function selectText(selection: Selection, options: SelectTextOptions): Promise<string> {
  const { createColors } = (await import("picocolors")).default;
  const colors = createColors(options.color);
  const { width } = options;
  const sections = [
    answer(selection, width, colors),
    await selectionTable(selection, width, colors),
    told(selection, width),
    costs(selection, width),
    notes(selection, width, colors),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

/** Lines that hang below the first one's text. */
function wrapped(text: string, width: number, indent = 2): string[] {
  return wrapText(oneLine(text), width - indent).map((line, at) => (at === 0 ? line : `${" ".repeat(indent)}${line}`));
}

/** Several lines under a head, each indented; nothing for none. */
function listed(head: string, lines: readonly string[], width: number): string[] {
  if (lines.length === 0) return [];
  return [head, ...lines.flatMap((line) => wrapped(line, width - 2).map((part) => `  ${part}`))];
}

function answer(selection: Selection, width: number, colors: Colors): string {
  const { outcome, chosen, front, reason, equals, best } = selection;
  const head = {
    chosen: () => colors.bold(colors.green(`ship ${oneLine(chosen ?? "")}`)),
    front: () => colors.bold(`ship one of ${oneLine(front.join(", "))}`),
    undecided: () => colors.bold(colors.yellow("undecided: nobody can be chosen yet")),
    incomplete: () => colors.bold(colors.yellow("incomplete: nobody can be chosen")),
    none: () => colors.bold(colors.red("none can be shipped")),
  }[outcome]();
  const lines = [head, ...wrapped(reason, width, 0)];
  if (selection.simulated) lines.push(colors.yellow("holds simulated outputs"));
  const same = equals.map(
    (one) => `${one.name}: ${differenceText(one)}${isShown(one) ? `; shown, but within ${selection.epsilon}` : ""}`,
  );
  return [...lines, ...listed(`cannot be told apart from ${oneLine(best ?? "")}:`, same, width)].join("\n");
}

/** The interval leaves out 0: told apart, and by no more than matters. */
function isShown({ low, high }: SelectionDifference): boolean {
  return low !== null && high !== null && (low > 0 || high < 0);
}

/** `+2.1 points [−0.4, +4.6], n 200`. */
export function differenceText({ difference, low, high, unit, n, metric }: SelectionDifference): string {
  if (difference === null) return `${metric} cannot be compared`;
  const share = unit === "share";
  const show = (value: number) => {
    const size = share ? Math.abs(value * 100).toFixed(1) : formatValue(Math.abs(value), unit);
    return `${value > 0 ? "+" : value < 0 && size !== "0.0" ? "−" : ""}${size}`;
  };
  const bounds = low === null || high === null ? "" : ` [${show(low)}, ${show(high)}]`;
  return `${metric} ${show(difference)}${share ? " points" : ""}${bounds}, n ${n.toLocaleString("en")}`;
}

function told(selection: Selection, width: number): string {
  const out = selection.candidates.filter(({ standing }) => standing === "violates");
  const unknown = selection.candidates.filter(({ standing }) => standing === "unknown");
  const of = (candidate: SelectionCandidate, standing: "violates" | "unknown") =>
    candidate.unusable !== null
      ? `${candidate.name}: ${candidate.unusable}`
      : `${candidate.name}: ${because(selection, candidate, standing).join("; ")}`;
  return [
    ...listed(
      "ruled out:",
      out.map((candidate) => of(candidate, "violates")),
      width,
    ),
    ...listed(
      "unknown:",
      unknown.map((candidate) => of(candidate, "unknown")),
      width,
    ),
  ].join("\n");
}

function because(
  { constraints }: Selection,
  candidate: SelectionCandidate,
  standing: "violates" | "unknown",
): string[] {
  return candidate.constraints.flatMap((result, at) => {
    if (result?.standing !== standing) return [];
    const needed =
      result.casesNeeded === null
        ? ""
        : ` (about ${result.casesNeeded.toLocaleString("en")} cases would tell; ${result.n.toLocaleString("en")} now)`;
    return [`${constraints[at]?.text}: ${result.reason}${needed}`];
  });
}

function costs(selection: Selection, width: number): string {
  const lines = selection.costs.map(({ constraint, costs: what, without, asCheaper, difference }) => {
    if (what === "nothing") return `${constraint}: nothing`;
    if (what === "nobody") return `${constraint}: nobody could be chosen without it either`;
    const better = difference === null ? "" : `, ${differenceText(difference)}`;
    return `${constraint}: without it ${without.join(" or ")}${asCheaper ? " (the cheaper of equals)" : ""}${better}`;
  });
  return listed("what the constraints cost:", lines, width).join("\n");
}

function notes({ notes: said, runs, sharedCases }: Selection, width: number, colors: Colors): string {
  const many =
    runs.length > 1 ? [`runs: ${runs.map(({ runId }) => runId).join(", ")}; ${sharedCases} shared cases`] : [];
  return [
    ...said.flatMap((note) => wrapped(note, width).map(colors.yellow)),
    ...many.flatMap((line) => wrapped(line, width).map(colors.dim)),
  ].join("\n");
}
