import type { Case } from "./case.ts";
import type { Json } from "./json.ts";
import type { Message, OutputSchema } from "./message.ts";
import type { Answer, Reply, Usage } from "./output.ts";
import type { Grade, JudgeRecord } from "./score.ts";

/** What a grader may look at beside the text it grades. */
export interface GradeContext {
  readonly case: Case;
  /** The grader's `expected` template rendered, else the case's; undefined when there is none. */
  readonly expected: Json | undefined;
  readonly candidate: string;
  readonly repeat: number;
  readonly answer: Answer;
  readonly usage: Usage;
  readonly latencyMs: number | null;
  readonly costUsd: number | null;
  readonly signal: AbortSignal;
  /** Asks a judge model; it goes through the same limits, retries, cache and budget as everything. Never rejects. */
  ask(model: string, messages: readonly Message[], options?: AskOptions): Promise<Reply>;
}

export interface AskOptions {
  readonly outputSchema?: OutputSchema;
  readonly repeat?: number;
}

/** A grade with what a judge cost, where one was asked. */
export type Graded = Grade & { readonly costUsd?: number | null; readonly judge?: JudgeRecord; readonly parts?: Json };

/**
 * Turns a text into a grade. Total: any text, any expected value. What it cannot judge is *ungraded* with a reason,
 * never 0. One that throws is *ungraded* with its message.
 */
export interface Grader {
  grade(text: string, context: GradeContext): Graded | Promise<Graded>;
}
