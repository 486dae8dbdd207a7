import type { JsonObject } from "./json.ts";

export type ContentPart =
  | { readonly type: "text"; readonly text: string }
  /** An image by reference; the API fetches it. */
  | { readonly type: "image"; readonly url: string }
  /** An image read from disk: base64, with the digest of its bytes. */
  | { readonly type: "image"; readonly mediaType: string; readonly data: string };

export type Role = "system" | "user" | "assistant" | "tool";

export interface Message {
  readonly role: Role;
  readonly content: string | readonly ContentPart[];
  /** Calls that an assistant message made (multi-turn inputs). */
  readonly toolCalls?: readonly ToolCall[];
  /** On a `tool` message: the call that it answers. */
  readonly toolCallId?: string;
  readonly name?: string;
}

export interface ToolCall {
  readonly id: string | null;
  readonly name: string;
  /** Parsed arguments; a string when the model wrote no valid JSON (finish reason `malformed_tool_call`). */
  readonly arguments: JsonObject | string;
}

/** A tool as a suite states it; adapters turn it into each API's own form. */
export interface ToolDefinition {
  readonly name: string;
  readonly description?: string;
  /** JSON Schema of the arguments. */
  readonly parameters: JsonObject;
  readonly strict?: boolean;
}

/** `auto`, `none`, `required`, or the one tool that must be called. */
export type ToolChoice = "auto" | "none" | "required" | { readonly name: string };

/** The shape an answer must have: JSON Schema, sent as structured output where the API has it. */
export interface OutputSchema {
  readonly name: string;
  readonly schema: JsonObject;
  readonly strict: boolean;
}
