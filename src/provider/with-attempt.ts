import { type Clock, timestamp } from "../base/clock.ts";
import { messageOf } from "../base/errors.ts";
import type { Attempt, CallError, Reply, Usage } from "../domain/output.ts";
import type { Provider } from "../domain/provider.ts";
import { type Adapter, SendError } from "./adapter.ts";
import { ABORTED, noCall, UNKNOWN_USAGE } from "./no-call.ts";

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
  const { clock } = options;
  return {
    async call(request, context): Promise<Reply> {
      const { signal, timeLeftMs, written: _written, stop: _stop, progress: _progress, ...facts } = context;
      if (signal.aborted) return noCall(ABORTED);
      const bounds = openBounds(signal, options.timeoutMs, timeLeftMs ?? Number.POSITIVE_INFINITY);
      const startedAt = timestamp(clock.now());
      const start = clock.monotonic();
      const elapsed = () => Math.round((clock.monotonic() - start) * 100) / 100;
      const attempts = (ms: number, facts: Omit<Attempt, "startedAt" | "ms">): readonly Attempt[] =>
        options.calls ? [{ startedAt, ms, ...facts }] : [];
      let firstTokenMs: number | null = null;
      try {
        const sending = adapter.send(request, {
          signal: bounds.signal,
          firstToken: () => {
            firstTokenMs ??= elapsed();
          },
          progress: bounds.progress,
          ...facts,
        });
        // When the race is lost, what the adapter says later concerns nobody: the race hears it out.
        const sent = await Promise.race([sending, bounds.cut]);
        const ms = elapsed();
        const { answer, usage, httpStatus, requestId } = sent;
        return {
          status: "ok",
          answer,
          usage,
          costUsd: sent.costUsd === undefined ? options.costOf(usage) : sent.costUsd,
          latencyMs: sent.latencyMs === undefined ? ms : sent.latencyMs,
          firstTokenMs: sent.firstTokenMs === undefined ? firstTokenMs : sent.firstTokenMs,
          queueMs: 0,
          cached: false,
          attempts: attempts(ms, { status: httpStatus, errorKind: null, requestId, retryAfterMs: null }),
        };
      } catch (thrown) {
        const ms = elapsed();
        const { error, usage, requestId, retryAfterMs } = asSendError(bounds.cause() ?? thrown);
        return {
          status: "error",
          error: { ...error, message: options.mask(error.message) },
          usage: usage ?? UNKNOWN_USAGE,
          costUsd: usage ? options.costOf(usage) : null,
          queueMs: 0,
          cached: false,
          attempts: attempts(ms, { status: error.httpStatus, errorKind: error.kind, requestId, retryAfterMs }),
        };
      } finally {
        bounds.close();
      }
    },
    ...(adapter.close ? { close: () => adapter.close?.() ?? Promise.resolve() } : {}),
  };
}

/** The longest that a timer can wait: a longer one would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** What ends an attempt from outside: its time-out, the end of the trial's time, the end of the run. */
function openBounds(run: AbortSignal, timeoutMs: number, timeLeftMs: number) {
  const controller = new AbortController();
  let cause: SendError | null = null;
  let progressed = false;
  let closed = false;
  let abandon: (reason: unknown) => void = () => {};
  const cut = new Promise<never>((_, reject) => {
    abandon = reject;
  });
  cut.catch(() => {});
  const end = (error: CallError) => {
    cause ??= new SendError(error);
    // An adapter may ignore its signal: the race abandons it, so that nothing hangs for ever. And it may answer to
    // its signal with what it has by then: the race is decided first.
    abandon(cause);
    controller.abort();
  };
  const onTimeout = () => end(timedOut(`${progressed ? "nothing new" : "no answer"} within ${timeoutMs / 1000} s`));
  const onTimeLeft = () => end(timedOut("the trial's time (total_timeout_s) is used up"));
  const onAbort = () => end(ABORTED);
  const timer = setTimeout(onTimeout, Math.min(timeoutMs, LONGEST_TIMER_MS));
  // Whole milliseconds: timers of equal length share a list, and no call has exactly as much left as another.
  const lastTimer = timeLeftMs <= LONGEST_TIMER_MS ? setTimeout(onTimeLeft, Math.ceil(timeLeftMs)) : undefined;
  run.addEventListener("abort", onAbort, { once: true });
  return {
    signal: controller.signal,
    /** Rejects when the attempt is ended; never resolves. */
    cut,
    cause: () => cause,
    progress() {
      progressed = true;
      // What comes after the end must not start the timer again.
      if (!closed && cause === null) timer.refresh();
    },
    close() {
      closed = true;
      clearTimeout(timer);
      clearTimeout(lastTimer);
      run.removeEventListener("abort", onAbort);
    },
  };
}

function timedOut(message: string): CallError {
  return { kind: "timeout", message, httpStatus: null, retryable: true };
}

/** What an adapter did not type is a fault of ours or of a user's program: reported, not retried. */
function asSendError(thrown: unknown): SendError {
  if (thrown instanceof SendError) return thrown;
  return new SendError({ kind: "server", message: messageOf(thrown), httpStatus: null, retryable: false });
}
