import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Clock } from "../base/clock.ts";
import type { Sink } from "./context.ts";
import { createProgress } from "./progress.ts";

let now = 0;
const clock: Clock = { now: () => now, monotonic: () => now, sleep: async () => {} };
const pass = (ms: number) => {
  for (let done = 0; done < ms; done += 500) {
    now += 500;
    vi.advanceTimersByTime(500);
  }
};

function aSink(): Sink & { readonly lines: string[] } {
  const lines: string[] = [];
  return { lines, write: (text) => void lines.push(text), isTerminal: false, width: 120, color: false };
}

type Result = Parameters<ReturnType<typeof createProgress>["result"]>[0];
const result = { trial: { candidate: "mini" } } as Result;

describe("the watchdog", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("says what is waited for when nothing has finished for 30 s, and every 30 s after that", () => {
    const sink = aSink();
    const progress = createProgress(sink, clock, false);
    const asked: number[] = [];
    progress.watch((most) => {
      asked.push(most);
      return ["mini: t-104 attempt 3, 429, next try in 12 s", "mini: t-7 attempt 1, no answer since 31 s"];
    });
    pass(29_000);
    progress.result(result);
    pass(29_000);
    expect(sink.lines).toEqual([]);
    pass(2000);
    const line =
      "still waiting: mini: t-104 attempt 3, 429, next try in 12 s; mini: t-7 attempt 1, no answer since 31 s\n";
    expect(sink.lines).toEqual([line]);
    pass(31_000);
    expect(sink.lines).toEqual([line, line]);
    expect(asked).toEqual([3, 3]);
    progress.end();
    pass(60_000);
    expect(sink.lines).toHaveLength(2);
  });

  it("is silent with --quiet, and where no call is in flight", () => {
    const sink = aSink();
    createProgress(sink, clock, true).watch(() => ["mini: t-1 attempt 1"]);
    createProgress(sink, clock, false).watch(() => []);
    pass(100_000);
    expect(sink.lines).toEqual([]);
  });
});

describe("reading what earlier starts have left", () => {
  const lines = [
    [0, 0],
    [900, 20_000],
    [200, 30_000],
    [50, 31_000],
    [100, 40_000],
  ] as const;
  const readBy = (progress: ReturnType<typeof createProgress>) => {
    for (const [ms, read] of lines) {
      now += ms;
      progress.reading(read, 100_000);
    }
  };

  it("is told of once, when it takes a second", () => {
    const sink = aSink();
    readBy(createProgress(sink, clock, false));
    expect(sink.lines).toEqual(["reading up to 100,000 outputs…\n"]);
  });

  it("counts on a terminal, in one line", () => {
    const sink = { ...aSink(), isTerminal: true };
    readBy(createProgress(sink, clock, false));
    expect(sink.lines).toEqual([
      "reading up to 100,000 outputs… 30,000\n",
      "\x1b[1A\x1b[0J",
      "reading up to 100,000 outputs… 40,000\n",
    ]);
  });

  it("is silent with --quiet", () => {
    const sink = aSink();
    readBy(createProgress(sink, clock, true));
    expect(sink.lines).toEqual([]);
  });
});
