import { describe, expect, it } from "vitest";
import { cases, drawn } from "./__fixtures__/rows.ts";
import { chooseGroups } from "./choose-groups.ts";

// Two candidates: group 2i is a's case i, group 2i + 1 is b's.
const table = () => drawn({ cases: cases(6) }, { a: "+-+u++", b: "++e+.+" });

describe("chooseGroups", () => {
  it("takes all where there is room", async () => {
    expect([...chooseGroups(await table(), 12, 1)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it("takes what did not pass first, in run order, then a sample of the others", async () => {
    expect([...chooseGroups(await table(), 3, 1)]).toEqual([2, 5, 6]);
    const chosen = [...chooseGroups(await table(), 5, 1)];
    expect(chosen).toHaveLength(5);
    expect(chosen).toEqual(expect.arrayContaining([2, 5, 6]));
    expect(chosen).toEqual(chosen.toSorted((x, y) => x - y));
  });

  it("draws the same with the same seed, another with another, and evenly", async () => {
    const of = async (seed: number) => [...chooseGroups(await table(), 5, seed)].join();
    expect(await of(7)).toBe(await of(7));
    const counts = new Map<number, number>();
    for (let seed = 0; seed < 900; seed++)
      for (const group of chooseGroups(await table(), 4, seed)) counts.set(group, (counts.get(group) ?? 0) + 1);
    expect([2, 5, 6].map((group) => counts.get(group))).toEqual([900, 900, 900]);
    // Nine others share 900 places.
    for (const [group, count] of counts) if (![2, 5, 6].includes(group)) expect(count).toBeGreaterThan(60);
    expect(counts.size).toBe(12);
  });

  it("samples what did not pass too where that alone is too much, and keeps repeats together", async () => {
    const failing = await drawn({ cases: cases(8), repeats: 2 }, { a: "-+ -- -- -+ -- -- -- --" });
    const chosen = chooseGroups(failing, 7, 3);
    expect(chosen).toHaveLength(3);
    expect(new Set(chosen).size).toBe(3);
  });
});
