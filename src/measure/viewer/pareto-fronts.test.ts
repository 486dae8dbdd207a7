import { describe, expect, it } from "vitest";
import { cases, drawn, summaryFacts } from "../__fixtures__/rows.ts";
import { summarise } from "../summarise.ts";
import { paretoFronts } from "./pareto-fronts.ts";

describe("paretoFronts", () => {
  it("keeps who is beaten by nobody on accuracy and one more figure", async () => {
    const table = await drawn({ cases: cases(4) }, { best: "++++", middle: "+++-", worst: "+---" });
    const { candidates } = summarise(table, summaryFacts(table));
    const with_ = (figures: Record<string, [cost: number | null, latency: number]>) =>
      candidates.map((one) => {
        const [cost, latency] = figures[one.id] ?? [null, 0];
        const estimate = (value: number | null) => ({ value, low: null, high: null, n: 4, method: "t" });
        const metrics = { ...one.metrics, cost_per_case_usd: estimate(cost), latency_p95_ms: estimate(latency) };
        return { ...one, metrics };
      });
    expect(paretoFronts(with_({ best: [3, 10], middle: [1, 20], worst: [2, 5] }))).toEqual([
      { metric: "cost_per_case_usd", candidates: ["best", "middle"] },
      { metric: "latency_p95_ms", candidates: ["best", "worst"] },
    ]);
    expect(paretoFronts(with_({ best: [null, 1], middle: [null, 1], worst: [null, 1] }))).toEqual([
      { metric: "latency_p95_ms", candidates: ["best"] },
    ]);
  });
});
