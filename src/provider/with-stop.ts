import type { CallError } from "../domain/output.ts";
import type { Provider } from "../domain/provider.ts";
import { noCall } from "./no-call.ts";

/** Whether a model is stopped: what the two wrappers of one model share. */
export class Stopper {
  readonly #onStop: (error: CallError) => void;
  #error: CallError | null = null;
  #succeeded = false;

  /** @param onStop told the first fatal error, once */
  constructor(onStop: (error: CallError) => void) {
    this.#onStop = onStop;
  }

  /** Why the model is stopped; null: it is not. */
  get error(): CallError | null {
    return this.#error;
  }

  succeed(): void {
    this.#succeeded = true;
  }

  fail(error: CallError): void {
    if (this.#error !== null || !this.#isFatal(error)) return;
    this.#error = error;
    this.#onStop(error);
  }

  // A 400 after a success is about that case (an image, a length); before any, it is about how the model is called.
  #isFatal({ kind }: CallError): boolean {
    return kind === "auth" || kind === "not_found" || (kind === "invalid_request" && !this.#succeeded);
  }
}

/**
 * Stops a model whose calls cannot succeed: a wrong key, an unknown model, a refused parameter. What follows is
 * answered with that error at once, without a call. Goes around everything, so that nothing queues in vain, and around
 * the attempt, so that what was queued already is not sent.
 */
export function withStop(provider: Provider, stopper: Stopper): Provider {
  return {
    ...provider,
    async call(request, context) {
      if (stopper.error !== null) return noCall(stopper.error);
      const reply = await provider.call(request, context);
      if (reply.status === "ok") stopper.succeed();
      else stopper.fail(reply.error);
      return reply;
    },
  };
}
