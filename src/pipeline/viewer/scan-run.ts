import { isNoResult } from "../../base/is-no-result.ts";
import { readCaseBlocks, readOutputBlocks, readScoreBlocks } from "../../log/read-log.ts";
import { ANSWERED, MISSING, NO_GRADE, type Table } from "../../measure/table.ts";
import { Places } from "../places.ts";
import { answerPreview, expectedPreview, inputPreview } from "./one-line-previews.ts";
import type { ShownCases } from "./shown-cases.ts";

/** Where the texts of a run stand, and what of them is shown in lists. */
export interface ScannedRun {
  /** By case of the run. */
  readonly cases: Places;
  /** By slot. */
  readonly outputs: Places;
  /** By slot and grader: `slot × graders + grader`. */
  readonly scores: Places;
  /** By row: the cases that are shown, in run order. */
  readonly inputs: readonly string[];
  readonly expected: readonly (string | null)[];
  readonly tags: readonly (readonly string[])[];
  /** By candidate, then by row. */
  readonly answers: readonly (readonly string[])[];
}

/** Reads a run's logs once, as far as the table knows them: a run that goes on may have more by now. */
export async function scanRun(folder: string, table: Table, shown: ShownCases): Promise<ScannedRun> {
  return {
    ...(await scanCases(folder, table, shown)),
    ...(await scanOutputs(folder, table, shown)),
    scores: await scanScores(folder, table, shown),
  };
}

const NO_TAGS: readonly string[] = [];

async function scanCases(folder: string, table: Table, shown: ShownCases) {
  const cases = new Places(table.caseCount);
  const inputs: string[] = [];
  const expected: (string | null)[] = [];
  const tags: (readonly string[])[] = [];
  let [index, row] = [0, 0];
  for await (const block of readCaseBlocks(folder, () => shown.rowOf(index++) >= 0))
    for (const { record, place } of block) {
      cases.set(shown.cases[row++] ?? 0, place);
      inputs.push(inputPreview(record));
      expected.push(expectedPreview(record));
      tags.push(record.tags.length === 0 ? NO_TAGS : record.tags);
    }
  return { cases, inputs, expected, tags };
}

async function scanOutputs(folder: string, table: Table, shown: ShownCases) {
  const outputs = new Places(table.trialCount);
  const answers = table.candidates.map(() => new Array<string>(shown.cases.length).fill(""));
  for await (const block of readOutputBlocks(folder, wantedTrials(table, shown)))
    for (const { record, place } of block) {
      if (record.status === "error" && isNoResult(record.error)) continue;
      const slot = table.slotOfTrial(record.trial);
      if (slot < 0 || table.states[slot] === MISSING || !isShown(table, shown, slot)) continue;
      outputs.set(slot, place);
      const { row, candidate, repeat } = partsOf(table, shown, slot);
      const column = answers[candidate];
      if (repeat === 0 && column !== undefined) column[row] = answerPreview(record);
    }
  return { outputs, answers };
}

async function scanScores(folder: string, table: Table, shown: ShownCases): Promise<Places> {
  const scores = new Places(table.trialCount * table.grades.length);
  const graders = new Map(table.grades.map(({ facts }, at) => [facts.id, at]));
  for await (const block of readScoreBlocks(folder, wantedTrials(table, shown)))
    for (const { record, place } of block) {
      const slot = table.slotOfTrial(record.trial);
      const grader = graders.get(record.grader);
      if (slot < 0 || grader === undefined || !isShown(table, shown, slot)) continue;
      // What was said of an answer that an error has replaced since says nothing of the trial.
      if (table.states[slot] !== ANSWERED || table.grades[grader]?.states[slot] === NO_GRADE) continue;
      scores.set(slot * table.grades.length + grader, place);
    }
  return scores;
}

/** Where all are shown, nothing is gained by asking before a line is parsed. */
function wantedTrials(table: Table, shown: ShownCases): ((id: string | null) => boolean) | undefined {
  if (shown.trials === table.trialCount) return undefined;
  return (id) => {
    const slot = id === null ? -1 : table.slotOfTrial(id);
    return id === null || (slot >= 0 && isShown(table, shown, slot));
  };
}

function partsOf(table: Table, shown: ShownCases, slot: number) {
  const group = Math.floor(slot / table.repeats);
  const caseIndex = Math.floor(group / table.candidates.length);
  return {
    caseIndex,
    row: shown.rowOf(caseIndex),
    candidate: group % table.candidates.length,
    repeat: slot % table.repeats,
  };
}

function isShown(table: Table, shown: ShownCases, slot: number): boolean {
  const { caseIndex, candidate } = partsOf(table, shown, slot);
  return shown.has(caseIndex, candidate);
}
