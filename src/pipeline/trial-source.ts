import { isNoResult } from "../base/is-no-result.ts";
import type { RunManifest } from "../domain/run.ts";
import { OutputStore, ScoreStore } from "../log/output-store.ts";
import { readOutputBlocks, readScoreBlocks } from "../log/read-log.ts";
import { chooseGroups } from "../measure/choose-groups.ts";
import { trialScore } from "../measure/metrics/quality.ts";
import { outcomeOf, ungradedReason } from "../measure/outcomes.ts";
import { BARE_SCORE, FAIL, PASS, type Table } from "../measure/table.ts";
import type { TrialGroup, TrialRow, TrialSource } from "../report/definition.ts";
import { Places } from "./places.ts";

const LONGEST_REASON = 2_000;
/** Groups whose reasons are read together. */
const READ_AT_ONCE = 512;

/**
 * The trials of a run folder for reports that list them. Figures come from the table; reasons and error messages stay
 * on disk until their row is made, so that a run of a million trials takes a few bytes a trial more.
 */
export function trialSource(folder: string, manifest: RunManifest, tableOf: () => Promise<Table>): TrialSource {
  return {
    count: manifest.plannedTrials,
    async *read(most = Number.POSITIVE_INFINITY) {
      const table = await tableOf();
      const groups = chooseGroups(table, most, manifest.seed);
      const errors = new OutputStore(folder);
      const failures = new ScoreStore(folder);
      try {
        const texts: Texts = { places: await findPlaces(folder, table), errors, failures };
        for (let from = 0; from < groups.length; from += READ_AT_ONCE) {
          const some = groups.slice(from, from + READ_AT_ONCE);
          const reasons = await readReasons(table, some, texts);
          for (const group of some) yield groupOf(table, group, reasons);
        }
      } finally {
        await Promise.all([errors.close(), failures.close()]);
      }
    },
  };
}

/** By slot, where the line is that says why: the error of an errored trial, the score that failed a failed one. */
async function findPlaces(folder: string, table: Table): Promise<Places> {
  const places = new Places(table.trialCount);
  for await (const block of readOutputBlocks(folder))
    for (const { record, place } of block) {
      if (record.status !== "error" || isNoResult(record.error)) continue;
      const slot = table.slotOfTrial(record.trial);
      if (slot >= 0 && outcomeOf(table, slot) === "errored") places.set(slot, place);
    }
  for await (const block of readScoreBlocks(folder))
    for (const { record, place } of block) {
      const slot = table.slotOfTrial(record.trial);
      if (slot >= 0 && outcomeOf(table, slot) === "failed" && record.grader === failingGrader(table, slot))
        places.set(slot, place);
    }
  return places;
}

function failingGrader(table: Table, slot: number): string | null {
  return table.grades.find(({ facts, states }) => !facts.advisory && states[slot] === FAIL)?.facts.id ?? null;
}

interface Texts {
  readonly places: Places;
  readonly errors: OutputStore;
  readonly failures: ScoreStore;
}

function groupOf(table: Table, group: number, reasons: ReadonlyMap<number, string>): TrialGroup {
  const rows: TrialRow[] = [];
  for (let repeat = 0; repeat < table.repeats; repeat++) {
    const slot = group * table.repeats + repeat;
    const outcome = outcomeOf(table, slot) ?? "missing";
    rows.push({
      caseId: table.cases.ids[Math.floor(group / table.candidates.length)] ?? "",
      candidate: table.candidates[group % table.candidates.length] ?? "",
      repeat: repeat + 1,
      outcome,
      score: known(trialScore(table, slot)),
      grades: table.grades.map((column) => {
        const state = column.states[slot];
        const scored = state === PASS || state === FAIL || state === BARE_SCORE;
        return {
          grader: column.facts.id,
          pass: state === PASS ? true : state === FAIL ? false : null,
          score: scored ? known(column.scores[slot]) : null,
        };
      }),
      latencyMs: known(table.latencyMs[slot]),
      costUsd: known(table.costUsd[slot]),
      inputTokens: count(table.inputTokens[slot]),
      outputTokens: count(table.outputTokens[slot]),
      cached: table.cached[slot] === 1,
      errorKind: outcome === "errored" ? table.errorTexts.text(table.errorKinds[slot] ?? 0) : null,
      reason: outcome === "ungraded" ? cut(ungradedReason(table, slot)) : (reasons.get(slot) ?? null),
    });
  }
  return rows;
}

/** By slot, what the logs say of the trials of some groups that errored or failed. */
async function readReasons(
  table: Table,
  groups: Iterable<number>,
  { places, errors, failures }: Texts,
): Promise<ReadonlyMap<number, string>> {
  const slots: Record<"errored" | "failed", number[]> = { errored: [], failed: [] };
  for (const group of groups)
    for (let slot = group * table.repeats; slot < (group + 1) * table.repeats; slot++) {
      const outcome = outcomeOf(table, slot);
      if (outcome === "errored" || outcome === "failed") slots[outcome].push(slot);
    }
  const outputs = await errors.readAll(slots.errored.map((slot) => places.get(slot)));
  const scores = await failures.readAll(slots.failed.map((slot) => places.get(slot)));
  const reasons = new Map<number, string>();
  for (const [at, slot] of slots.errored.entries()) {
    const output = outputs[at];
    if (output?.status === "error") reasons.set(slot, cut(`${output.error.kind}: ${output.error.message}`));
  }
  for (const [at, slot] of slots.failed.entries()) {
    const score = scores[at];
    if (score != null) reasons.set(slot, cut(`${score.grader}: ${score.reason ?? "failed"}`));
  }
  return reasons;
}

function cut(text: string): string {
  return text.length <= LONGEST_REASON ? text : `${text.slice(0, LONGEST_REASON - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

function count(value: number | undefined): number | null {
  return value === undefined || value < 0 ? null : value;
}
