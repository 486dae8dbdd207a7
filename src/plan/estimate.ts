import type { Message } from "../domain/message.ts";
import type { ModelRequest } from "../domain/request.ts";

/** What a candidate's trials would take. Tokens are estimates of a tokenizer; null: unknown. */
export interface CandidateEstimate {
  readonly candidate: string;
  readonly calls: number;
  readonly inputTokens: number | null;
  /** The most that may be written: `max_tokens` a call; null: the suite sets none. */
  readonly maxOutputTokens: number | null;
  /** USD for the input alone and with `max_tokens` fully used; null: the price is unknown or no bound is set. */
  readonly inputUsd: number | null;
  readonly maxUsd: number | null;
}

/** Framing that chat APIs add, tokens a message: an estimate too. */
const TOKENS_PER_MESSAGE = 4;

export function countMessageTokens(messages: readonly Message[], countTokens: (text: string) => number): number {
  return messages.reduce((sum, message) => {
    const texts =
      typeof message.content === "string"
        ? [message.content]
        : message.content.map((part) => (part.type === "text" ? part.text : ""));
    return sum + TOKENS_PER_MESSAGE + texts.reduce((tokens, text) => tokens + countTokens(text), 0);
  }, 0);
}

/** `max_tokens` under whichever of its names a suite uses, the largest where there are several; null: none. */
export function maxTokensOf({ params }: Pick<ModelRequest, "params">): number | null {
  const stated = [params.max_tokens, params.max_completion_tokens, params.max_output_tokens].filter(
    (value) => typeof value === "number",
  );
  return stated.length === 0 ? null : Math.max(...stated);
}
