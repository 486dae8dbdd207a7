import type { CandidateSummary, ClassSummary, LabelSummary, Summary } from "../domain/summary.ts";
import { candidateVerdict, shareCell } from "./cells.ts";

/** What the predicted column of answers that are no label is called. */
export const OTHER = "(other)";
const MOST_CANDIDATES = 4;

export type Classified = CandidateSummary & { readonly classes: ClassSummary };

/** All candidates with classes where they are few; else those that decide, or the first. */
export function classified(summary: Summary): readonly Classified[] {
  const all = summary.candidates.filter((one): one is Classified => one.classes !== undefined);
  if (all.length <= MOST_CANDIDATES) return all;
  const deciding = all.filter(({ id }) => candidateVerdict(summary, id)?.decides);
  const few = deciding.length > 0 && deciding.length <= MOST_CANDIDATES ? deciding : all.slice(0, 1);
  return few;
}

export interface Confusion {
  readonly expected: string;
  readonly predicted: string;
  readonly count: number;
}

/** What was most often taken for what. */
export function confusions({ labels, matrix }: ClassSummary, most: number): readonly Confusion[] {
  const wrong = matrix.flatMap((row, at) =>
    row.flatMap((count, column) =>
      column === at || count === 0 ? [] : [{ expected: labels[at] ?? "", predicted: labels[column] ?? OTHER, count }],
    ),
  );
  return wrong.sort((a, b) => b.count - a.count).slice(0, most);
}

/** The label with the lowest F1; null: none was measured. */
export function worstLabel({ perClass }: ClassSummary): LabelSummary | null {
  const measured = perClass.filter(({ f1, expected }) => f1.value !== null && expected > 0);
  return measured.sort((a, b) => (a.f1.value ?? 0) - (b.f1.value ?? 0))[0] ?? null;
}

/** Cases: whole ones, or parts of them with repeats. */
export function casesText(count: number): string {
  return Number.isInteger(count) ? count.toLocaleString("en") : count.toFixed(1);
}

/** `2 errored, 1 ungraded trials are in no cell`; null: all are. */
export function leftOutText({ leftOut }: ClassSummary): string | null {
  const parts = Object.entries(leftOut).filter(([, count]) => count > 0);
  return parts.length === 0
    ? null
    : `in no cell: ${parts.map(([word, count]) => `${count.toLocaleString("en")} ${word}`).join(", ")}`;
}

/** `12 of 200 cases disagree with themselves`; null without repeats. */
export function flakyText({ flaky, metrics }: CandidateSummary): string | null {
  if (flaky === undefined) return null;
  const { count, of } = flaky;
  const text = `flaky: ${count.toLocaleString("en")} of ${of.toLocaleString("en")} cases disagree with themselves`;
  return metrics.consistency?.value == null ? text : `${text}; consistency ${shareCell(metrics.consistency)}`;
}
