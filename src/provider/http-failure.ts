import { STATUS_CODES } from "node:http";
import { codeOf, messageOf } from "../base/errors.ts";
import type { JsonObject } from "../domain/json.ts";
import type { HeaderReader } from "./retry-after.ts";
import { objectOf, objectsOf, textOf } from "./wire-value.ts";

// Neither message may say "timed out" or "timeout": the SDKs look for the words and would drop what we carry.

/** An answer with a status that is no success. */
export class HttpFailure extends Error {
  readonly status: number;
  readonly headers: HeaderReader;
  readonly body: string;
  /** The body, where it is a JSON object. */
  readonly json: JsonObject | null;

  constructor(status: number, headers: HeaderReader, body: string) {
    super(`HTTP ${status}`);
    this.name = "HttpFailure";
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.json = parseObject(body);
  }
}

/** No answer at all: refused, reset, unresolved, not trusted. */
export class NetworkFailure extends Error {
  readonly code: string | undefined;
  /** What the socket said. */
  readonly detail: string;
  readonly host: string;

  constructor(thrown: unknown, host: string) {
    super("no answer");
    this.name = "NetworkFailure";
    const origin = originOf(thrown);
    this.code = codeOf(origin);
    this.detail = messageOf(origin) || this.code || "unknown";
    this.host = host;
  }
}

/** A 200 that is no answer: not parseable, cut short, without any content. */
export class BadReply extends Error {
  /** The reply, where there was one: its usage was paid for. */
  readonly reply: JsonObject | null;

  constructor(message: string, reply: JsonObject | null = null) {
    super(message);
    this.name = "BadReply";
    this.reply = reply;
  }
}

/** A failure that came in the body of a 200, or in a stream. */
export class StatedFailure extends Error {
  readonly code: string | number | null;
  readonly type: string | null;

  constructor(error: JsonObject) {
    super(textOf(error.message) ?? JSON.stringify(error));
    this.name = "StatedFailure";
    this.code = typeof error.code === "number" ? error.code : textOf(error.code);
    this.type = textOf(error.type);
  }
}

/** The innermost cause: fetch hides the socket's error two levels down. */
export function originOf(thrown: unknown): unknown {
  let at = thrown;
  for (let depth = 0; depth < 8; depth++) {
    const errors = (at as { errors?: unknown }).errors;
    // Happy eyeballs: one error for each address that was tried.
    const next = (at as { cause?: unknown }).cause ?? (Array.isArray(errors) ? errors[0] : undefined);
    if (typeof next !== "object" || next === null) break;
    at = next;
  }
  return at;
}

/** What a provider says went wrong, in the shapes in use: OpenAI's, Anthropic's, vLLM's, FastAPI's, plain text. */
export function providerMessage(failure: HttpFailure): string {
  const { json } = failure;
  const stated =
    textOf(objectOf(json?.error)?.message) ??
    textOf(json?.error) ??
    textOf(json?.message) ??
    textOf(json?.detail) ??
    textOf(objectsOf(json?.errors)[0]?.message);
  const words = stated ?? failure.body.replace(/<(style|script|title)\b[\s\S]*?<\/\1>|<[^>]*>/gi, " ");
  return words.trim() === "" ? (STATUS_CODES[failure.status] ?? "without a message") : words;
}

function parseObject(text: string): JsonObject | null {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return null;
  }
}
