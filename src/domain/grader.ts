import type { Case } from "./case.ts";
import type { Json } from "./json.ts";
import type { Message, OutputSchema } from "./message.ts";
import type { Answer, Reply, Usage } from "./output.ts";
import type { Grade, JudgeRecord } from "./score.ts";

/** What a grader may look at beside the text it grades. */
export interface GradeContext extends Asking {
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
}

/** What a grader may ask of models, and of the run. */
export interface Asking {
  /** Asks a judge model; it goes through the same limits, retries, cache and budget as everything. Never rejects. */
  ask(model: string, messages: readonly Message[], options?: AskOptions): Promise<Reply>;
  /** One vector a text, in `answer.embeddings`; the same way and the same promise as `ask`. */
  embed(model: string, texts: readonly string[]): Promise<Reply>;
  /** What the API behind a model that is asked can do. */
  abilitiesOf(model: string): ModelAbilities;
  /** What another candidate answered to the same case and repeat: waits until it has answered. Never rejects. */
  answerOf(candidate: string): Promise<PeerAnswer>;
}

export type PeerAnswer =
  | { readonly status: "ok"; readonly answer: Answer }
  /** Errored, not in this run, or (`stopped`) not to come any more. */
  | { readonly status: "none"; readonly reason: string; readonly stopped?: boolean };

export interface AskOptions {
  readonly outputSchema?: OutputSchema;
  /** To ask the same again and get another reply: part of the fingerprint. From 1, which is the default. */
  readonly repeat?: number;
  /** How many alternatives of each token to give with their probabilities, where the API can: `answer.logprobs`. */
  readonly logprobs?: number;
}

/** What an API can do beside chat. */
export interface ModelAbilities {
  /** Replies follow `outputSchema`. */
  readonly structuredOutput: boolean;
  readonly logprobs: boolean;
  readonly embeddings: boolean;
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
