import type { FakeServerStats, KeyStats } from "./stats.ts";

type Writable<T> = T extends readonly (infer Item)[]
  ? Writable<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Writable<T[Key]> }
    : T;

/** The server's own, writable view of its stats. */
export type Counts = Writable<FakeServerStats>;

/** A client's timer may fire this much before its time by another clock, milliseconds. */
const TIMER_MS = 2;
const WIDTH_MS = 100;

/** Counts at zero, but for the calls that are in flight still. */
export function openCounts(inFlight = 0, serving = 0): Counts {
  return {
    requests: 0,
    byApi: { chat: 0, responses: 0, messages: 0 },
    inFlight,
    maxInFlight: inFlight,
    maxServing: serving,
    abandoned: 0,
    connections: 0,
    good: 0,
    refused: { concurrency: 0, requests: 0, tokens: 0 },
    faults: {},
    // A case may have any text, `__proto__` too.
    keys: Object.create(null) as Counts["keys"],
    earlyRetries: [],
    timeline: { fromAt: null, widthMs: WIDTH_MS, arrived: [], refused: [], good: [] },
  };
}

/** Writes down the arrival of a request of a key and whether it came too early. */
export function noteArrival(counts: Counts, key: string, at: number): Writable<KeyStats> {
  counts.timeline.fromAt ??= at;
  tick(counts, "arrived", at);
  let account = counts.keys[key];
  if (account === undefined) {
    account = { requests: 0, good: 0, arrivals: [], waits: [] };
    counts.keys[key] = account;
  }
  account.requests += 1;
  account.arrivals.push(at);
  const allowedAt = account.waits.reduce((latest, wait) => Math.max(latest, wait.allowedAt), 0);
  if (at < allowedAt - TIMER_MS) counts.earlyRetries.push({ key, at, allowedAt });
  return account;
}

/** Adds one to the tenth of a second that holds `at`. */
export function tick(counts: Counts, list: "arrived" | "refused" | "good", at: number): void {
  const ticks = counts.timeline[list];
  const index = Math.max(0, Math.floor((at - (counts.timeline.fromAt ?? at)) / WIDTH_MS));
  while (ticks.length <= index) ticks.push(0);
  ticks[index] = (ticks[index] ?? 0) + 1;
}
