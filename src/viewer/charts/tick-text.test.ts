import { describe, expect, it } from "vitest";
import { tickText } from "./tick-text.ts";

describe("tickText", () => {
  it("is short in every unit", () => {
    expect([0.2, 50, 1000, 2500, 100_000, 1_000_000].map(tickText("latency_p95_ms"))).toEqual([
      "0.2 ms",
      "50 ms",
      "1 s",
      "2.5 s",
      "100 s",
      "16.7 min",
    ]);
    expect([0, 0.00001, 0.002, 1, 1500].map(tickText("cost_per_case_usd"))).toEqual([
      "$0",
      "$0.00001",
      "$0.002",
      "$1",
      "$1,500",
    ]);
    expect([0, 0.55, 0.35 + 0.2, 1].map(tickText("accuracy"))).toEqual(["0%", "55%", "55%", "100%"]);
    expect(tickText("output_tokens")(12000)).toBe("12,000");
  });
});
