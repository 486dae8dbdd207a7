import { describe, expect, it } from "vitest";
import { cases, output } from "../__fixtures__/rows.ts";
import { measureMetric } from "../measure-metric.ts";
import { createTable } from "../table.ts";
import { FITS, TOO_LONG } from "./context-fit.ts";

const PRICED = { priced: true };

async function tableOf(window: number | null, maxTokens: number | null, n: number) {
  return createTable({
    candidates: ["m"],
    repeats: 1,
    cases: cases(n),
    graders: [],
    contextLimits: [{ window, maxTokens }],
  });
}

describe("context_fit", () => {
  it("is the share of inputs that fit together with max_tokens, by what the API counted", async () => {
    const table = await tableOf(1_000, 100, 4);
    // The window holds exactly 900 of input.
    for (const [index, inputTokens] of [10, 900, 901, 2_000].entries())
      table.addOutput(output({ caseId: `c${index}`, inputTokens }));
    expect(measureMetric(table, "m", "context_fit", PRICED)).toEqual({
      value: 0.5,
      low: 0.5,
      high: 0.5,
      n: 4,
      method: "exact",
    });
  });

  it("counts what the API refused as too long, whatever it counted", async () => {
    const table = await tableOf(1_000, null, 2);
    const refused = output({ caseId: "c0", inputTokens: 10 });
    if (refused.status !== "ok") throw new Error("it answers");
    table.addOutput({ ...refused, answer: { ...refused.answer, finishReason: "context_length" } });
    table.addOutput(output({ caseId: "c1", inputTokens: 1_000 }));
    expect(measureMetric(table, "m", "context_fit", PRICED)).toMatchObject({ value: 0.5, n: 2 });
    // Called again, it answered: the last line counts.
    table.addOutput(refused);
    expect(measureMetric(table, "m", "context_fit", PRICED)).toMatchObject({ value: 1, n: 2 });
  });

  it("takes estimates where nothing was counted, and leaves out what nobody knows", async () => {
    const table = await tableOf(1_000, null, 4);
    table.addOutput(output({ caseId: "c0", inputTokens: 999 }));
    table.estimatedFit = Uint8Array.from([TOO_LONG, FITS, TOO_LONG, 0]);
    expect(measureMetric(table, "m", "context_fit", PRICED)).toMatchObject({ value: 2 / 3, n: 3, method: "exact" });
  });

  it("is unknown without a window, and says that it is the window", async () => {
    const table = await tableOf(null, 100, 1);
    table.addOutput(output({ caseId: "c0", inputTokens: 5 }));
    const nothing = { value: null, low: null, high: null, n: 0 };
    expect(measureMetric(table, "m", "context_fit", PRICED)).toEqual({ ...nothing, method: "unknown-context-window" });
    expect(measureMetric(await tableOf(10, null, 1), "m", "context_fit", PRICED)).toEqual({
      ...nothing,
      method: "no-data",
    });
  });
});
