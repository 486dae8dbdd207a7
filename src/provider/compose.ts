import type { Clock } from "../base/clock.ts";
import { sha256 } from "../base/digest.ts";
import type { CallError, Usage } from "../domain/output.ts";
import type { CallContext, Provider } from "../domain/provider.ts";
import type { ModelRequest } from "../domain/request.ts";
import type { ModelSpec, RunSettings } from "../domain/suite.ts";
import { Account } from "./account.ts";
import type { Adapter } from "./adapter.ts";
import type { CallMonitor } from "./call-monitor.ts";
import { withAttempt } from "./with-attempt.ts";
import { type Budget, withBudget } from "./with-budget.ts";
import { type CacheMode, type ResponseCache, withCache } from "./with-cache.ts";
import { createLimiter, type Limiter, withLimit } from "./with-limit.ts";
import { withRetry } from "./with-retry.ts";
import { Stopper, withStop } from "./with-stop.ts";

/** What all models of a run share. */
export interface Composition {
  readonly clock: Clock;
  readonly settings: RunSettings;
  /** By key or base URL: models of one account share its limits. */
  readonly accounts: Map<string, Account>;
  readonly cache: { readonly store: ResponseCache; readonly mode: CacheMode } | null;
  readonly budget: Budget | null;
  readonly random: () => number;
  /** Knows the calls that have not ended. */
  readonly monitor?: CallMonitor;
  /** Told when a provider is found to be down, and when it answers again. */
  readonly onNote?: (text: string) => void;
}

export interface ComposedModel {
  readonly model: ModelSpec;
  readonly adapter: Adapter;
  readonly account: string;
  /** Replies of this model are cached. */
  readonly cached: boolean;
  /** A program, which is handed the case itself: its reply is kept for that case and seed alone. */
  readonly seesCase?: boolean;
  /** False where nothing is called (recorded outputs). */
  readonly calls: boolean;
  readonly costOf: (usage: Usage) => number | null;
  /** The most that one attempt can cost, USD; needed with a budget. */
  readonly boundOf: (request: ModelRequest) => number;
  readonly mask: (text: string) => string;
  readonly onStop: (error: CallError) => void;
}

/**
 * An adapter with everything around it. A replay costs no slot and no money; what is retried reserves anew; waiting
 * for a retry holds no slot; latency is measured inside the limit.
 */
export function composeProvider(made: ComposedModel, run: Composition): Provider {
  const { model } = made;
  const { clock, settings } = run;
  const attempt = withAttempt(made.adapter, {
    clock,
    timeoutMs: (model.timeoutS ?? settings.timeoutS) * 1000,
    costOf: made.costOf,
    calls: made.calls,
    mask: made.mask,
  });
  const limiters = limitersOf(made, run);
  // What is read from a file can neither be tried again nor be paid for, and its errors are about their case alone.
  const called = made.calls ? withCalls(attempt, limiters, made, run) : withLimit(attempt, limiters, clock);
  const cached =
    run.cache === null || !made.cached
      ? called
      : withCache(called, run.cache.store, run.cache.mode, made.seesCase ? keyOfCase : undefined);
  return run.monitor === undefined ? cached : run.monitor.watch(cached, model.id);
}

function keyOfCase({ fingerprint, case: { id, digest }, seed }: CallContext): string {
  return `sha256:${sha256(JSON.stringify([fingerprint, id, digest, seed]))}`;
}

function withCalls(
  attempt: Provider,
  limiters: readonly Limiter[],
  { model, boundOf, onStop }: ComposedModel,
  { clock, settings, budget, random }: Composition,
): Provider {
  const stopper = new Stopper(onStop);
  const limited = withLimit(withStop(attempt, stopper), limiters, clock);
  const budgeted = budget === null ? limited : withBudget(limited, budget, boundOf, clock);
  const retried = withRetry(budgeted, {
    clock,
    maxAttempts: model.maxAttempts ?? settings.maxAttempts,
    totalTimeoutMs: (model.totalTimeoutS ?? settings.totalTimeoutS) * 1000,
    random,
  });
  return withStop(retried, stopper);
}

/** The model's own bound first, then its account's: the narrower is waited for before the wider. */
function limitersOf({ model, account, calls }: ComposedModel, run: Composition): readonly Limiter[] {
  const { accounts, settings, clock } = run;
  const { concurrency, rpm, tpm } = model;
  const most = settings.concurrency;
  // Recorded outputs refuse nothing: there is nothing to find out.
  if (!calls) return [createLimiter({ concurrency: concurrency ?? most, rpm, tpm }, clock)];
  let shared = accounts.get(account);
  if (shared === undefined) {
    const totalTimeoutMs = settings.totalTimeoutS * 1000;
    shared = new Account({ concurrency: most, totalTimeoutMs, onNote: (text) => run.onNote?.(text) }, clock);
    accounts.set(account, shared);
  }
  shared.addModel(model.id);
  if (concurrency === null && rpm === null && tpm === null) return [shared];
  return [shared, createLimiter({ concurrency: concurrency ?? most, rpm, tpm }, clock)];
}
