import type { Clock } from "../base/clock.ts";
import type { CallProgress, Provider } from "../domain/provider.ts";

interface Watched {
  readonly model: string;
  readonly caseId: string;
  readonly since: number;
  readonly progress: CallProgress;
}

/** The calls of a run that have not ended, in the order in which they began: what a person who waits may want to know. */
export class CallMonitor {
  readonly #calls = new Set<Watched>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A line for each of the calls that have waited longest, at most `most`. */
  longest(most: number): readonly string[] {
    const now = this.#clock.monotonic();
    const lines: string[] = [];
    for (const call of this.#calls) {
      if (lines.length >= most) break;
      lines.push(describe(call, now));
    }
    return lines;
  }

  /** Goes around everything. */
  watch(provider: Provider, model: string): Provider {
    return {
      ...provider,
      call: async (request, context) => {
        const progress: CallProgress = { attempt: 1, last: null, waitsFor: "slot", until: null };
        const call = { model, caseId: context.case.id, since: this.#clock.monotonic(), progress };
        this.#calls.add(call);
        try {
          return await provider.call(request, { progress, ...context });
        } finally {
          this.#calls.delete(call);
        }
      },
    };
  }
}

function describe({ model, caseId, since, progress }: Watched, now: number): string {
  const { attempt, last, waitsFor, until } = progress;
  const seconds = (ms: number) => `${Math.max(0, Math.ceil(ms / 1000))} s`;
  const left = seconds((until ?? now) - now);
  const state = {
    slot: `in the queue since ${seconds(now - since)}`,
    answer: `no answer since ${seconds(now - (until ?? now))}`,
    retry: `next try in ${left}`,
    pace: `the provider's limit, next try in ${left}`,
    down: `the provider is down, next try in ${left}`,
  }[waitsFor];
  return [`${model}: ${caseId} attempt ${attempt}`, last, state].filter((part) => part !== null).join(", ");
}
