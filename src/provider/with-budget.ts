import type { Provider } from "../domain/provider.ts";
import type { ModelRequest } from "../domain/request.ts";
import { noCall } from "./no-call.ts";

/** Money of a run: reserved before a call, settled after it. The reservations never exceed the limit. */
export class Budget {
  readonly limitUsd: number;
  #committedUsd = 0;
  #reached = false;

  constructor(limitUsd: number) {
    this.limitUsd = limitUsd;
  }

  /** False when the limit does not allow it; the budget then counts as reached. */
  reserve(usd: number): boolean {
    if (this.#committedUsd + usd > this.limitUsd) {
      this.#reached = true;
      return false;
    }
    this.#committedUsd += usd;
    return true;
  }

  settle(reservedUsd: number, spentUsd: number): void {
    this.#committedUsd += spentUsd - reservedUsd;
  }

  get reached(): boolean {
    return this.#reached;
  }
}

/**
 * Inside the retries, so that every attempt is reserved for itself, and inside the cache, so that a replay needs no money.
 * @param boundOf the most that one attempt of this request can cost, USD
 */
export function withBudget(provider: Provider, budget: Budget, boundOf: (request: ModelRequest) => number): Provider {
  return {
    ...provider,
    async call(request, context) {
      const reserved = boundOf(request);
      if (!budget.reserve(reserved)) {
        return noCall({
          kind: "budget",
          message: `the budget of $${budget.limitUsd} is used up`,
          httpStatus: null,
          retryable: false,
        });
      }
      const reply = await provider.call(request, context);
      // What was replayed or never sent cost nothing; an attempt whose usage is unknown is settled at its reservation.
      const free = reply.cached || reply.attempts.length === 0;
      budget.settle(reserved, free ? 0 : Math.min(reserved, reply.costUsd ?? reserved));
      return reply;
    },
  };
}
