import type { CallError } from "../../domain/output.ts";
import type { RunSettings } from "../../domain/suite.ts";
import { createRandom } from "../../stats/sfc32.ts";
import { createLimiter, type FakeLimits } from "../../testing/fake-server/limiter.ts";
import { type Adapter, SendError } from "../adapter.ts";
import { type Composition, composeProvider } from "../compose.ts";
import { aCall, aModelSpec, anAdapter, anError, request, sent } from "./calls.ts";
import { EventClock } from "./event-clock.ts";

export interface ServiceOptions {
  readonly limits: FakeLimits;
  /** Of an answer, milliseconds, and how far it may be off in either direction, as a share. */
  readonly latencyMs: number;
  readonly jitter?: number;
  /** Of a refusal. */
  readonly refusalMs?: number;
  /** What a refusal states; default: nothing. */
  readonly retryAfter?: "seconds" | "milliseconds";
  /** Tokens a call asks for and uses. */
  readonly tokens?: number;
  /** An error that has nothing to do with the limits; null: none. */
  readonly fault?: (now: number) => CallError | null;
}

export interface Service {
  readonly adapter: Adapter;
  /** When each call came, and whether it was refused. */
  readonly log: { readonly at: number; refused: boolean; good: boolean }[];
  most: number;
  limits(limits: FakeLimits): void;
}

/** A provider with limits on a clock of its own: what the fake server does, in no time. */
export function aService(clock: EventClock, options: ServiceOptions): Service {
  const random = createRandom(7);
  let limiter = createLimiter(options.limits, clock.monotonic());
  let serving = 0;
  const service: Service = {
    log: [],
    most: 0,
    limits(limits) {
      limiter = createLimiter(limits, clock.monotonic());
    },
    adapter: anAdapter(async ({ signal }) => {
      const entry = { at: clock.monotonic(), refused: false, good: false };
      service.log.push(entry);
      const fault = options.fault?.(entry.at) ?? null;
      const refused = limiter.admit(options.tokens ?? 0, entry.at);
      if (refused) {
        entry.refused = true;
        await clock.sleep(options.refusalMs ?? 2);
        const waitMs =
          options.retryAfter === "seconds" ? Math.ceil(refused.waitMs / 1000) * 1000 : Math.ceil(refused.waitMs);
        const facts = options.retryAfter === undefined ? {} : { retryAfterMs: waitMs };
        throw new SendError(anError("rate_limit", true, 429), facts);
      }
      serving += 1;
      service.most = Math.max(service.most, serving);
      const from = limiter;
      const { latencyMs, jitter = 0 } = options;
      await clock.sleep(fault === null ? latencyMs * (1 + jitter * (2 * random() - 1)) : 2, signal);
      serving -= 1;
      from.release(0, clock.monotonic());
      if (fault !== null) throw new SendError(fault);
      entry.good = true;
      return sent();
    }),
  };
  return service;
}

export const SETTINGS: RunSettings = {
  concurrency: 64,
  timeoutS: 60,
  totalTimeoutS: 600,
  maxAttempts: 20,
  repeats: 1,
  seed: 1,
  maxErrorRate: 1,
  maxUngradedRate: 1,
  budgetUsd: null,
};

/** Calls a service as a lane does: as many in flight as two slots each. */
export async function drive(
  clock: EventClock,
  service: Service,
  options: { readonly ms: number; readonly settings?: Partial<RunSettings>; readonly notes?: string[] },
) {
  const settings = { ...SETTINGS, ...options.settings };
  const run: Composition = {
    clock,
    settings,
    accounts: new Map(),
    cache: null,
    budget: null,
    random: createRandom(11),
    onNote: (text) => options.notes?.push(text),
  };
  const provider = composeProvider(
    {
      model: aModelSpec(),
      adapter: service.adapter,
      account: "one",
      cached: false,
      calls: true,
      costOf: () => null,
      boundOf: () => 0,
      mask: (text) => text,
      onStop: () => {},
    },
    run,
  );
  const { context, halt } = aCall();
  const ends: { readonly at: number; readonly status: string }[] = [];
  const written = Promise.resolve();
  const lane = async () => {
    while (!halt.signal.aborted) {
      const reply = await provider.call(request, { ...context, written });
      if (!halt.signal.aborted) ends.push({ at: clock.monotonic(), status: reply.status });
    }
  };
  const start = clock.monotonic();
  const lanes = Array.from({ length: Math.max(8, 2 * settings.concurrency) }, lane);
  await clock.advance(options.ms);
  halt.abort();
  await clock.advance(120_000);
  await Promise.all(lanes);
  const account = run.accounts.get("one");
  return {
    ends,
    level: account?.level ?? 0,
    rate: account?.rate ?? null,
    /** Answers a second, and the share of refused calls, from `warmMs` after the start. */
    from(warmMs: number) {
      const [since, until] = [start + warmMs, start + options.ms];
      const calls = service.log.filter(({ at }) => at >= since && at < until);
      const refused = calls.filter((call) => call.refused).length;
      const good = ends.filter(({ at, status }) => at >= since && at < until && status === "ok").length;
      return { perSecond: (1000 * good) / (until - since), refusedShare: refused / Math.max(1, calls.length), calls: calls.length };
    },
  };
}
