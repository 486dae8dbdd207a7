import { describe, expect, it } from "vitest";
import { Breaker } from "./breaker.ts";

function aBreaker(patienceMs = 600_000) {
  const changes: boolean[] = [];
  return { breaker: new Breaker(patienceMs, (open) => changes.push(open)), changes };
}

const failEvery = (breaker: Breaker, ms: number, count: number, from = 0) => {
  for (let n = 0; n < count; n++) breaker.fail(from + n * ms);
};

describe("Breaker", () => {
  it("opens after ten failures in a row over three seconds", () => {
    const { breaker, changes } = aBreaker();
    failEvery(breaker, 333, 10);
    expect(changes).toEqual([]);
    breaker.fail(3000);
    expect(changes).toEqual([true]);
    expect(breaker.ask(3001)).toBe("wait");
  });

  it("stays closed where a success comes between, or where all fail at once", () => {
    const { breaker, changes } = aBreaker();
    failEvery(breaker, 1000, 9);
    breaker.succeed();
    failEvery(breaker, 1000, 9, 10_000);
    expect(breaker.ask(20_000)).toBe("go");
    breaker.succeed();
    failEvery(breaker, 0, 64, 30_000);
    expect(breaker.ask(30_000)).toBe("go");
    expect(changes).toEqual([]);
  });

  it("lets single probes through at growing intervals until one succeeds", () => {
    const { breaker, changes } = aBreaker();
    failEvery(breaker, 1000, 10);
    const probes: number[] = [];
    for (let now = 9000; now < 140_000; now += 100) {
      if (breaker.ask(now) !== "go") continue;
      probes.push((now - 9000) / 1000);
      breaker.fail(now + 50);
    }
    expect(probes).toEqual([1, 3, 7, 15, 31, 61, 91, 121]);
    breaker.succeed();
    expect(breaker.ask(140_000)).toBe("go");
    expect(breaker.ask(140_000)).toBe("go");
    expect(changes).toEqual([true, false]);
  });

  it("gives up after the patience, but for the probes, and recovers from that too", () => {
    const { breaker } = aBreaker(20_000);
    failEvery(breaker, 1000, 10);
    expect(breaker.ask(9001)).toBe("wait");
    expect(breaker.ask(29_000)).toBe("go");
    expect(breaker.ask(29_001)).toBe("give up");
    breaker.succeed();
    expect(breaker.ask(29_002)).toBe("go");
  });
});
