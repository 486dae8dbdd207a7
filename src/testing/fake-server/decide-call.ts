import { estimateUsage, resolveReply } from "./decide-reply.ts";
import { drawFault, type FakeFaults, type FaultKind, limitError, withFault } from "./faults.ts";
import { rateHeaders, waitHeaders } from "./limit-headers.ts";
import { createLimiter, type FakeLimits, type LimitReason } from "./limiter.ts";
import type { FakeReply, FakeRequest, ReplyFunction } from "./types.ts";

/** What becomes of one call. */
export interface Decision {
  readonly reply: FakeReply;
  /** The limit that refused it. */
  readonly refusedBy?: LimitReason;
  /** What was drawn for it. */
  readonly fault?: FaultKind;
  /** What a Retry-After of any form asks to wait. */
  readonly retryAfterMs?: number;
  /** To be called once when the answer is over, however it ended; `now` as for `decide`. */
  readonly release?: (now: number) => void;
}

export interface CallDecider {
  /** `now`: milliseconds on a clock that never falls. */
  decide(request: FakeRequest, now: number): Decision;
  reset(now: number): void;
}

/** Limits first, then the reply function, then a fault. A refused call is not shown to the reply function. */
export function createCallDecider(
  reply: ReplyFunction,
  limits: FakeLimits | undefined,
  faults: FakeFaults | undefined,
  now: number,
): CallDecider {
  const limiter = limits && createLimiter(limits, now);
  const mode = limits?.headers ?? "none";

  const answered = (request: FakeRequest): Decision => {
    const fault = faults && drawFault(faults, request);
    const sound = reply(request);
    return faults && fault ? { ...withFault(sound, fault, request.api, faults), fault } : { reply: sound };
  };

  const limited = (request: FakeRequest, at: number): Decision => {
    if (!limiter) return answered(request);
    const asked = limiter.countsTokens ? askedTokens(request) : 0;
    const refused = limiter.admit(asked, at);
    const rates = mode === "x-ratelimit" ? rateHeaders(request.api, limiter.state(at), Date.now()) : {};
    if (refused) {
      const { headers, ...wait } = waitHeaders(mode, refused.waitMs, Date.now());
      const status = request.api === "messages" ? (limits?.messagesStatus ?? 429) : 429;
      const error = limitError(request.api, status, refused.reason);
      return { reply: { headers: { ...rates, ...headers }, error }, refusedBy: refused.reason, ...wait };
    }
    const decision = answered(request);
    return {
      ...decision,
      reply: { ...decision.reply, headers: { ...rates, ...decision.reply.headers } },
      release: (end) => limiter.release(limiter.countsTokens ? asked - usedTokens(decision.reply, request) : 0, end),
    };
  };

  return { decide: limited, reset: (at) => limiter?.refill(at) };
}

/** Estimated input and what the call may write: what OpenAI counts before it knows. */
function askedTokens(request: FakeRequest): number {
  const { max_completion_tokens, max_output_tokens, max_tokens } = request.body;
  const most = max_completion_tokens ?? max_output_tokens ?? max_tokens;
  return estimateUsage(request, "").input + (typeof most === "number" ? most : 0);
}

/** Nothing for a call that failed before a model was asked. */
function usedTokens(reply: FakeReply, request: FakeRequest): number {
  const unasked = reply.error !== undefined || reply.fault === "hang" || reply.fault === "reset-before";
  if (unasked || reply.fault === "html") return 0;
  const { usage, text } = resolveReply(reply, request);
  const { input, output } = usage ?? estimateUsage(request, text);
  return input + output;
}
