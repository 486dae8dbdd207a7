import type { z } from "zod";
import type { ModelAbilities } from "../domain/grader.ts";
import type { Answer, CallError, Usage } from "../domain/output.ts";
import type { CallContext } from "../domain/provider.ts";
import type { ModelRequest } from "../domain/request.ts";
import type { ModelSpec } from "../domain/suite.ts";

/** What one attempt brought back. */
export interface Sent {
  readonly answer: Answer;
  readonly usage: Usage;
  readonly httpStatus: number | null;
  readonly requestId: string | null;
  /** Where the source states a cost itself (recorded outputs). */
  readonly costUsd?: number | null;
  /** Where the source states its own latency (recorded, simulated): it replaces what was measured here; null: unknown. */
  readonly latencyMs?: number | null;
  readonly firstTokenMs?: number | null;
}

export interface SendContext extends Omit<CallContext, "signal" | "stop" | "written" | "progress"> {
  /** Aborts at the attempt's time-out and when the run stops. */
  readonly signal: AbortSignal;
  /** To be called when the first piece of content has come (streaming). Later calls do nothing. */
  readonly firstToken: () => void;
  /** To be called for every chunk that comes (streaming): a stream without a new byte for `timeout_s` is a time-out. */
  readonly progress: () => void;
}

/** An attempt that failed, with what the headers said. Anything else an adapter throws is passed to `classify`. */
export class SendError extends Error {
  readonly error: CallError;
  readonly requestId: string | null;
  readonly retryAfterMs: number | null;
  readonly usage: Usage | null;

  constructor(
    error: CallError,
    facts: { requestId?: string | null; retryAfterMs?: number | null; usage?: Usage | null } = {},
  ) {
    super(error.message);
    this.name = "SendError";
    this.error = error;
    this.requestId = facts.requestId ?? null;
    this.retryAfterMs = facts.retryAfterMs ?? null;
    this.usage = facts.usage ?? null;
  }
}

/** The part of a provider that knows one API: one request, one answer; no retry, no clock, no limit. */
export interface Adapter {
  /** Rejects with `SendError` for everything that the API or the network did. */
  send(request: ModelRequest, context: SendContext): Promise<Sent>;
  close?(): Promise<void>;
}

/** What the pipeline gives to every adapter it makes. */
export interface AdapterTools {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The resolved API key; null: none is sent. */
  readonly apiKey: string | null;
  /** Attempt time-out in milliseconds: for libraries that insist on one of their own. */
  readonly timeoutMs: number;
  readonly seed: number;
  /** Absolute folder of the suite: commands run in it. */
  readonly baseDir: string;
  /** Takes secrets out of a message. Before it is cut: half a key would not be known as one. */
  readonly mask: (message: string) => string;
}

/** How a kind of provider is stated in a suite and made. One file and one registry line each. */
export interface ProviderDefinition {
  readonly type: string;
  readonly description: string;
  /** The provider's own keys beside the common ones. */
  readonly options: z.ZodRawShape;
  /** `required`: `model:` must be given; `optional`; `none`: it may not. */
  readonly model: "required" | "optional" | "none";
  /** The variable that holds the key; null: the provider needs none. */
  readonly apiKeyEnv: string | null;
  /** Whether replies are cached by default (paid APIs are; programs are not). */
  readonly cached: boolean;
  /** Keys of `options` that are paths, to be resolved from the suite's folder and checked for existence. */
  readonly paths: readonly string[];
  /** What graders may ask of it beside chat; default: nothing. */
  readonly abilities?: (model: ModelSpec) => Partial<ModelAbilities>;
  create(model: ModelSpec, tools: AdapterTools): Promise<Adapter>;
}
