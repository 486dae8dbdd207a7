import type { Json } from "./json.ts";

/** What a grader says of an output. `score` is 0…1. */
export type Grade =
  | {
      readonly status: "scored";
      readonly score: number;
      /** null: the grader has no pass rule (a bare score without `min`). */
      readonly pass: boolean | null;
      readonly label: string | null;
      readonly reason: string | null;
    }
  | { readonly status: "ungraded"; readonly reason: string };

/** How a judge came to its verdict. Where several calls were made for one score, it speaks of all of them. */
export interface JudgeRecord {
  /** Ids of the models asked, joined by ", ". */
  readonly model: string;
  /** What it said; of several calls their replies, each after a line `[model]`. */
  readonly reply: string;
  /** Sums over the calls; null where one did not say. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** Every call was replayed. */
  readonly cached: boolean;
  /** Default 1. */
  readonly calls?: number;
  readonly cachedCalls?: number;
  /** What this run paid for it, USD, where some of the calls were replayed; null: unknown. Default: the score's cost. */
  readonly spentUsd?: number | null;
}

/** One line of `scores.jsonl`: a grade with the trial and the grader it belongs to. */
export type Score = Grade & {
  readonly trial: string;
  readonly fingerprint: string;
  readonly grader: string;
  /** What extraction left to grade; null: the whole text was graded. */
  readonly extracted: string | null;
  readonly severity: string | null;
  /** What judging cost, USD; null: no judge, or its price is unknown. */
  readonly costUsd: number | null;
  readonly judge: JudgeRecord | null;
  /** Parts of a composed grade (`all`, `any`, `weighted`, `json` fields). */
  readonly parts?: Json;
};

export type Outcome = "passed" | "failed" | "ungraded" | "errored";
