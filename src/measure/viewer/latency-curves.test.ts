import { describe, expect, it } from "vitest";
import { quantileType7 } from "../../stats/quantile-type7.ts";
import { cases, emptyTable, output } from "../__fixtures__/rows.ts";
import { latencyCurves } from "./latency-curves.ts";

async function curvesOf(values: readonly (number | null | "error")[], ends: (number | undefined)[] = []) {
  const table = await emptyTable({ cases: cases(values.length) });
  for (const [at, value] of values.entries())
    table.addOutput(output({ caseId: `c${at}`, ...(value === "error" ? { error: "timeout" } : { latencyMs: value }) }));
  return latencyCurves(table, ends);
}

describe("latencyCurves", () => {
  it("shows every answer where they are few; errors and unknown latencies are none", async () => {
    const curves = await curvesOf([300, 100.04, "error", 200, null, 200]);
    expect(curves).toEqual([
      {
        candidate: "m",
        n: 4,
        points: [
          [100, 0.25],
          [200, 0.75],
          [300, 1],
        ],
      },
    ]);
    expect(await curvesOf(["error"])).toEqual([{ candidate: "m", n: 0, points: [] }]);
    expect(await curvesOf([7])).toEqual([{ candidate: "m", n: 1, points: [[7, 1]] }]);
  });

  it("thins many to 200, exact at the ends and about the printed quantiles", async () => {
    const values = Array.from({ length: 5_000 }, (_, i) => Math.round(100 * Math.exp(((i * 7_919) % 5_000) / 1_250)));
    const sorted = Float64Array.from(values).sort();
    const points = (await curvesOf(values))[0]?.points ?? [];
    expect(points.length).toBeGreaterThan(150);
    expect(points.length).toBeLessThanOrEqual(200);
    expect(points[0]).toEqual([sorted[0], 1 / 5_000]);
    expect(points.at(-1)).toEqual([sorted.at(-1), 1]);
    for (const [i, [ms, share]] of points.entries()) {
      expect(sorted[Math.round(share * 5_000) - 1]).toBe(ms);
      if (i > 0) expect(ms).toBeGreaterThan(points[i - 1]?.[0] ?? 0);
    }
    for (const p of [0.5, 0.9, 0.95, 0.99]) {
      const value = quantileType7(sorted, p) ?? Number.NaN;
      const above = points.find(([, share]) => share >= p);
      expect(Math.abs((above?.[0] ?? 0) - value)).toBeLessThanOrEqual(value * 0.001);
    }
  });

  it("rests on the cases before a candidate was stopped", async () => {
    expect((await curvesOf([1, 2, 3, 4], [2]))[0]).toMatchObject({
      n: 2,
      points: [
        [1, 0.5],
        [2, 1],
      ],
    });
  });
});
