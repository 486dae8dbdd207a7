import { describe, expect, it } from "vitest";
import { AdaptiveBound, type Ticket } from "./adaptive-bound.ts";

/**
 * A steady stream of calls at the full level: whenever the oldest has succeeded another one starts. What is more than
 * `most` at once is refused on the spot. Ends after so many successes.
 */
function stream(
  bound: AdaptiveBound,
  successes: number,
  open: Ticket[] = [],
  most = Number.POSITIVE_INFINITY,
): Ticket[] {
  for (let n = 0; n < successes; n++) {
    while (open.length < bound.level) {
      const ticket = bound.start(false);
      if (open.length < most) open.push(ticket);
      else {
        bound.refuse(ticket);
        bound.end();
        break;
      }
    }
    const oldest = open.shift();
    if (oldest) bound.succeed(oldest);
    bound.end();
  }
  return open;
}

describe("AdaptiveBound", () => {
  it("doubles per round trip up to its bound and never exceeds it", () => {
    const bound = new AdaptiveBound(40);
    const levels = [bound.level];
    const open: Ticket[] = [];
    for (let trip = 0; trip < 5; trip++) {
      stream(bound, bound.level, open);
      levels.push(bound.level);
    }
    expect(levels).toEqual([8, 16, 32, 40, 40, 40]);
    expect(new AdaptiveBound(1).level).toBe(1);
  });

  it("does not grow while its level is not used", () => {
    const bound = new AdaptiveBound(64);
    for (let call = 0; call < 100; call++) {
      bound.succeed(bound.start(false));
      bound.end();
    }
    expect(bound.level).toBe(8);
  });

  it("cuts to just below the refused level, once for all that was in flight", () => {
    const bound = new AdaptiveBound(64);
    const open = Array.from({ length: 8 }, () => bound.start(false));
    expect(open.slice(4).map((ticket) => bound.refuse(ticket))).toEqual(["concurrency", "known", "known", "known"]);
    expect(bound.level).toBe(4);
    expect(bound.isKnown).toBe(true);
  });

  it("finds how far its first rise went too far, though the refusals come late", () => {
    const bound = new AdaptiveBound(64);
    const open = stream(bound, 56);
    while (open.length < 64) open.push(bound.start(false));
    // The provider takes 40. What it refused is heard of from the last to the first.
    for (const ticket of open.splice(40).toReversed()) {
      bound.refuse(ticket);
      bound.end();
    }
    expect(bound.level).toBe(40);
  });

  it("goes beyond the refused level by one, and half as often after each refusal", () => {
    const bound = new AdaptiveBound(64);
    const open: Ticket[] = [];
    while (!bound.isKnown) stream(bound, 1, open, 4);
    const levels = Array.from({ length: 1500 }, () => {
      stream(bound, 1, open, 4);
      return bound.level;
    });
    const probes = levels.flatMap((level, at) => (level === 5 ? [at] : []));
    const gaps = probes.slice(1).map((at, index) => at - (probes[index] ?? 0));
    expect(gaps.slice(0, 5)).toEqual([12, 20, 36, 68, 132]);
    // 64 round trips of 4, and the one that was under way.
    expect(gaps.slice(6)).toEqual([260, 260, 260]);
    expect(Math.max(...levels)).toBe(5);
  });

  it("goes on faster and faster once a level beyond succeeds", () => {
    const bound = new AdaptiveBound(64);
    const open: Ticket[] = [];
    while (!bound.isKnown) stream(bound, 1, open, 4);
    const levels = new Set(Array.from({ length: 200 }, () => [stream(bound, 1, open), bound.level][1]));
    expect([...levels]).toEqual([4, 5, 7, 11, 19, 35, 64]);
  });

  it("takes a refusal at a level that lately succeeded for one of the rate, and keeps its level", () => {
    const bound = new AdaptiveBound(8);
    const open = stream(bound, 20);
    open.push(bound.start(false));
    expect(open.slice(-2).map((ticket) => bound.refuse(ticket))).toEqual(["rate", "known"]);
    expect(bound.level).toBe(8);
  });

  it("takes a refusal of a call that was held up for one of the rate", () => {
    const bound = new AdaptiveBound(8);
    for (let call = 0; call < 5; call++) bound.start(false);
    expect(bound.refuse(bound.start(true))).toBe("rate");
    expect(bound.level).toBe(8);
  });

  it("never goes below one, and rises again", () => {
    const bound = new AdaptiveBound(8);
    const open = [bound.start(false), bound.start(false)];
    expect(open.toReversed().map((ticket) => bound.refuse(ticket))).toEqual(["concurrency", "known"]);
    expect(bound.level).toBe(1);
    for (const _ of open) bound.end();
    expect(bound.refuse(bound.start(false))).toBe("rate");
    bound.end();
    expect(bound.level).toBe(1);
    stream(bound, 50);
    expect(bound.level).toBe(8);
  });

  it("starts anew when refusals turn out to be unrelated to it", () => {
    const bound = new AdaptiveBound(64);
    const open: Ticket[] = [];
    while (!bound.isKnown) stream(bound, 1, open, 4);
    bound.forget();
    stream(bound, 4, open);
    expect(bound.level).toBe(8);
  });
});
