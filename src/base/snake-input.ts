import type { CaseInput } from "../domain/case.ts";
import type { Json } from "../domain/json.ts";
import type { Message } from "../domain/message.ts";
import { toSnakeKeys } from "./keys.ts";

// A tool call's arguments are the user's own data.
const MESSAGE_RULES = { opaque: new Set(["arguments"]), maps: new Set<string>() };

/** Messages as a user's program sees them. */
export function snakeMessages(messages: readonly Message[]): Json {
  return toSnakeKeys(messages, MESSAGE_RULES);
}

/** A case's input as a user's program sees it: messages in snake_case, everything else as it is. */
export function snakeInput(input: CaseInput): Json {
  return Array.isArray(input) ? snakeMessages(input as readonly Message[]) : (input as Json);
}
