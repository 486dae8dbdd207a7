import { codeOf, UserError } from "../../base/errors.ts";
import type { RunManifest } from "../../domain/run.ts";
import type { ViewerCase, ViewerColumns, ViewerTrial } from "../../domain/viewer.ts";
import { CaseStore, OutputStore, ScoreStore } from "../../log/output-store.ts";
import { outcomeOf } from "../../measure/outcomes.ts";
import type { Table } from "../../measure/table.ts";
import { trialColumns } from "../../measure/viewer/trial-columns.ts";
import type { ViewerParts } from "../../report/definition.ts";
import type { MeasuredRun } from "../measure-run.ts";
import { type ScannedRun, scanRun } from "./scan-run.ts";
import { type ShownCases, shownCases } from "./shown-cases.ts";
import { viewerCase } from "./viewer-case.ts";
import { viewerRun } from "./viewer-run.ts";

/** A run as the viewer has it. The texts stay on disk until their chunk is asked for. */
export interface ViewerRunData extends ViewerParts {
  /** Cases `index × chunkCases` and on, in the order of the columns; empty beyond the last. */
  chunk(index: number): Promise<readonly ViewerCase[]>;
}

export interface ViewerRunOptions {
  /** Trials to show: those that did not pass first, then a seeded sample of the others. Default: all. */
  readonly most?: number;
}

/** Of a chunk: what is read, inflated and parsed to open one case. */
const CHUNK_TRIALS = 200;

/**
 * Opens a run folder, of a run that goes on too: what the table knew is shown. `close` it in the end.
 * @throws UserError `run_changed` from a chunk, when the logs were written anew since
 */
export async function openViewerRun(
  folder: string,
  manifest: RunManifest,
  measured: MeasuredRun,
  { most = Number.POSITIVE_INFINITY }: ViewerRunOptions = {},
): Promise<ViewerRunData> {
  const { table } = measured;
  const shown = shownCases(table, most, manifest.seed);
  const texts = new RunTexts(folder, table, shown);
  const scanned = await texts.scan().catch(async (error: unknown) => {
    await texts.close();
    throw error;
  });
  const perCase = table.candidates.length * table.repeats;
  const chunkCases = Math.max(1, Math.floor(CHUNK_TRIALS / Math.max(1, perCase)));
  const chunkCount = Math.ceil(shown.cases.length / chunkCases);
  const chunk = (index: number) => texts.read(shown.cases.subarray(index * chunkCases, (index + 1) * chunkCases));
  return {
    run: viewerRun(folder, manifest, measured),
    columns: columnsOf(table, shown, scanned, chunkCases),
    chunkCount,
    chunk,
    async *chunks() {
      for (let index = 0; index < chunkCount; index++) yield await chunk(index);
    },
    close: () => texts.close(),
  };
}

function columnsOf(table: Table, shown: ShownCases, scanned: ScannedRun, chunkCases: number): ViewerColumns {
  const tagNames = [...new Set(scanned.tags.flat())].sort();
  const tagAt = new Map(tagNames.map((name, at) => [name, at]));
  return {
    ids: Array.from(shown.cases, (index) => table.cases.ids[index] ?? ""),
    inputs: scanned.inputs,
    expected: scanned.expected,
    tags: scanned.tags.map((names) => names.map((name) => tagAt.get(name) ?? 0)),
    tagNames,
    repeats: table.repeats,
    candidates: trialColumns(table, shown).map((column, at) => ({ ...column, answers: scanned.answers[at] ?? [] })),
    chunkCases,
    trials: { shown: shown.trials, of: table.trialCount },
  };
}

/** Cases with all their texts, read where the scan found them. */
class RunTexts {
  readonly #table: Table;
  readonly #shown: ShownCases;
  readonly #folder: string;
  #scanned: ScannedRun | null = null;
  readonly #cases: CaseStore;
  readonly #outputs: OutputStore;
  readonly #scores: ScoreStore;

  constructor(folder: string, table: Table, shown: ShownCases) {
    this.#folder = folder;
    this.#table = table;
    this.#shown = shown;
    this.#cases = new CaseStore(folder);
    this.#outputs = new OutputStore(folder);
    this.#scores = new ScoreStore(folder);
  }

  async scan(): Promise<ScannedRun> {
    // The very files that are scanned: `evals grade` puts another in the place of the scores.
    await Promise.all([this.#cases.hold(), this.#outputs.hold(), this.#scores.hold()]);
    this.#scanned = await scanRun(this.#folder, this.#table, this.#shown);
    return this.#scanned;
  }

  async read(indices: Uint32Array): Promise<readonly ViewerCase[]> {
    const slots = Array.from(indices, (index) => this.#slotsOf(index));
    const graders = this.#table.grades.length;
    const [caseRecords, outputRecords, scoreRecords] = await this.#records(indices, slots.flat()).catch(
      (error: unknown) => {
        throw codeOf(error) === undefined ? changed() : error;
      },
    );
    let at = 0;
    return slots.map((own, position) => {
      const record = caseRecords[position] ?? null;
      if (record === null) throw changed();
      const trials = own.map((slot): ViewerTrial => {
        const output = outputRecords[at] ?? null;
        const given = scoreRecords.slice(at * graders, (at + 1) * graders).filter((score) => score !== null);
        at += 1;
        const trial = this.#trialOf(slot);
        const id = `${record.id}/${trial.candidate}/${trial.repeat}`;
        if ((output !== null && output.trial !== id) || given.some((score) => score.trial !== id)) throw changed();
        return { ...trial, outcome: outcomeOf(this.#table, slot) ?? "missing", output, scores: given };
      });
      return viewerCase(record, trials);
    });
  }

  async close(): Promise<void> {
    await Promise.all([this.#cases.close(), this.#outputs.close(), this.#scores.close()]);
  }

  #records(indices: Uint32Array, slots: readonly number[]) {
    if (this.#scanned === null) throw new Error("it was not scanned");
    const { cases, outputs, scores } = this.#scanned;
    const graders = this.#table.grades.length;
    const gradesOf = (slot: number) => Array.from({ length: graders }, (_, at) => scores.get(slot * graders + at));
    return Promise.all([
      this.#cases.readAll(Array.from(indices, (index) => cases.get(index))),
      this.#outputs.readAll(slots.map((slot) => outputs.get(slot))),
      this.#scores.readAll(slots.flatMap(gradesOf)),
    ]);
  }

  #slotsOf(index: number): number[] {
    const { candidates, repeats } = this.#table;
    return candidates.flatMap((_, candidate) => {
      if (!this.#shown.has(index, candidate)) return [];
      const first = this.#table.slotOf(index, candidate);
      return Array.from({ length: repeats }, (__, repeat) => first + repeat);
    });
  }

  #trialOf(slot: number): { candidate: string; repeat: number } {
    const { candidates, repeats } = this.#table;
    return {
      candidate: candidates[Math.floor(slot / repeats) % candidates.length] ?? "",
      repeat: (slot % repeats) + 1,
    };
  }
}

function changed(): UserError {
  return new UserError("run_changed", "the run folder has changed since it was opened: load the run again");
}
