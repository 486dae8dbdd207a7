import pLimit from "p-limit";
import type { Clock } from "../base/clock.ts";
import type { Reply } from "../domain/output.ts";
import type { CallContext, Provider } from "../domain/provider.ts";
import type { ModelRequest } from "../domain/request.ts";
import type { Entry } from "./account.ts";
import type { Ticket } from "./adaptive-bound.ts";
import { ABORTED, noCall } from "./no-call.ts";
import { TokenBucket } from "./token-bucket.ts";

export interface LimitSettings {
  /** Calls in flight. */
  readonly concurrency: number;
  /** Requests a minute. */
  readonly rpm: number | null;
  /** Tokens a minute. */
  readonly tpm: number | null;
}

/** One bound that several models may share: an API key, a base URL, or a model of its own. */
export interface Limiter {
  run(task: () => Promise<void>): Promise<void>;
  admit(tokens: number, signal: AbortSignal): Promise<void>;
  settle(difference: number): void;
  readonly hasTokenBound: boolean;
}

/** A limiter that learns from what becomes of the calls. It is the widest: the first of the list. */
export interface LearningLimiter extends Limiter {
  /** Waits, inside the slot, until a call may be sent. */
  enter(context: CallContext): Entry | Promise<Entry>;
  learn(ticket: Ticket, reply: Reply): void;
  /** Once for every ticket, when its slot is free again. */
  leave(): void;
}

export function createLimiter(settings: LimitSettings, clock: Clock): Limiter {
  const limit = pLimit(settings.concurrency);
  const requests = settings.rpm === null ? null : new TokenBucket(settings.rpm, clock);
  const tokens = settings.tpm === null ? null : new TokenBucket(settings.tpm, clock);
  return {
    run: (task) => limit(task),
    async admit(estimate, signal) {
      await requests?.take(1, signal);
      await tokens?.take(estimate, signal);
    },
    settle: (difference) => tokens?.adjust(difference),
    hasTokenBound: tokens !== null,
  };
}

/**
 * Bounds calls. Buckets are waited for before a slot is taken, so that waiting holds none. The slot is held until the
 * output's line is on disk (`context.written`): what a crash can cost is what was in flight.
 * `limiters` from the widest (the account's, taken last) to the narrowest (the model's, taken first); none is nested in itself.
 */
export function withLimit(
  provider: Provider,
  limiters: readonly (Limiter | LearningLimiter)[],
  clock: Clock,
): Provider {
  const [widest] = limiters;
  const account = widest !== undefined && "enter" in widest ? widest : null;
  const send = (request: ModelRequest, context: CallContext) => {
    if (context.progress) Object.assign(context.progress, { waitsFor: "answer", until: clock.monotonic() });
    return provider.call(request, context);
  };
  return {
    ...provider,
    async call(request, context) {
      const queued = clock.monotonic();
      const estimate = limiters.some((limiter) => limiter.hasTokenBound) ? estimateTokens(request) : 0;
      for (const limiter of limiters) await limiter.admit(estimate, context.stop);
      return new Promise<Reply>((resolve, reject) => {
        const task = async () => {
          if (context.stop.aborted) return resolve(noCall(ABORTED));
          const entering = account?.enter(context) ?? ALWAYS;
          const entry = entering instanceof Promise ? await entering : entering;
          // A provider that is down is no queue of ours: that wait counts as the call's own time.
          const heldMs = "error" in entry ? 0 : entry.heldMs;
          const queueMs = Math.round((clock.monotonic() - queued - heldMs) * 100) / 100;
          try {
            const reply = "error" in entry ? noCall(entry.error) : await send(request, context);
            if (account !== null && "ticket" in entry) account.learn(entry.ticket, reply);
            const used = usedTokens(reply);
            if (used !== null) for (const limiter of limiters) limiter.settle(estimate - used);
            resolve({ ...reply, queueMs: reply.queueMs + queueMs });
            await context.written;
          } finally {
            if (!("error" in entry)) account?.leave();
          }
        };
        const nested = limiters.reduce<() => Promise<void>>((inner, limiter) => () => limiter.run(inner), task);
        // A provider never rejects; if one does, it is seen where it was called, and the slot is free again.
        nested().catch(reject);
      });
    },
  };
}

const ALWAYS: Entry = { ticket: { number: 0, level: 0, paced: false }, heldMs: 0 };

/** null: unknown, the estimate then stands. */
function usedTokens({ attempts, status, usage }: Reply): number | null {
  if (status === "error" && attempts.length === 0) return 0;
  return usage.inputTokens === null || usage.outputTokens === null ? null : usage.inputTokens + usage.outputTokens;
}

const CHARACTERS_PER_TOKEN = 4;
const TOKENS_PER_IMAGE = 1000;
const UNBOUNDED_OUTPUT_TOKENS = 256;

/** What is read, plus what may be written: only for pacing, settled after the call. */
function estimateTokens({ messages, tools, params }: ModelRequest): number {
  const parts = messages.flatMap(({ content }) =>
    typeof content === "string" ? [{ type: "text" as const, text: content }] : content,
  );
  const texts = [
    ...parts.map((part) => (part.type === "text" ? part.text : "")),
    ...tools.map((one) => JSON.stringify(one)),
  ];
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  const images = parts.filter(({ type }) => type === "image").length;
  const maxTokens = params.max_tokens ?? params.max_completion_tokens ?? params.max_output_tokens;
  const output = typeof maxTokens === "number" ? maxTokens : UNBOUNDED_OUTPUT_TOKENS;
  return Math.ceil(characters / CHARACTERS_PER_TOKEN) + images * TOKENS_PER_IMAGE + output;
}
