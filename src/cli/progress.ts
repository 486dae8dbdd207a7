import type { Clock } from "../base/clock.ts";
import { formatDuration, formatUsd } from "../base/format-value.ts";
import type { TrialResult } from "../pipeline/execute.ts";
import { visibleText } from "../report/safe-text.ts";
import type { Sink } from "./context.ts";

/** Redraws a terminal at 10 Hz; elsewhere a plain line every few seconds, for a log that people scroll through. */
const REDRAW_MS = 100;
const LINE_MS = 5_000;
/** What takes longer than this says so. */
const SLOW_MS = 1_000;
/** When nothing has finished for so long, it is said what is being waited for. */
const SILENCE_MS = 30_000;
const WATCHED_CALLS = 3;

export interface ProgressStart {
  readonly title: string;
  readonly candidates: readonly string[];
  readonly planned: number;
  readonly finished: number;
}

export interface Progress {
  /** Before `start`, as often as there is something new: how many outputs of an earlier start were read. */
  reading(read: number, most: number): void;
  start(work: ProgressStart): void;
  result(result: TrialResult): void;
  note(text: string): void;
  /** `longest` gives a line for each of the calls that have waited longest. */
  watch(longest: (most: number) => readonly string[]): void;
  /** A first Ctrl-C: says at once what happens now. */
  stopping(): void;
  end(): void;
}

interface Counts {
  done: number;
  passed: number;
  failed: number;
  errored: number;
}

export function createProgress(err: Sink, clock: Clock, quiet: boolean): Progress {
  const live = err.isTerminal && !quiet;
  let timer: NodeJS.Timeout | undefined;
  let title = "";
  let planned = 0;
  let before = 0;
  let startedAt = 0;
  let spentUsd = 0;
  let stopped = false;
  let drawn = 0;
  let watchdog: NodeJS.Timeout | undefined;
  let heardAt = 0;
  let readingSince: number | null = null;
  let saidReadingAt = Number.NEGATIVE_INFINITY;
  const counts = new Map<string, Counts>();

  const total = () => before + [...counts.values()].reduce((sum, { done }) => sum + done, 0);
  const headline = (): string => {
    const done = total();
    const elapsed = Math.max(1, clock.monotonic() - startedAt);
    const rate = ((done - before) / elapsed) * 1000;
    const errors = [...counts.values()].reduce((sum, { errored }) => sum + errored, 0);
    const left = planned - done;
    const parts = [
      `${title} ${done.toLocaleString("en")}/${planned.toLocaleString("en")} (${planned === 0 ? 100 : Math.floor((100 * done) / planned)}%)`,
      `${rate >= 10 ? Math.round(rate).toLocaleString("en") : rate.toFixed(1)}/s`,
      `spent ${formatUsd(spentUsd)}`,
      errors > 0 ? `${errors.toLocaleString("en")} errors` : null,
      stopped ? "stopping" : rate > 0 && left > 0 ? `about ${formatDuration((left / rate) * 1000)} left` : null,
    ];
    return parts.filter((part) => part !== null).join(" · ");
  };
  const accuracyOf = ({ passed, failed }: Counts) =>
    passed + failed === 0 ? "–" : `${((100 * passed) / (passed + failed)).toFixed(1)}%`;
  const erase = () => {
    if (drawn > 0) err.write(`\x1b[${drawn}A\x1b[0J`);
    drawn = 0;
  };
  const draw = () => {
    const pad = Math.max(0, ...[...counts.keys()].map((id) => id.length));
    const lines = [
      headline(),
      ...[...counts].map(
        ([id, one]) => `  ${id.padEnd(pad)}  ${one.done.toLocaleString("en").padStart(7)}  accuracy ${accuracyOf(one)}`,
      ),
    ];
    erase();
    // A line that wraps would be two to erase.
    err.write(lines.map((line) => `${line.slice(0, Math.max(20, err.width - 1))}\n`).join(""));
    drawn = lines.length;
  };
  const plainLine = () => {
    const running = [...counts].map(([id, one]) => `${id} ${accuracyOf(one)}`).join(", ");
    err.write(`${headline()}${running === "" ? "" : ` · accuracy so far: ${running}`}\n`);
  };
  const say = (text: string) => {
    erase();
    err.write(`${visibleText(text)}\n`);
    if (live && timer !== undefined) draw();
  };

  return {
    reading(read, most) {
      const now = clock.monotonic();
      readingSince ??= now;
      if (quiet || now - readingSince < SLOW_MS || now - saidReadingAt < (live ? REDRAW_MS : Infinity)) return;
      saidReadingAt = now;
      const line = `reading up to ${most.toLocaleString("en")} outputs…`;
      erase();
      err.write(live ? `${line} ${read.toLocaleString("en")}\n` : `${line}\n`);
      if (live) drawn = 1;
    },
    start({ title: named, candidates, planned: all, finished }) {
      title = named;
      planned = all;
      before = finished;
      startedAt = clock.monotonic();
      for (const id of candidates) counts.set(id, { done: 0, passed: 0, failed: 0, errored: 0 });
      if (finished > 0 && !quiet)
        say(`${title}: ${finished.toLocaleString("en")} of ${all.toLocaleString("en")} trials are done already`);
      if (quiet) return;
      if (live) {
        draw();
        timer = setInterval(draw, REDRAW_MS);
      } else timer = setInterval(plainLine, LINE_MS);
      timer.unref();
    },
    result({ trial, output, outcome }) {
      heardAt = clock.monotonic();
      const one = counts.get(trial.candidate);
      if (one === undefined) return;
      one.done += 1;
      if (outcome === "passed" || outcome === "failed") one[outcome] += 1;
      if (outcome === "errored") one.errored += 1;
      if (!output.cached && output.attempts.length > 0) spentUsd += output.costUsd ?? 0;
    },
    note: (text) => say(`note: ${text}`),
    watch(longest) {
      if (quiet) return;
      heardAt = clock.monotonic();
      const look = () => {
        if (clock.monotonic() - heardAt < SILENCE_MS) return;
        heardAt = clock.monotonic();
        const calls = longest(WATCHED_CALLS);
        if (calls.length > 0) say(`still waiting: ${calls.join("; ")}`);
      };
      watchdog = setInterval(look, 1000).unref();
    },
    stopping() {
      stopped = true;
      say("interrupted: no new calls; what is in flight gets its grace time; Ctrl-C again stops at once");
    },
    end() {
      clearInterval(timer);
      clearInterval(watchdog);
      timer = undefined;
      if (live) erase();
    },
  };
}
