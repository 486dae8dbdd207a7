import type { Json, JsonObject } from "../../domain/json.ts";
import { inputsOf } from "./embeddings.ts";
import type { FakeApi } from "./types.ts";

const PATHS: Readonly<Record<string, FakeApi>> = {
  "/v1/chat/completions": "chat",
  "/v1/responses": "responses",
  "/v1/messages": "messages",
  "/v1/embeddings": "embeddings",
};

/** The API that a path speaks; undefined: none. The query string does not count. */
export function apiOf(url: string): FakeApi | undefined {
  return PATHS[url.split("?", 1)[0] ?? ""];
}

/** Text of the last user message, its text parts joined by newlines; empty when there is none. */
export function lastUserText(api: FakeApi, body: JsonObject): string {
  if (api === "embeddings") return inputsOf(body).join("\n");
  const input = api === "responses" ? body.input : body.messages;
  if (typeof input === "string") return input;
  if (!Array.isArray(input)) return "";
  for (let at = input.length - 1; at >= 0; at--) {
    const message = input[at];
    if (isObject(message) && message.role === "user") return textOf(message.content);
  }
  return "";
}

/** Characters of all text that the request carries: what its input tokens are counted from. */
export function inputLength(api: FakeApi, body: JsonObject): number {
  if (api === "embeddings") return inputsOf(body).join("").length;
  const input = api === "responses" ? body.input : body.messages;
  let length = textOf(body.system).length + textOf(body.instructions).length;
  if (typeof input === "string") return length + input.length;
  for (const message of Array.isArray(input) ? input : []) {
    if (isObject(message)) length += textOf(message.content).length;
  }
  return length;
}

function textOf(content: Json | undefined): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.flatMap((part) => (isObject(part) && typeof part.text === "string" ? [part.text] : [])).join("\n");
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
