import { describe, expect, it } from "vitest";
import { wilsonInterval } from "../stats/wilson-interval.ts";
import { cases, drawn } from "./__fixtures__/rows.ts";
import { suppose } from "./suppose.ts";

describe("suppose", () => {
  // Ten cases: 6 passed, 1 failed, 1 ungraded, 1 errored, 1 without a line.
  const make = () => drawn({ cases: cases(10) }, { m: "++++++-ue." });

  it.each(["accuracy", "grader.exact", "score"])("%s: errored trials alone, or all that is missing", async (metric) => {
    const table = await make();
    const worst = suppose(table, "m", metric, null, { as: "failed", which: "errored" });
    expect(worst).toMatchObject({ value: 6 / 8, n: 8 });
    const best = suppose(table, "m", metric, null, { as: "passed", which: "unmeasured" });
    expect(best).toMatchObject({ value: 9 / 10, n: 10 });
    if (metric === "accuracy") expect(best).toMatchObject(wilsonInterval(9, 10));
  });

  it("has nothing to suppose when everything was measured, for other metrics, and for unknown candidates", async () => {
    const table = await make();
    const how = { as: "failed", which: "errored" } as const;
    expect(suppose(table, "m", "accuracy", null, { ...how, cases: 7 })).toBeNull();
    expect(suppose(table, "m", "latency_p95_ms", null, how)).toBeNull();
    expect(suppose(table, "nobody", "accuracy", null, how)).toBeNull();
    expect(suppose(table, "m", "accuracy", "tag:none", how)).toBeNull();
  });
});
