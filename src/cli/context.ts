import { resolve } from "node:path";
import { type Clock, systemClock } from "../base/clock.ts";
import type { Secrets } from "../base/secrets.ts";
import type { World } from "../pipeline/options.ts";

/** A stream that a command writes to. */
export interface Sink {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Columns; a terminal's own, else 120. */
  readonly width: number;
  readonly color: boolean;
}

/** How a user's Ctrl-C reaches a command. */
export interface Interrupt {
  /** Aborts at the first signal: no new calls. */
  readonly stop: AbortSignal;
  /** Aborts when the grace time is over: what is in flight is cut off. */
  readonly signal: AbortSignal;
  /** 130 or 143 once a signal came; null before. */
  readonly exitCode: () => number | null;
  /** The grace time, milliseconds. */
  setGrace(ms: number): void;
  /** Told at the first signal. */
  onStop(listener: () => void): void;
  /** Told why at a second signal or an uncaught error, before the process ends: synchronous work only. */
  onKill(listener: (reason: string) => void): void;
}

/** Everything a command may touch of the process: passed in, so that tests run commands as functions. */
export interface Context {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly argv: readonly string[];
  /** The result and nothing else. */
  readonly out: Sink;
  /** Progress, notes, errors. */
  readonly err: Sink;
  readonly clock: Clock;
  readonly interrupt: Interrupt;
  /** What the sinks mask. */
  readonly secrets: Secrets;
}

export function worldOf(context: Context, out: string | undefined): World {
  const { cwd, env, secrets } = context;
  // An empty variable is one that is not set: CI systems make them.
  return {
    cwd,
    env,
    clock: systemClock,
    reports: resolve(cwd, out ?? (env.EVALS_REPORTS || "reports")),
    cacheFolder: resolve(cwd, env.EVALS_CACHE || ".evals/cache"),
    secrets,
  };
}
