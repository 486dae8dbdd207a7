import type { Case } from "../domain/case.ts";
import type { Score } from "../domain/score.ts";
import { readCases, readOutputs, readScores } from "../log/read-log.ts";
import { OUTCOMES, outcomesOf } from "../measure/outcomes.ts";
import type { Table } from "../measure/table.ts";
import type { FailedExample } from "../report/definition.ts";

const MOST = 3;

/**
 * The first trials that failed, in run order, of different cases. The logs are in about the same order, so reading
 * stops early.
 */
export async function failedExamples(folder: string, table: Table): Promise<readonly FailedExample[]> {
  const wanted = chooseTrials(table);
  if (wanted.size === 0) return [];
  const cases = new Map<string, Case>();
  const ids = new Set([...wanted.values()].map(({ caseId }) => caseId));
  for await (const testCase of readCases(folder)) {
    if (ids.has(testCase.id)) cases.set(testCase.id, testCase);
    if (cases.size === ids.size) break;
  }
  const texts = new Map<string, string>();
  for await (const output of readOutputs(folder)) {
    if (wanted.has(output.trial) && output.status === "ok") texts.set(output.trial, output.answer.text);
    if (texts.size === wanted.size) break;
  }
  const reasons = new Map<string, Score>();
  for await (const score of readScores(folder)) {
    if (wanted.has(score.trial) && score.status === "scored" && score.pass === false) reasons.set(score.trial, score);
    if (reasons.size === wanted.size) break;
  }
  return [...wanted].flatMap(([trial, { caseId, candidate }]) => {
    const testCase = cases.get(caseId);
    if (testCase === undefined) return [];
    const { input, expected } = testCase;
    const asText = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
    const score = reasons.get(trial);
    const reason = score === undefined ? "" : `${score.grader}: ${score.reason ?? "failed"}`;
    return [
      {
        caseId,
        candidate,
        input: asText(input),
        expected: expected === undefined ? null : asText(expected),
        output: texts.get(trial) ?? "",
        reason,
      },
    ];
  });
}

function chooseTrials(table: Table): ReadonlyMap<string, { caseId: string; candidate: string }> {
  const outcomes = outcomesOf(table);
  const chosen = new Map<string, { caseId: string; candidate: string }>();
  for (let index = 0; index < table.caseCount && chosen.size < MOST; index++) {
    // Candidates take turns, so that one bad one does not fill the list.
    const order = table.candidates.map((_, at) => (at + chosen.size) % table.candidates.length);
    for (const at of order) {
      const first = table.slotOf(index, at);
      const repeat = Array.from({ length: table.repeats }, (_, r) => r).find(
        (r) => outcomes[first + r] === OUTCOMES.failed,
      );
      if (repeat === undefined) continue;
      const caseId = table.cases.ids[index] ?? "";
      const candidate = table.candidates[at] ?? "";
      chosen.set(`${caseId}/${candidate}/${repeat + 1}`, { caseId, candidate });
      break;
    }
  }
  return chosen;
}
