import type { RunManifest, StopDecision } from "../domain/run.ts";
import { peersOf } from "../grader/nested.ts";
import { writeManifest } from "../log/documents.ts";
import { countTrials } from "../measure/sequential/count-trials.ts";
import { type Decided, type Dropped, decidedAt, droppedAt } from "../measure/sequential/decide.ts";
import { type Extent, needed } from "../measure/sequential/extents.ts";
import { type CaseLook, planLooks, raceCheckpoints } from "../measure/sequential/looks.ts";
import { type Scope, sequentialScope } from "../measure/sequential/scope.ts";
import { Sequence } from "../measure/sequential/sequence.ts";
import type { Table } from "../measure/table.ts";
import { GATE_ALPHA } from "../stats/gate-result.ts";
import { CONFIDENCE } from "../stats/interval.ts";
import type { TrialResult } from "../trial/run-trial.ts";
import { type JudgedRun, judgeRun } from "./judge-run.ts";
import { isPriced } from "./measure-run.ts";
import { readTable } from "./read-table.ts";
import { keptBaseline, notOfItself } from "./run-baseline.ts";
import { nothingToDecide, stoppedText } from "./stop-early-notes.ts";

/** What the looks of a run need of it. */
export interface StopEarlyParts extends Omit<JudgedRun, "extents"> {
  readonly folder: string;
  readonly onNote: (text: string) => void;
}

/**
 * Watches the trials of a `--stop-early` run, judges at its looks, and says who need not go on. What it decides is a
 * function of the cases in run order alone, and is written into `run.json` at once: the verdict can be had again from
 * the folder.
 */
export class StopEarly {
  readonly #parts: StopEarlyParts;
  readonly #table: Table;
  readonly #scope: Scope;
  readonly #needed: ReadonlySet<string>;
  readonly #looks: readonly CaseLook[];
  readonly #race: ReadonlySet<number>;
  readonly #sequence: Sequence;
  readonly #decisions: StopDecision[];
  #writing: Promise<void> = Promise.resolve();

  /** @param parts with a table of what is done already, and with a manifest that has looks */
  constructor(parts: StopEarlyParts) {
    const { table, manifest } = parts;
    const { requirements, graders } = manifest.resolvedSuite;
    const record = manifest.stopEarly ?? { looks: 0, alpha: GATE_ALPHA, decisions: [] };
    this.#parts = parts;
    this.#table = table;
    this.#needed = needed(requirements, graders.flatMap(peersOf));
    this.#scope = sequentialScope(requirements, table.candidates, this.#needed);
    this.#looks = this.#scope.looks ? planLooks(table.caseCount, record) : [];
    this.#race = new Set(this.#scope.racers.length > 0 ? raceCheckpoints(table.caseCount) : []);
    // At the last case there is nothing left to save.
    const points = new Set(
      [...this.#looks.map(({ cases }) => cases), ...this.#race].filter((n) => n < table.caseCount),
    );
    const ascending = [...points].sort((a, b) => a - b);
    this.#sequence = new Sequence(table.candidates.length, table.caseCount, table.repeats, ascending);
    this.#decisions = [...record.decisions];
    for (const { candidate } of this.#decisions) this.#sequence.stop(table.candidates.indexOf(candidate));
  }

  /** Steps (cases × repeats) that may be begun now. */
  get reach(): number {
    return this.#sequence.reach;
  }

  /** As `run.json` has it. */
  get manifest(): RunManifest {
    const { manifest } = this.#parts;
    if (manifest.stopEarly === undefined) return manifest;
    return { ...manifest, stopEarly: { ...manifest.stopEarly, decisions: [...this.#decisions] } };
  }

  /** Whether no further trial of a candidate is to be done. */
  isStopped(candidateAt: number): boolean {
    return !this.#sequence.isActive(candidateAt);
  }

  /**
   * A trial has ended; null: it was done by an earlier start. Resolves when what it decides is on disk.
   * @throws when the run folder cannot be written
   */
  async ended(candidateAt: number, step: number, result: TrialResult | null): Promise<void> {
    if (result !== null) {
      this.#table.addOutput(result.output);
      for (const score of result.scores) this.#table.addScore(score);
    }
    this.#sequence.mark(candidateAt, step);
    const before = this.#decisions.length;
    for (let cases = this.#sequence.due(); cases !== null; cases = this.#sequence.due()) this.#judgeAt(cases);
    if (this.#decisions.length === before) return;
    for (const decision of this.#decisions.slice(before))
      this.#parts.onNote(`${decision.candidate} ${stoppedText(decision, this.#table, this.#looks.length)}`);
    this.#writing = this.#writing.then(() => writeManifest(this.#parts.folder, this.manifest));
    await this.#writing;
  }

  /** A trial was left without a result. */
  halt(): void {
    this.#sequence.halt();
  }

  #judgeAt(cases: number): void {
    const active = this.#sequence.active.map((index) => this.#table.candidates[index] ?? "");
    const look = this.#looks.find((one) => one.cases === cases);
    if (look !== undefined)
      for (const { candidate, why } of this.#decidedAt(look, active))
        this.#stop({ candidate, look: look.look, cases, why });
    if (this.#race.has(cases))
      for (const { candidate, leader } of this.#droppedAt(cases, active))
        this.#stop({ candidate, look: null, cases, why: `it cannot win any more: ${leader} passes more cases` });
    this.#sequence.pass();
  }

  #stop(decision: StopDecision): void {
    const at = this.#table.candidates.indexOf(decision.candidate);
    if (!this.#sequence.isActive(at)) return;
    this.#decisions.push(decision);
    this.#sequence.stop(at);
  }

  #decidedAt(look: CaseLook, active: readonly string[]): Decided[] {
    const extents = this.#table.candidates.map((candidate): Extent => {
      const decision = this.#decisions.find((one) => one.candidate === candidate);
      const own = decision === undefined ? look : this.#looks.find((one) => one.look === decision.look);
      return {
        cases: decision?.cases ?? look.cases,
        confidence: own?.confidence ?? CONFIDENCE,
        alpha: own?.nominalP ?? GATE_ALPHA,
        look: own ?? null,
        complete: true,
        stopped: true,
      };
    });
    const { requirements } = this.#parts.manifest.resolvedSuite;
    const results = judgeRun({ ...this.#parts, extents });
    return decidedAt({ requirements, results, active, needed: this.#needed, unfit: this.#unfit(look.cases) });
  }

  /** Those whose run would not be complete if it ended here. */
  #unfit(cases: number): ReadonlySet<string> {
    const { maxErrorRate, maxUngradedRate } = this.#parts.manifest.resolvedSuite.run;
    const counted = countTrials(this.#table, cases);
    return new Set(
      counted.flatMap(({ candidate, errored, ungraded, done }) =>
        errored > maxErrorRate * done || ungraded > maxUngradedRate * done ? [candidate] : [],
      ),
    );
  }

  #droppedAt(cases: number, active: readonly string[]): Dropped[] {
    const { racers } = this.#scope;
    const alpha = this.#parts.manifest.stopEarly?.alpha ?? GATE_ALPHA;
    return droppedAt(this.#table, racers, active, cases, alpha);
  }
}

/** null: the run has no looks, or there is nothing that they could decide: everything is run then, and that is said. */
export async function openStopEarly(
  folder: string,
  manifest: RunManifest,
  onNote: (text: string) => void,
): Promise<StopEarly | null> {
  if (manifest.stopEarly === undefined) return null;
  const { table } = await readTable(folder, manifest);
  const { requirements, graders } = manifest.resolvedSuite;
  const scope = sequentialScope(requirements, table.candidates, needed(requirements, graders.flatMap(peersOf)));
  const nothing = nothingToDecide(scope);
  if (nothing !== null) {
    onNote(nothing);
    return null;
  }
  const { baseline } = notOfItself(await keptBaseline(folder, manifest), manifest);
  const priced = (candidate: string) => isPriced(table, manifest, candidate);
  return new StopEarly({ folder, manifest, table, baseline, priced, onNote });
}
