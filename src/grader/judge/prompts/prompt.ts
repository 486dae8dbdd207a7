import type { Message } from "../../../domain/message.ts";
import { MATERIAL_VERSION } from "./material.ts";

/** How a judge is to give its verdict: as JSON by a schema, or as strict lines at the end of its reply. */
export type ReplyForm = "structured" | "line";

/** The words that ask a judge one thing. Same question, same messages. */
export interface Prompt<Q> {
  /** To be raised with every change of its words: old verdicts are then asked for again. */
  readonly version: number;
  readonly messages: (question: Q, form: ReplyForm) => readonly Message[];
}

/** The version of a grader that asks by these prompts: it grows whenever one of theirs does. */
export function promptsVersion(...prompts: readonly { readonly version: number }[]): number {
  return prompts.reduce((sum, { version }) => sum + version, MATERIAL_VERSION);
}
