import { setMaxListeners } from "node:events";
import type { CallError, ErrorKind, Reply, Usage } from "../../domain/output.ts";
import type { CallContext, Provider } from "../../domain/provider.ts";
import type { ModelRequest } from "../../domain/request.ts";
import type { ModelSpec } from "../../domain/suite.ts";
import type { Adapter, SendContext, Sent } from "../adapter.ts";
import { UNKNOWN_USAGE } from "../no-call.ts";

export const request: ModelRequest = {
  messages: [{ role: "user", content: "hello" }],
  input: "hello",
  params: {},
  tools: [],
  toolChoice: null,
  outputSchema: null,
};

export function aModelSpec(more: Partial<ModelSpec> = {}): ModelSpec {
  return {
    id: "m",
    provider: "openai",
    model: "x",
    params: {},
    prices: null,
    concurrency: null,
    rpm: null,
    tpm: null,
    timeoutS: null,
    totalTimeoutS: null,
    maxAttempts: null,
    stream: false,
    cache: null,
    contextWindow: null,
    apiKeyEnv: null,
    baseUrl: null,
    headers: {},
    prompts: null,
    options: {},
    ...more,
  };
}

/** A context with its own controllers, as a run has them. */
export function aCall(fingerprint = "sha256:00aa") {
  const cut = new AbortController();
  const halt = new AbortController();
  // A run does so too: every call in flight listens for its end.
  setMaxListeners(0, cut.signal, halt.signal);
  const written = deferred<void>();
  const context: CallContext = {
    case: {
      id: "c-1",
      digest: "d",
      input: "hello",
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
    fingerprint,
    signal: cut.signal,
    stop: halt.signal,
    written: written.promise,
  };
  return { context, cut, halt, written };
}

export interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
}

export function deferred<T>(): Deferred<T> {
  let resolve: (value: T) => void = () => {};
  let reject: (reason: unknown) => void = () => {};
  const promise = new Promise<T>((done, fail) => {
    resolve = done;
    reject = fail;
  });
  return { promise, resolve, reject };
}

export function usage(inputTokens: number, outputTokens: number, cached: Partial<Usage> = {}): Usage {
  return { ...UNKNOWN_USAGE, inputTokens, outputTokens, ...cached };
}

export function sent(facts: Partial<Sent> = {}): Sent {
  return {
    answer: { text: "hi", toolCalls: [], finishReason: "stop", rawFinishReason: "stop", responseId: "r-1" },
    usage: usage(10, 5),
    httpStatus: 200,
    requestId: "q-1",
    ...facts,
  };
}

export function anAdapter(send: (context: SendContext, request: ModelRequest) => Promise<Sent>): Adapter {
  return { send: (one, context) => send(context, one) };
}

export function anError(kind: ErrorKind, retryable = false, httpStatus: number | null = null): CallError {
  return { kind, message: `a ${kind} error`, httpStatus, retryable };
}

const attempt = {
  startedAt: "2026-01-01T00:00:00.000Z",
  ms: 12,
  status: 200,
  errorKind: null,
  requestId: "q-1",
  retryAfterMs: null,
};

export function okReply(facts: Partial<Extract<Reply, { status: "ok" }>> = {}): Reply {
  const { answer, usage } = sent();
  return {
    status: "ok",
    answer,
    usage,
    costUsd: 0.5,
    latencyMs: 12,
    firstTokenMs: 3,
    queueMs: 0,
    cached: false,
    attempts: [attempt],
    ...facts,
  };
}

export function errorReply(
  error: CallError,
  facts: Partial<Extract<Reply, { status: "error" }>> & { readonly retryAfterMs?: number } = {},
): Reply {
  const { retryAfterMs = null, ...rest } = facts;
  return {
    status: "error",
    error,
    usage: UNKNOWN_USAGE,
    costUsd: null,
    queueMs: 0,
    cached: false,
    attempts: [{ ...attempt, status: error.httpStatus, errorKind: error.kind, retryAfterMs }],
    ...rest,
  };
}

/** A provider that gives these replies one after the other, the last one for ever, and counts. */
export function scripted(...replies: Reply[]): Provider & { calls: number } {
  const provider = {
    calls: 0,
    call: async () => {
      const reply = replies[Math.min(provider.calls, replies.length - 1)];
      provider.calls += 1;
      if (reply === undefined) throw new Error("no reply");
      return reply;
    },
  };
  return provider;
}

/** A provider whose calls stay open until a test answers them. */
export function manual() {
  const open: { readonly answer: (reply: Reply) => void; readonly fail: (reason: unknown) => void }[] = [];
  let inFlight = 0;
  let most = 0;
  let started = 0;
  const provider: Provider = {
    async call() {
      inFlight += 1;
      started += 1;
      most = Math.max(most, inFlight);
      const { promise, resolve, reject } = deferred<Reply>();
      open.push({ answer: resolve, fail: reject });
      try {
        return await promise;
      } finally {
        inFlight -= 1;
      }
    },
  };
  return {
    provider,
    /** Answers the oldest call that is open. */
    answer: (reply: Reply = okReply()) => open.shift()?.answer(reply),
    fail: (reason: unknown) => open.shift()?.fail(reason),
    get started() {
      return started;
    },
    get most() {
      return most;
    },
  };
}
