import type { Clock } from "../base/clock.ts";
import type { WherePair } from "../base/rows/where.ts";
import type { Secrets } from "../base/secrets.ts";

/** The world as a run sees it: passed in, so that tests and the public API can have their own. */
export interface World {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Absolute folder of the runs. */
  readonly reports: string;
  /** Absolute folder of the response cache. */
  readonly cacheFolder: string;
  /** Secret values that are known: nothing that is written may show them. A suite adds its own when it is loaded. */
  readonly secrets: Secrets;
}

/** What flags may say on top of a suite; flags beat `run:`. */
export interface RunOptions {
  /** Ids of models or candidates; empty: all. */
  readonly models: readonly string[];
  readonly limit: number | null;
  /** On top of the suite's own. */
  readonly where: readonly WherePair[];
  readonly repeats: number | null;
  readonly concurrency: number | null;
  readonly budgetUsd: number | null;
  readonly seed: number | null;
  readonly cache: "use" | "refresh" | "off";
  /** A missing API key: an error before a run, a warning where nothing is called. */
  readonly keys: "error" | "warn";
  /** A run to go on with; `true`: the suite's last unfinished one; null: a new run. */
  readonly resume: string | true | null;
  /** A run whose outputs are taken where their trials are unchanged; null: none. */
  readonly reuse: string | null;
  /** A file or a run to compare with; null: the file beside the suite, if it is there; false: nothing. */
  readonly baseline: string | null | false;
  /** Judge at looks, and stop who is decided. */
  readonly stopEarly: boolean;
  /** Formats to be written into the folder. */
  readonly reports: readonly string[];
  /** Whether `manual: true` suites of a folder are taken too (`validate`). */
  readonly manual: boolean;
}

export const DEFAULT_RUN_OPTIONS: RunOptions = {
  models: [],
  limit: null,
  where: [],
  repeats: null,
  concurrency: null,
  budgetUsd: null,
  seed: null,
  cache: "use",
  keys: "error",
  resume: null,
  reuse: null,
  baseline: null,
  stopEarly: false,
  reports: ["md", "html"],
  manual: false,
};
