import { describe, expect, it } from "vitest";
import { runLanes } from "./lanes.ts";

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const never = new AbortController().signal;

describe("runLanes", () => {
  it("does every step of every lane once and keeps to the width", async () => {
    const seen = { a: [] as number[], b: [] as number[] };
    const flying = { a: 0, b: 0 };
    const most = { a: 0, b: 0 };
    const lane = (id: "a" | "b", width: number) => ({
      id,
      width,
      step: async (index: number) => {
        most[id] = Math.max(most[id], ++flying[id]);
        await sleep(index % 3);
        flying[id]--;
        seen[id].push(index);
      },
    });
    await runLanes([lane("a", 7), lane("b", 2)], { steps: 60, maxLead: 100, signal: never });
    const all = Array.from({ length: 60 }, (_, index) => index);
    expect(seen.a.toSorted((x, y) => x - y)).toEqual(all);
    expect(seen.b.toSorted((x, y) => x - y)).toEqual(all);
    expect(most.a).toBe(7);
    expect(most.b).toBe(2);
  });

  it("lets a fast lane be ahead by the lead and no more", async () => {
    let slow = 0;
    let lead = 0;
    await runLanes(
      [
        {
          id: "fast",
          width: 4,
          step: async (index) => {
            lead = Math.max(lead, index - slow);
          },
        },
        {
          id: "slow",
          width: 1,
          step: async () => {
            await sleep(1);
            slow++;
          },
        },
      ],
      { steps: 50, maxLead: 10, signal: never },
    );
    expect(lead).toBeGreaterThan(5);
    expect(lead).toBeLessThan(10);
  });

  it("stops at an abort, waits for what flies, and does not hang a lane that waits for its lead", async () => {
    const controller = new AbortController();
    let ended = 0;
    let started = 0;
    setTimeout(() => controller.abort(), 20);
    await runLanes(
      [
        { id: "fast", width: 4, step: async () => {} },
        {
          id: "stuck",
          width: 1,
          step: async () => {
            started++;
            await sleep(60);
            ended++;
          },
        },
      ],
      { steps: 1000, maxLead: 5, signal: controller.signal },
    );
    expect(started).toBe(1);
    expect(ended).toBe(1);
  });

  it("begins nothing beyond its reach until that grows", async () => {
    let reach = 10;
    let ended = 0;
    let furthest = 0;
    const lane = (id: string, ms: number) => ({
      id,
      width: 4,
      step: async (index: number) => {
        expect(index).toBeLessThan(reach);
        furthest = Math.max(furthest, index);
        await sleep(ms);
        if (++ended === 2 * reach) reach = reach === 10 ? 25 : 40;
      },
    });
    await runLanes([lane("a", 0), lane("b", 2)], { steps: 40, maxLead: 100, signal: never, reach: () => reach });
    expect(ended).toBe(80);
    expect(furthest).toBe(39);
  });

  it("ends at an abort while all wait for their reach", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    let ended = 0;
    const step = async () => {
      ended++;
    };
    await runLanes([{ id: "a", width: 4, step }], {
      steps: 40,
      maxLead: 100,
      signal: controller.signal,
      reach: () => 10,
    });
    expect(ended).toBe(10);
  });

  it("rejects with the first failure once everything has ended", async () => {
    let ended = 0;
    const step = async (index: number) => {
      await sleep(index === 3 ? 5 : 15);
      ended++;
      if (index === 3) throw new Error("disk full");
    };
    await expect(runLanes([{ id: "a", width: 8, step }], { steps: 500, maxLead: 1000, signal: never })).rejects.toThrow(
      "disk full",
    );
    expect(ended).toBeGreaterThanOrEqual(8);
    expect(ended).toBeLessThan(20);
  });

  it("ends at once when there is nothing to do", async () => {
    await runLanes([], { steps: 10, maxLead: 10, signal: never });
    await runLanes([{ id: "a", width: 1, step: async () => {} }], { steps: 0, maxLead: 1, signal: never });
  });
});
