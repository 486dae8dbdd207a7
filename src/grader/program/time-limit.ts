import { messageOf } from "../../base/errors.ts";

export type Timed<T> =
  | { readonly status: "done"; readonly value: T }
  | { readonly status: "failed"; readonly message: string }
  | { readonly status: "timeout" }
  | { readonly status: "stopped" };

/**
 * Waits for work at most so long, in milliseconds. The work is told by its signal and waited for no longer: a promise
 * that never settles holds nobody up. Never rejects.
 */
export async function withTimeLimit<T>(
  ms: number,
  stop: AbortSignal,
  work: (signal: AbortSignal) => T | Promise<T>,
): Promise<Timed<T>> {
  const controller = new AbortController();
  let settle: (end: Timed<T>) => void = () => {};
  const ended = new Promise<Timed<T>>((resolve) => {
    settle = resolve;
  });
  const give = (status: "timeout" | "stopped") => {
    settle({ status });
    controller.abort();
  };
  const onStop = () => give("stopped");
  const timer = setTimeout(() => give("timeout"), ms);
  stop.addEventListener("abort", onStop, { once: true });
  try {
    if (stop.aborted) return { status: "stopped" };
    // In a function of its own: work may throw before it gives a promise.
    (async () => work(controller.signal))().then(
      (value) => settle({ status: "done", value }),
      (thrown: unknown) => settle({ status: "failed", message: messageOf(thrown) }),
    );
    return await ended;
  } finally {
    clearTimeout(timer);
    stop.removeEventListener("abort", onStop);
  }
}
