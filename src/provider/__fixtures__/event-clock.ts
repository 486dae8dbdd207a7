import type { Clock } from "../../base/clock.ts";

interface Sleeper {
  readonly at: number;
  readonly order: number;
  readonly wake: () => void;
  done: boolean;
}

/** As `FakeClock`, for simulations of many thousand events: sleepers lie in a heap. */
export class EventClock implements Clock {
  #time = 0;
  #order = 0;
  readonly #heap: Sleeper[] = [];

  now(): number {
    return Date.UTC(2026, 0, 1) + this.#time;
  }

  monotonic(): number {
    return this.#time;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const wake = () => {
        sleeper.done = true;
        signal?.removeEventListener("abort", wake);
        resolve();
      };
      const sleeper: Sleeper = { at: this.#time + ms, order: this.#order++, wake, done: false };
      this.#push(sleeper);
      signal?.addEventListener("abort", wake, { once: true });
    });
  }

  /** Lets `ms` pass: who sleeps until then is woken in order, and what follows from it has happened. */
  async advance(ms: number): Promise<void> {
    const end = this.#time + ms;
    await turn();
    for (let next = this.#heap[0]; next !== undefined && next.at <= end; next = this.#heap[0]) {
      this.#pop();
      if (next.done) continue;
      this.#time = Math.max(this.#time, next.at);
      next.wake();
      await turn();
    }
    this.#time = end;
    await turn();
  }

  #push(sleeper: Sleeper): void {
    const heap = this.#heap;
    let at = heap.push(sleeper) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || isBefore(above, sleeper)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = sleeper;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
      const child = right !== undefined && left !== undefined && isBefore(right, left) ? right : left;
      if (child === undefined || isBefore(last, child)) break;
      heap[at] = child;
      at = 2 * at + (child === right ? 2 : 1);
    }
    heap[at] = last;
  }
}

const isBefore = (one: Sleeper, other: Sleeper) => one.at < other.at || (one.at === other.at && one.order < other.order);

/** Everything that waits for promises alone has happened. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
