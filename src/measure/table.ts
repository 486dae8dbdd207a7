import { isNoResult } from "../base/is-no-result.ts";
import type { Output } from "../domain/output.ts";
import type { Score } from "../domain/score.ts";
import type { GraderSpec } from "../domain/suite.ts";
import { AnswerColumn } from "./answer-column.ts";
import { BleuColumn } from "./bleu-column.ts";
import { type CaseColumns, readCases } from "./case-columns.ts";
import type { CaseFacts } from "./case-facts.ts";
import { type GraderRoles, NO_ROLES } from "./grader-roles.ts";
import { Interner } from "./interner.ts";
import { type LabelReader, labelReader } from "./labels.ts";
import { lengthDifference } from "./length-difference.ts";
import { addOutputSpent, addScoreSpent, noSpending, type Spending } from "./spending.ts";
import { TrialIndex } from "./trial-index.ts";

export type GraderFacts = Pick<GraderSpec, "id" | "weight" | "advisory" | "when" | "severity">;

export interface TablePlan {
  /** In the suite's order. */
  readonly candidates: readonly string[];
  readonly repeats: number;
  /** In run order. */
  readonly cases: Iterable<CaseFacts> | AsyncIterable<CaseFacts>;
  readonly graders: readonly GraderFacts[];
  /** Default: none has one. */
  readonly roles?: GraderRoles;
  /** By candidate; default: none is known. */
  readonly contextLimits?: readonly ContextLimit[];
}

/** How many tokens fit into a candidate's context, and how many of them its answer may take; null: unknown, unbounded. */
export interface ContextLimit {
  readonly window: number | null;
  readonly maxTokens: number | null;
}

/** State of a trial: no line yet, an answer, an error. */
export const MISSING = 0;
export const ANSWERED = 1;
export const ERRORED = 2;

/** State of a grade: no line, fail, pass, a bare score, ungraded. */
export const NO_GRADE = 0;
export const FAIL = 1;
export const PASS = 2;
export const BARE_SCORE = 3;
export const UNGRADED = 4;

/** What the grader said, per trial. Columns that few runs need are made when first used. */
export interface GradeColumn {
  readonly facts: GraderFacts;
  readonly states: Uint8Array;
  readonly scores: Float64Array;
  reasons: Uint16Array | null;
  severities: Uint8Array | null;
}

/**
 * Everything that is measured of a run, columns of numbers by trial: about 40 bytes a trial and 9 more per grader,
 * 1 where expected values are classes and 4 with repeats.
 * The last line of a trial counts, and so does the last of a trial and a grader.
 */
export class Table {
  readonly candidates: readonly string[];
  readonly repeats: number;
  readonly cases: CaseColumns;
  readonly caseCount: number;
  readonly trialCount: number;
  readonly states: Uint8Array;
  readonly cached: Uint8Array;
  readonly errorKinds: Uint8Array;
  /** NaN: unknown. The same for `firstTokenMs` and `costUsd`. */
  readonly latencyMs: Float64Array;
  firstTokenMs: Float64Array | null = null;
  readonly costUsd: Float64Array;
  /** -1: unknown. */
  readonly inputTokens: Int32Array;
  readonly outputTokens: Int32Array;
  readonly contextLimits: readonly ContextLimit[];
  /** 1: the API refused the input as too long. null: it did so nowhere. */
  tooLong: Uint8Array | null = null;
  /** By case and candidate, whether inputs fit that no API counted (codes of `context_fit`); null: not estimated. */
  estimatedFit: Uint8Array | null = null;
  readonly grades: readonly GradeColumn[];
  readonly roles: GraderRoles;
  /** Where expected values are classes: the label that an answer states, as in `cases.labels`; 0: none of them. */
  readonly predicted: Uint8Array | null;
  /** null: every trial is done once. */
  readonly answers: AnswerColumn | null;
  /** By how much an answer is longer than the one it is compared with; made where the win rate is length-controlled. */
  readonly lengthDifferences: Float64Array | null;
  /** null: no grader asks for corpus BLEU. */
  readonly bleu: BleuColumn | null;
  readonly errorTexts = new Interner(256, "other");
  readonly reasonTexts = new Interner(2_000, "other reasons");
  readonly severityTexts: Interner;
  readonly spending: Spending;
  /** Lines of trials or graders that are not in the plan. */
  strays = 0;
  /** Grows with every line: what was derived from the columns before is stale. */
  version = 0;
  readonly #index: TrialIndex;
  readonly #graderSlots: ReadonlyMap<string, number>;
  readonly #readLabel: LabelReader;

  constructor(plan: Omit<TablePlan, "cases">, cases: CaseColumns, severityTexts: Interner) {
    this.candidates = plan.candidates;
    this.repeats = plan.repeats;
    this.cases = cases;
    this.caseCount = cases.ids.length;
    const n = this.caseCount * plan.candidates.length * plan.repeats;
    this.trialCount = n;
    this.states = new Uint8Array(n);
    this.cached = new Uint8Array(n);
    this.errorKinds = new Uint8Array(n);
    this.latencyMs = new Float64Array(n).fill(Number.NaN);
    this.costUsd = new Float64Array(n).fill(Number.NaN);
    this.inputTokens = new Int32Array(n).fill(-1);
    this.outputTokens = new Int32Array(n).fill(-1);
    this.roles = plan.roles ?? NO_ROLES;
    this.contextLimits = plan.contextLimits ?? [];
    this.predicted = cases.labels === null ? null : new Uint8Array(n);
    this.answers = plan.repeats > 1 ? new AnswerColumn(n) : null;
    this.lengthDifferences = this.roles.pairwise?.lengthControlled ? new Float64Array(n).fill(Number.NaN) : null;
    this.bleu = this.roles.corpusBleu === null ? null : new BleuColumn(n);
    this.#readLabel = cases.labels === null ? () => 0 : labelReader(cases.labels);
    this.severityTexts = severityTexts;
    this.spending = noSpending(plan.candidates.length);
    this.grades = plan.graders.map((facts) => ({
      facts,
      states: new Uint8Array(n),
      scores: new Float64Array(n),
      reasons: null,
      severities: null,
    }));
    this.#graderSlots = new Map(plan.graders.map(({ id }, slot) => [id, slot]));
    const suffixes = plan.candidates.flatMap((candidate) =>
      Array.from({ length: plan.repeats }, (_, i) => `/${candidate}/${i + 1}`),
    );
    this.#index = new TrialIndex(cases.ids, suffixes);
  }

  /** First slot of a case's trials by a candidate; the repeats follow it. */
  slotOf(caseIndex: number, candidate: number): number {
    return (caseIndex * this.candidates.length + candidate) * this.repeats;
  }

  /** Slot of a trial by its id; -1: it was not planned. */
  slotOfTrial(trial: string): number {
    return this.#index.slotOf(trial);
  }

  /** @returns false for a trial that was not planned: it is counted in `strays` and in nothing else */
  addOutput(output: Output): boolean {
    const slot = this.#index.slotOf(output.trial);
    if (slot < 0) return this.#stray();
    this.version += 1;
    const candidate = Math.floor(slot / this.repeats) % this.candidates.length;
    addOutputSpent(this.spending, candidate, output);
    // The line is there for what was spent; the trial itself is still to be done.
    if (output.status === "error" && isNoResult(output.error)) return true;
    const answered = output.status === "ok";
    this.states[slot] = answered ? ANSWERED : ERRORED;
    this.cached[slot] = output.cached ? 1 : 0;
    this.errorKinds[slot] = answered ? 0 : this.errorTexts.code(output.error.kind);
    this.latencyMs[slot] = answered ? (output.latencyMs ?? Number.NaN) : Number.NaN;
    this.costUsd[slot] = output.costUsd ?? Number.NaN;
    this.inputTokens[slot] = output.usage.inputTokens ?? -1;
    this.outputTokens[slot] = output.usage.outputTokens ?? -1;
    const tooLong = answered && output.answer.finishReason === "context_length";
    if (tooLong) this.tooLong ??= new Uint8Array(this.trialCount);
    if (this.tooLong !== null) this.tooLong[slot] = tooLong ? 1 : 0;
    const text = answered ? output.answer.text : "";
    if (this.predicted !== null) this.predicted[slot] = this.roles.label?.wholeText ? this.#readLabel(text) : 0;
    this.answers?.set(slot, text);
    const firstTokenMs = answered ? output.firstTokenMs : null;
    if (firstTokenMs !== null) this.firstTokenMs ??= new Float64Array(this.trialCount).fill(Number.NaN);
    if (this.firstTokenMs !== null) this.firstTokenMs[slot] = firstTokenMs ?? Number.NaN;
    return true;
  }

  /** @returns false for a trial or a grader that was not planned */
  addScore(score: Score): boolean {
    const slot = this.#index.slotOf(score.trial);
    const column = this.grades[this.#graderSlots.get(score.grader) ?? -1];
    if (slot < 0 || column === undefined) return this.#stray();
    this.version += 1;
    addScoreSpent(this.spending, score);
    const usable = score.status === "scored" && Number.isFinite(score.score);
    column.states[slot] = usable ? stateOf(score.pass) : UNGRADED;
    column.scores[slot] = usable ? score.score : Number.NaN;
    // A NaN would poison every mean: a score that is no number is a grade that is none.
    const reason = usable ? null : score.status === "ungraded" ? score.reason : "the score is not a number";
    if (reason !== null) column.reasons ??= new Uint16Array(this.trialCount);
    if (column.reasons !== null) column.reasons[slot] = this.reasonTexts.code(reason);
    const stated = score.extracted ?? null;
    if (stated !== null && this.predicted !== null && score.grader === this.roles.label?.grader)
      this.predicted[slot] = this.#readLabel(stated);
    if (stated !== null && score.grader === this.roles.answer) this.answers?.set(slot, stated);
    if (this.lengthDifferences !== null && score.grader === this.roles.pairwise?.grader)
      this.lengthDifferences[slot] = lengthDifference(score.parts);
    if (score.grader === this.roles.corpusBleu) this.bleu?.set(slot, score.parts);
    if (score.severity !== null) column.severities ??= new Uint8Array(this.trialCount);
    if (column.severities !== null) column.severities[slot] = this.severityTexts.code(score.severity);
    return true;
  }

  #stray(): false {
    this.strays += 1;
    return false;
  }
}

function stateOf(pass: boolean | null): number {
  if (pass === null) return BARE_SCORE;
  return pass ? PASS : FAIL;
}

/** Reads the cases and makes an empty table for their trials. */
export async function createTable(plan: TablePlan): Promise<Table> {
  const severityTexts = new Interner(256, "other");
  for (const { severity } of plan.graders) severityTexts.code(severity);
  return new Table(plan, await readCases(plan.cases, severityTexts, plan.roles?.label ?? null), severityTexts);
}
