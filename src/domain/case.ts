import type { Json, JsonObject } from "./json.ts";
import type { Message } from "./message.ts";

/** Text, chat messages, or an object of variables. */
export type CaseInput = string | readonly Message[] | JsonObject;

/** One line of a dataset. */
export interface Case {
  readonly id: string;
  /** SHA-256 (hex) of everything but the id. */
  readonly digest: string;
  readonly input: CaseInput;
  /** `undefined` when the dataset states none: graders that need it answer *ungraded*. */
  readonly expected: Json | undefined;
  readonly tags: readonly string[];
  /** Cases of one cluster (document, conversation, user) are not independent. */
  readonly cluster: string | null;
  /** Relative weight in accuracy, above 0; null counts as 1. */
  readonly weight: number | null;
  readonly severity: string | null;
  readonly metadata: JsonObject;
  /** Every other key of the line: template variables. */
  readonly vars: JsonObject;
}
