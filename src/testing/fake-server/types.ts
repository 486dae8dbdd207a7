import type { IncomingHttpHeaders } from "node:http";
import type { JsonObject } from "../../domain/json.ts";

/** Which API a request speaks: OpenAI Chat Completions, Responses and Embeddings, Anthropic Messages. */
export type FakeApi = "chat" | "responses" | "messages" | "embeddings";

/** A request as the reply function sees it. */
export interface FakeRequest {
  readonly api: FakeApi;
  readonly model: string;
  readonly body: JsonObject;
  readonly headers: IncomingHttpHeaders;
  /** Text of the last user message, its parts joined. */
  readonly lastUserText: string;
  /** Arrival number, from 1. */
  readonly n: number;
}

/** A request as the server remembers it. */
export interface RecordedRequest extends FakeRequest {
  /** Path with its query string. */
  readonly url: string;
  /** Milliseconds since the server started, monotonic. */
  readonly at: number;
}

export type FakeFinish = "stop" | "length" | "tool_calls" | "content_filter" | "refusal";

/** Tokens. `input` is everything read, `output` everything written; undefined details are left out of the wire. */
export interface FakeUsage {
  readonly input: number;
  readonly output: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
  readonly reasoning?: number;
}

export interface FakeToolCall {
  readonly id?: string;
  readonly name: string;
  /** A string is written as it is, so that it may be broken JSON. */
  readonly arguments: JsonObject | string;
}

/**
 * What goes wrong, if anything.
 * - `hang`: no byte is ever answered; `hang-body`: half of the body, then nothing
 * - `reset-before`: the socket is destroyed before the headers; `reset-body`: in the middle of the body
 * - `truncated-sse`: the stream ends, properly closed, before its finish (without SSE: half a JSON document)
 * - `malformed-json`, `html` (200 `text/html`), `empty-choices` (no choice, output or content)
 * - `slow-body`: the headers at once, the body in eight pieces over `latencyMs`
 * - `wrong-content-type`: 200 `text/plain` with the whole JSON answer, where a stream was asked for too
 */
export type FakeFault =
  | "hang"
  | "hang-body"
  | "reset-before"
  | "reset-body"
  | "truncated-sse"
  | "malformed-json"
  | "html"
  | "empty-choices"
  | "slow-body"
  | "wrong-content-type";

export interface FakeError {
  /** With 200 the error comes as the body of a success, or, in a stream, as an event in its middle. */
  readonly status: number;
  /** The whole body; default: the API's own error shape with `message`, `type` and `code`. A string is sent as text. */
  readonly body?: JsonObject | string;
  readonly message?: string;
  readonly type?: string;
  readonly code?: string;
}

/** What is answered. Everything is optional: `{}` says "ok". */
export interface FakeReply {
  readonly text?: string;
  readonly toolCalls?: readonly FakeToolCall[];
  /** Default: `tool_calls` where there are any, else `stop`. With `refusal` the text is what was refused with. */
  readonly finish?: FakeFinish;
  /** Written instead of the API's own word for `finish` (`pause_turn`, `stop_sequence`…). */
  readonly rawFinish?: string;
  /** Default: by text length (see `estimateUsage`); null: the answer states none. */
  readonly usage?: FakeUsage | null;
  /** From the request's arrival to the last byte, milliseconds. */
  readonly latencyMs?: number;
  /** From arrival to the first content of a stream; default: `latencyMs`. The rest is spread evenly until `latencyMs`. */
  readonly firstTokenMs?: number;
  /** Chat alone: as the API writes `logprobs.content`. */
  readonly logprobs?: readonly JsonObject[];
  readonly requestId?: string;
  /** Headers of any answer, errors too. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly error?: FakeError;
  readonly fault?: FakeFault;
}

export type ReplyFunction = (request: FakeRequest) => FakeReply;

/** A reply with every default filled in: all that the wire formats need. */
export interface ResolvedReply {
  readonly id: string;
  readonly requestId: string;
  readonly model: string;
  readonly text: string;
  readonly toolCalls: readonly { readonly id: string; readonly name: string; readonly arguments: string }[];
  readonly finish: FakeFinish;
  readonly rawFinish: string | undefined;
  readonly usage: FakeUsage | null;
  readonly logprobs: readonly JsonObject[] | null;
  /** The texts of an embeddings request. */
  readonly inputs: readonly string[];
  /** No choice, no output, no content. */
  readonly empty: boolean;
}

/** One wire format: how a reply is written as JSON and as server-sent events. */
export interface WireFormat {
  json(reply: ResolvedReply): JsonObject;
  /** Whole events with their blank line, in order; `request` tells what the client asked to be sent. */
  events(reply: ResolvedReply, request: FakeRequest): readonly WireEvent[];
  error(error: FakeError, requestId: string): JsonObject;
  /** The event that ends a stream with an error. */
  errorEvent(error: FakeError, requestId: string): string;
  readonly requestIdHeader: string;
}

export interface WireEvent {
  readonly text: string;
  /** `opening` before the first content, `content`, `closing`: everything from the finish reason on. */
  readonly part: "opening" | "content" | "closing";
}
