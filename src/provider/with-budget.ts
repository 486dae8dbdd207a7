import type { Clock } from "../base/clock.ts";
import type { Reply } from "../domain/output.ts";
import type { Provider } from "../domain/provider.ts";
import type { ModelRequest } from "../domain/request.ts";
import { noCall } from "./no-call.ts";

// Sums of decimals are off by less than this; no call costs so little.
const ROUNDING_USD = 1e-9;

/** Money of a run: reserved before a call, settled after it. The reservations never exceed the limit. */
export class Budget {
  readonly limitUsd: number;
  #committedUsd = 0;
  #open = 0;
  #reached = false;
  readonly #waiting: { readonly usd: number; readonly answer: (granted: boolean) => void }[] = [];

  constructor(limitUsd: number) {
    this.limitUsd = limitUsd;
  }

  /**
   * First come, first served. Most calls cost far less than the most they can cost: what does not fit waits while
   * others may still give back. False when the limit does not allow it; the budget then counts as reached.
   */
  reserve(usd: number): Promise<boolean> {
    if (usd === 0 || (this.#waiting.length === 0 && this.#fits(usd))) {
      this.#take(usd);
      return Promise.resolve(true);
    }
    return new Promise((answer) => {
      this.#waiting.push({ usd, answer });
      this.#serve();
    });
  }

  /** Ends a reservation, once. What was spent counts, even where it is more than was reserved. */
  settle(reservedUsd: number, spentUsd: number): void {
    this.#committedUsd += spentUsd - reservedUsd;
    this.#open -= 1;
    this.#serve();
  }

  get reached(): boolean {
    return this.#reached;
  }

  #fits(usd: number): boolean {
    return this.#committedUsd + usd <= this.limitUsd + ROUNDING_USD;
  }

  #take(usd: number): void {
    this.#committedUsd += usd;
    this.#open += 1;
  }

  #serve(): void {
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      const granted = this.#fits(first.usd);
      if (!granted && this.#open > 0) return;
      if (granted) this.#take(first.usd);
      else this.#reached = true;
      this.#waiting.shift();
      first.answer(granted);
    }
  }
}

/**
 * Inside the retries, so that every attempt is reserved for itself, and inside the cache, so that a replay needs no
 * money; outside the limit, so that waiting for money holds no slot.
 * @param boundOf the most that one attempt of this request can cost, USD
 */
export function withBudget(
  provider: Provider,
  budget: Budget,
  boundOf: (request: ModelRequest) => number,
  clock: Clock,
): Provider {
  return {
    ...provider,
    async call(request, context) {
      const queued = clock.monotonic();
      const reserved = boundOf(request);
      const granted = await budget.reserve(reserved);
      const queueMs = Math.round((clock.monotonic() - queued) * 100) / 100;
      if (!granted) {
        return noCall({
          kind: "budget",
          message: `the budget of $${budget.limitUsd} is used up`,
          httpStatus: null,
          retryable: false,
        });
      }
      let spent = reserved;
      try {
        const reply = await provider.call(request, context);
        spent = spentOn(reply) ?? reserved;
        return { ...reply, queueMs: reply.queueMs + queueMs };
      } finally {
        budget.settle(reserved, spent);
      }
    },
  };
}

/**
 * What was replayed, never sent or refused (a status of 400 and above: nobody bills that) cost nothing; null: unknown,
 * an attempt is then settled at its reservation.
 */
function spentOn(reply: Reply): number | null {
  if (reply.cached) return 0;
  if (reply.costUsd !== null) return reply.costUsd;
  const isFree = reply.attempts.every(({ status }) => status !== null && status >= 400);
  return isFree ? 0 : null;
}
