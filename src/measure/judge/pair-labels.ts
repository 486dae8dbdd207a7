import type { HumanLabel, JudgedOutput } from "../../domain/calibration.ts";
import type { LabelScale } from "./label-scale.ts";

/** An output with what the judge and what people say of it, as numbers of the scale. */
export interface LabelledOutput {
  readonly output: JudgedOutput;
  readonly judge: number;
  /** One a person. */
  readonly people: readonly number[];
  /** Their answer as one: the most frequent category, for scores the mean; null: they are split. */
  readonly person: number | null;
}

export interface PairedLabels {
  readonly items: readonly LabelledOutput[];
  readonly unmatched: readonly string[];
}

export function pairLabels(
  labels: readonly HumanLabel[],
  outputs: readonly JudgedOutput[],
  scale: LabelScale,
): PairedLabels {
  const keyOf = ({ caseId, candidate, repeat }: { caseId: string; candidate: string; repeat: number }) =>
    JSON.stringify([caseId, candidate, repeat]);
  const known = new Map(outputs.map((output) => [keyOf(output), output]));
  const grouped = new Map<string, HumanLabel[]>();
  for (const label of labels) grouped.set(keyOf(label), [...(grouped.get(keyOf(label)) ?? []), label]);
  const items: LabelledOutput[] = [];
  const unmatched: string[] = [];
  for (const [key, own] of grouped) {
    const output = known.get(key);
    const { caseId = "", candidate = "", repeat = 1 } = own[0] ?? {};
    const name = `${caseId}/${candidate}/${repeat}`;
    const judge = output?.verdict == null ? null : scale.ofJudge(output.verdict);
    const people = own.map(({ value }) => scale.ofPerson(value)).filter((value) => value !== null);
    if (output === undefined) unmatched.push(`${name}: the run has no such output`);
    else if (output.verdict === null) unmatched.push(`${name}: the judge gave no verdict`);
    else if (judge === null) unmatched.push(`${name}: the judge's verdict has no ${scale.kind}`);
    else items.push({ output, judge, people, person: consensus(people, scale) });
  }
  return { items, unmatched };
}

/** Never by the order of the list: people who are evenly split have no answer. */
function consensus(people: readonly number[], scale: LabelScale): number | null {
  if (people.length === 0) return null;
  if (scale.kind === "score") return people.reduce((a, b) => a + b, 0) / people.length;
  const counts = new Map<number, number>();
  for (const value of people) counts.set(value, (counts.get(value) ?? 0) + 1);
  const most = Math.max(...counts.values());
  const winners = [...counts].filter(([, count]) => count === most);
  return winners.length === 1 ? (winners[0]?.[0] ?? null) : null;
}
