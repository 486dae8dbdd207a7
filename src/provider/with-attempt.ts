import { type Clock, timestamp } from "../base/clock.ts";
import { messageOf } from "../base/errors.ts";
import type { Attempt, CallError, Reply, Usage } from "../domain/output.ts";
import type { Provider } from "../domain/provider.ts";
import { type Adapter, SendError } from "./adapter.ts";
import { ABORTED, UNKNOWN_USAGE } from "./no-call.ts";

export interface AttemptOptions {
  readonly clock: Clock;
  /** Bound of one attempt; while streaming, of the time without a new byte. Milliseconds. */
  readonly timeoutMs: number;
  /** What a call with this usage is worth, USD; null: unknown. */
  readonly costOf: (usage: Usage) => number | null;
  /** False where nothing is called (recorded outputs): the reply then lists no attempt and nothing was spent. */
  readonly calls: boolean;
  readonly mask: (text: string) => string;
}

/** Makes a provider of an adapter: one attempt, bounded in time, measured, its failure typed. Never rejects. */
export function withAttempt(adapter: Adapter, options: AttemptOptions): Provider {
  const { clock, timeoutMs } = options;
  return {
    async call(request, context): Promise<Reply> {
      const { signal, written: _written, stop: _stop, ...facts } = context;
      const controller = new AbortController();
      let timedOut = false;
      // An adapter may ignore its signal: the race abandons it, so that nothing hangs for ever.
      let abandon: (reason: unknown) => void = () => {};
      const abandoned = new Promise<never>((_, reject) => {
        abandon = reject;
      });
      const cancel = () => {
        controller.abort();
        abandon(new Error("aborted"));
      };
      const expire = () => {
        timedOut = true;
        cancel();
      };
      let timer = setTimeout(expire, timeoutMs);
      signal.addEventListener("abort", cancel, { once: true });
      const startedAt = timestamp(clock.now());
      const start = clock.monotonic();
      let firstTokenMs: number | null = null;
      const elapsed = () => round(clock.monotonic() - start);
      const attempt = (facts: Partial<Attempt>): readonly Attempt[] =>
        options.calls
          ? [{ startedAt, ms: elapsed(), status: null, errorKind: null, requestId: null, retryAfterMs: null, ...facts }]
          : [];
      try {
        if (signal.aborted) throw new Error("aborted");
        const sending = adapter.send(request, {
          ...facts,
          signal: controller.signal,
          firstToken: () => {
            firstTokenMs ??= elapsed();
          },
          progress: () => {
            clearTimeout(timer);
            if (!controller.signal.aborted) timer = setTimeout(expire, timeoutMs);
          },
        });
        // When the race is lost, what the adapter says later concerns nobody.
        sending.catch(() => {});
        const sent = await Promise.race([sending, abandoned]);
        return {
          status: "ok",
          answer: sent.answer,
          usage: sent.usage,
          costUsd: sent.costUsd === undefined ? options.costOf(sent.usage) : sent.costUsd,
          latencyMs: sent.latencyMs === undefined ? elapsed() : sent.latencyMs,
          firstTokenMs: sent.firstTokenMs === undefined ? firstTokenMs : sent.firstTokenMs,
          queueMs: 0,
          cached: false,
          attempts: attempt({ status: sent.httpStatus, requestId: sent.requestId }),
        };
      } catch (thrown) {
        const failure = timedOut
          ? new SendError({
              kind: "timeout",
              message: `no answer within ${timeoutMs / 1000} s`,
              httpStatus: null,
              retryable: true,
            })
          : signal.aborted
            ? new SendError(ABORTED)
            : asSendError(thrown);
        const error: CallError = { ...failure.error, message: options.mask(failure.error.message) };
        return {
          status: "error",
          error,
          usage: failure.usage ?? UNKNOWN_USAGE,
          costUsd: failure.usage ? options.costOf(failure.usage) : null,
          queueMs: 0,
          cached: false,
          attempts: attempt({
            status: error.httpStatus,
            errorKind: error.kind,
            requestId: failure.requestId,
            retryAfterMs: failure.retryAfterMs,
          }),
        };
      } finally {
        clearTimeout(timer);
        signal.removeEventListener("abort", cancel);
        abandoned.catch(() => {});
      }
    },
    ...(adapter.close ? { close: () => adapter.close?.() ?? Promise.resolve() } : {}),
  };
}

/** What an adapter did not type is a fault of ours or of a user's program: reported, not retried. */
function asSendError(thrown: unknown): SendError {
  if (thrown instanceof SendError) return thrown;
  return new SendError({ kind: "server", message: messageOf(thrown), httpStatus: null, retryable: false });
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
