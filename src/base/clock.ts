/** Time as a value that is passed in: real in the CLI, faked in tests. */
export interface Clock {
  /** Milliseconds since the epoch: for stamps, never for durations. */
  now(): number;
  /** Milliseconds on a monotonic clock: for durations. */
  monotonic(): number;
  /** Resolves after `ms`, or at once when the signal aborts. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal?.addEventListener("abort", done, { once: true });
    }),
};

let last = { epochMs: 0, text: new Date(0).toISOString() };

/** UTC, RFC 3339 with milliseconds. */
export function timestamp(epochMs: number): string {
  // Several stamps a trial: many of them are of one millisecond.
  if (last.epochMs !== epochMs) last = { epochMs, text: new Date(epochMs).toISOString() };
  return last.text;
}
