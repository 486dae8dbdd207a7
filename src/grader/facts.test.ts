import { describe, expect, it } from "vitest";
import { gradeBy, verdictOf } from "./__fixtures__/grade-by.ts";

describe("latency", () => {
  it.each([
    [99.5, "pass"],
    [100, "pass"],
    [100.1, "fail"],
    [null, "ungraded"],
  ])("%s ms of at most 100: %s", async (latencyMs, verdict) => {
    expect(await verdictOf({ type: "latency", max_ms: 100 }, "x", { latencyMs })).toBe(verdict);
  });
  it("says how long it took", async () => {
    const { grade } = await gradeBy({ type: "latency", max_ms: 100 }, "x", { latencyMs: 412.3456 });
    expect(grade.reason).toBe("took 412.345 ms, at most 100 wanted");
  });
});

describe("cost", () => {
  it.each([
    [0, "pass"],
    [0.01, "pass"],
    [0.0101, "fail"],
    [null, "ungraded"],
  ])("%s USD of at most 0.01: %s", async (costUsd, verdict) => {
    expect(await verdictOf({ type: "cost", max_usd: 0.01 }, "x", { costUsd })).toBe(verdict);
  });
  it("says what it cost", async () => {
    const { grade } = await gradeBy({ type: "cost", max_usd: 0.01 }, "x", { costUsd: 0.0212345 });
    expect(grade.reason).toBe("cost $0.02123, at most $0.01 wanted");
  });
});

describe("length by tokens", () => {
  it("counts what the API counted", async () => {
    expect(await verdictOf({ type: "length", max: 20, unit: "tokens" }, "x")).toBe("pass");
    expect(await verdictOf({ type: "length", max: 19, unit: "tokens" }, "x")).toBe("fail");
  });
});
