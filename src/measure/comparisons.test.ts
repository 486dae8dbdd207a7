import { describe, expect, it } from "vitest";
import { mcnemar } from "../stats/mcnemar.ts";
import { pairedBinaryDiffCI } from "../stats/paired-binary-diff-ci.ts";
import { cases, drawn } from "./__fixtures__/rows.ts";
import { compareWithReference } from "./comparisons.ts";
import { allCases } from "./view.ts";

describe("comparisons with the reference", () => {
  it("pairs single answers on the cases both sides graded", async () => {
    // Shared: 0…7. Better on 2 and 3, worse on 4; case 8 is graded by one side alone, case 9 by neither.
    const table = await drawn(
      { cases: cases(10) },
      { base: "++---+ ++--".replaceAll(" ", "").slice(0, 8) + "+u", cand: "++++" + "-+++" + "ee" },
    );
    const [found] = compareWithReference(table, allCases(table), 0);
    const base = [1, 1, 0, 0, 0, 1, 1, 1];
    const cand = [1, 1, 1, 1, 0, 1, 1, 1];
    const better = cand.filter((value, i) => value > (base[i] ?? 0)).length;
    expect(found).toMatchObject({
      metric: "accuracy",
      baseline: "base",
      candidate: "cand",
      n: 8,
      difference: better / 8,
      p: mcnemar(2, 0).pMid,
      pAdjusted: mcnemar(2, 0).pMid,
      method: "tango+mcnemar-midp",
      improved: ["c2", "c3"],
      regressed: [],
      improvedCount: 2,
      regressedCount: 0,
      unshared: 1,
      ...pairedBinaryDiffCI(2, 0, 8),
    });
  });

  it("adjusts over the family, and leaves the reference out", async () => {
    const rows = { a: "-".repeat(30), b: "+".repeat(10) + "-".repeat(20), c: "+".repeat(6) + "-".repeat(24) };
    const table = await drawn({ cases: cases(30) }, rows);
    const found = compareWithReference(table, allCases(table), 0);
    expect(found.map(({ candidate }) => candidate)).toEqual(["b", "c"]);
    expect(found[0]?.pAdjusted).toBeCloseTo(2 * mcnemar(10, 0).pMid, 12);
    expect(found[1]?.pAdjusted).toBeCloseTo(mcnemar(6, 0).pMid, 12);
    const other = compareWithReference(table, allCases(table), 1);
    expect(other.map(({ candidate, difference }) => [candidate, difference])).toEqual([
      ["a", -10 / 30],
      ["c", -4 / 30],
    ]);
  });

  it("averages repeats within their case, and takes clusters into account", async () => {
    const repeated = await drawn({ cases: cases(4), repeats: 2 }, { a: "++ -- +- --", b: "++ +- ++ -e" });
    const [found] = compareWithReference(repeated, allCases(repeated), 0);
    expect(found).toMatchObject({ n: 4, difference: 0.25, method: "paired-t", improvedCount: 2, regressedCount: 0 });
    const clustered = await drawn({ cases: cases(6, (i) => ({ cluster: `d${i % 3}` })) }, { a: "++--+-", b: "+++++-" });
    expect(compareWithReference(clustered, allCases(clustered), 0)[0]?.method).toBe("paired-cr1");
  });

  it("says nothing where nothing is shared", async () => {
    const table = await drawn({ cases: cases(2) }, { a: "+e", b: "e+" });
    expect(compareWithReference(table, allCases(table), 0)[0]).toMatchObject({
      n: 0,
      difference: null,
      low: null,
      high: null,
      p: null,
      pAdjusted: null,
      method: "no-data",
      unshared: 2,
    });
  });

  it("lists a thousand ids at most, and counts them all", async () => {
    const table = await drawn({ cases: cases(1_200) }, { a: "-".repeat(1_200), b: "+".repeat(1_200) });
    const [found] = compareWithReference(table, allCases(table), 0);
    expect(found?.improved).toHaveLength(1_000);
    expect(found).toMatchObject({ improvedCount: 1_200, difference: 1, high: 1 });
  });
});
