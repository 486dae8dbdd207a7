import { describe, expect, it } from "vitest";
import { createRandom } from "../stats/sfc32.ts";
import { aMix, spend } from "./__fixtures__/spend.ts";

describe("a budget", () => {
  it("is never passed, in 500 mixes of prices, tokens and failures", async () => {
    const random = createRandom(20_261_122);
    let reached = 0;
    for (let mix = 0; mix < 500; mix++) {
      const drawn = aMix(random);
      const whole = await spend(mix, Number.MAX_VALUE, drawn, 40);
      // From much too little to more than enough.
      const budgetUsd = whole.billed * 10 ** (random() * 2 - 1.5);
      const spent = await spend(mix, budgetUsd, drawn, 40);
      const told = JSON.stringify({ mix, drawn, budgetUsd, spent });
      expect(spent.billed, told).toBeLessThanOrEqual(budgetUsd + 1e-9);
      expect(spent.reported, told).toBeLessThanOrEqual(spent.billed + 1e-9);
      expect(spent.refused > 0, told).toBe(spent.reached);
      if (spent.reached) reached += 1;
    }
    expect(reached).toBeGreaterThan(200);
  });

  it("is used: at least 80% of it, when the work would cost twice as much and single calls are small", async () => {
    const random = createRandom(7);
    for (let mix = 0; mix < 50; mix++) {
      const drawn = { ...aMix(random), maxTokens: 50, failing: mix % 2 === 0 ? 0 : 0.05 };
      const whole = await spend(mix, Number.MAX_VALUE, drawn, 400);
      const spent = await spend(mix, whole.billed / 2, drawn, 400);
      expect(spent.reached).toBe(true);
      expect(spent.billed / (whole.billed / 2), JSON.stringify(drawn)).toBeGreaterThan(0.8);
    }
  });
});
