import type { CallError } from "../domain/output.ts";
import type { Provider } from "../domain/provider.ts";
import { noCall } from "./no-call.ts";

/**
 * Stops a model whose calls cannot succeed: a wrong key, an unknown model, a refused parameter. The first such error
 * is told once; what follows is answered with it at once, without a call.
 */
export function withStop(provider: Provider, onStop: (error: CallError) => void): Provider {
  let stopped: CallError | null = null;
  let succeeded = false;
  return {
    ...provider,
    async call(request, context) {
      if (stopped) return noCall(stopped);
      const reply = await provider.call(request, context);
      if (reply.status === "ok") succeeded = true;
      else if (!stopped && isFatal(reply.error, succeeded)) {
        stopped = reply.error;
        onStop(reply.error);
      }
      return reply;
    },
  };
}

// A 400 after a success is about that case (an image, a length); before any, it is about how the model is called.
function isFatal(error: CallError, succeeded: boolean): boolean {
  return error.kind === "auth" || error.kind === "not_found" || (error.kind === "invalid_request" && !succeeded);
}
