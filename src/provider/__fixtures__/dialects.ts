import { Secrets } from "../../base/secrets.ts";
import type { FinishReason } from "../../domain/output.ts";
import type { ModelRequest } from "../../domain/request.ts";
import type { ModelSpec } from "../../domain/suite.ts";
import type { FakeReply } from "../../testing/fake-server/types.ts";
import type { AdapterTools, ProviderDefinition, SendContext } from "../adapter.ts";
import { anthropic } from "../anthropic.ts";
import { openai } from "../openai.ts";

/** An API, as JSON or as a stream, with its own words. */
export interface Dialect {
  readonly name: string;
  readonly definition: ProviderDefinition;
  readonly options: ModelSpec["options"];
  /** What stands behind the server's address in base_url. */
  readonly basePath: string;
  readonly stream: boolean;
  readonly idPrefix: string;
  readonly rawFinish: { readonly stop: string; readonly tool_calls: string };
  readonly finishes: readonly { readonly reply: FakeReply; readonly finishReason: FinishReason; readonly raw: string }[];
}

const chat = {
  definition: openai,
  options: {},
  basePath: "/v1",
  idPrefix: "chatcmpl-",
  rawFinish: { stop: "stop", tool_calls: "tool_calls" },
  finishes: [
    { reply: { finish: "stop" }, finishReason: "stop", raw: "stop" },
    { reply: { finish: "length" }, finishReason: "length", raw: "length" },
    { reply: { finish: "content_filter" }, finishReason: "content_filter", raw: "content_filter" },
    { reply: { finish: "refusal" }, finishReason: "refusal", raw: "stop" },
    { reply: { rawFinish: "eos_token" }, finishReason: "other", raw: "eos_token" },
  ],
} as const;

const responses = {
  definition: openai,
  options: { api: "responses" },
  basePath: "/v1",
  idPrefix: "resp_",
  rawFinish: { stop: "completed", tool_calls: "completed" },
  finishes: [
    { reply: { finish: "stop" }, finishReason: "stop", raw: "completed" },
    { reply: { finish: "length" }, finishReason: "length", raw: "max_output_tokens" },
    { reply: { finish: "content_filter" }, finishReason: "content_filter", raw: "content_filter" },
    { reply: { finish: "refusal" }, finishReason: "refusal", raw: "completed" },
    { reply: { rawFinish: "cancelled" }, finishReason: "other", raw: "cancelled" },
  ],
} as const;

const messages = {
  definition: anthropic,
  options: {},
  basePath: "",
  idPrefix: "msg_",
  rawFinish: { stop: "end_turn", tool_calls: "tool_use" },
  finishes: [
    { reply: { finish: "stop" }, finishReason: "stop", raw: "end_turn" },
    { reply: { rawFinish: "stop_sequence" }, finishReason: "stop", raw: "stop_sequence" },
    { reply: { finish: "length" }, finishReason: "length", raw: "max_tokens" },
    { reply: { finish: "refusal" }, finishReason: "refusal", raw: "refusal" },
    { reply: { rawFinish: "model_context_window_exceeded" }, finishReason: "context_length", raw: "model_context_window_exceeded" },
    { reply: { rawFinish: "pause_turn" }, finishReason: "other", raw: "pause_turn" },
  ],
} as const;

export const DIALECTS: readonly Dialect[] = [
  { name: "chat, JSON", ...chat, stream: false },
  { name: "chat, stream", ...chat, stream: true },
  { name: "responses, JSON", ...responses, stream: false },
  { name: "responses, stream", ...responses, stream: true },
  { name: "messages, JSON", ...messages, stream: false },
  { name: "messages, stream", ...messages, stream: true },
];

/** No proxy: the server is on loopback. */
export const API_KEY = "key-4711";
const KNOWN = new Secrets([API_KEY]);
export const ADAPTER_TOOLS: AdapterTools = { env: {}, apiKey: API_KEY, timeoutMs: 10_000, seed: 1, baseDir: "/", mask: (message) => KNOWN.mask(message) };

export function modelFor(dialect: Dialect, serverUrl: string, more: Partial<ModelSpec> = {}): ModelSpec {
  return {
    id: "m",
    provider: dialect.definition.type,
    model: "test-model",
    params: {},
    prices: null,
    concurrency: null,
    rpm: null,
    tpm: null,
    timeoutS: null,
    totalTimeoutS: null,
    maxAttempts: null,
    stream: dialect.stream,
    cache: null,
    contextWindow: null,
    apiKeyEnv: null,
    baseUrl: `${serverUrl}${dialect.basePath}`,
    headers: {},
    prompts: null,
    options: dialect.options,
    ...more,
  };
}

export function aRequest(text: string, more: Partial<ModelRequest> = {}): ModelRequest {
  return {
    messages: [{ role: "user", content: text }],
    input: text,
    params: {},
    tools: [],
    toolChoice: null,
    outputSchema: null,
    ...more,
  };
}

export function sendContext(more: Partial<SendContext> = {}): SendContext {
  return {
    case: {
      id: "c",
      digest: "0",
      input: "x",
      expected: undefined,
      tags: [],
      cluster: null,
      weight: null,
      severity: null,
      metadata: {},
      vars: {},
    },
    repeat: 1,
    seed: 1,
    fingerprint: "sha256:0",
    signal: new AbortController().signal,
    firstToken: () => {},
    progress: () => {},
    ...more,
  };
}
