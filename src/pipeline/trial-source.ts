import { isNoResult } from "../base/is-no-result.ts";
import type { RunManifest } from "../domain/run.ts";
import { OutputStore, type Place, ScoreStore } from "../log/output-store.ts";
import { readOutputsAt, readScoresAt } from "../log/read-log.ts";
import { chooseGroups } from "../measure/choose-groups.ts";
import { trialScore } from "../measure/metrics/quality.ts";
import { outcomeOf, ungradedReason } from "../measure/outcomes.ts";
import { BARE_SCORE, FAIL, PASS, type Table } from "../measure/table.ts";
import type { TrialGroup, TrialRow, TrialSource } from "../report/definition.ts";

const LONGEST_REASON = 2_000;

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
        for (const group of groups) yield await groupOf(table, group, texts);
      } finally {
        await Promise.all([errors.close(), failures.close()]);
      }
    },
  };
}

/** By slot, where the line is that says why: the error of an errored trial, the score that failed a failed one. */
class Places {
  readonly #offsets: Float64Array;
  readonly #bytes: Uint32Array;

  constructor(count: number) {
    this.#offsets = new Float64Array(count);
    this.#bytes = new Uint32Array(count);
  }

  set(slot: number, { offset, bytes }: Place): void {
    this.#offsets[slot] = offset;
    this.#bytes[slot] = bytes;
  }

  get(slot: number): Place | null {
    const bytes = this.#bytes[slot] ?? 0;
    return bytes === 0 ? null : { offset: this.#offsets[slot] ?? 0, bytes };
  }
}

async function findPlaces(folder: string, table: Table): Promise<Places> {
  const places = new Places(table.trialCount);
  for await (const { record, place } of readOutputsAt(folder)) {
    if (record.status !== "error" || isNoResult(record.error)) continue;
    const slot = table.slotOfTrial(record.trial);
    if (slot >= 0 && outcomeOf(table, slot) === "errored") places.set(slot, place);
  }
  for await (const { record, place } of readScoresAt(folder)) {
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

async function groupOf(table: Table, group: number, texts: Texts): Promise<TrialGroup> {
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
      reason: await reasonOf(table, slot, outcome, texts),
    });
  }
  return rows;
}

async function reasonOf(
  table: Table,
  slot: number,
  outcome: TrialRow["outcome"],
  { places, errors, failures }: Texts,
): Promise<string | null> {
  if (outcome === "ungraded") return cut(ungradedReason(table, slot));
  const place = places.get(slot);
  if (place === null) return null;
  if (outcome === "errored") {
    const output = await errors.read(place);
    return output.status === "error" ? cut(`${output.error.kind}: ${output.error.message}`) : null;
  }
  const { grader, reason } = await failures.read(place);
  return cut(`${grader}: ${reason ?? "failed"}`);
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
