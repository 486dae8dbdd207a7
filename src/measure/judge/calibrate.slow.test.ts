import { expect, it } from "vitest";
import { calibrated, simulate, within } from "./__fixtures__/simulated-judge.ts";

it("a judge of known sensitivity and specificity has corrected intervals that hold the truth where its own does not", () => {
  const runs = 120;
  const held = { raw: 0, stratified: 0, ppi: 0 };
  for (let seed = 1; seed <= runs; seed++) {
    const { outputs, labels } = simulate(seed, { n: 600, labelled: 150, rate: 0.6, se: 0.95, sp: 0.6 });
    const [only] = calibrated({ outputs, labels }, { seed }).corrected;
    if (only === undefined) throw new Error("no candidate was corrected");
    if (within(0.6, only.raw.low, only.raw.high)) held.raw += 1;
    if (within(0.6, only.postStratified?.low ?? null, only.postStratified?.high ?? null)) held.stratified += 1;
    if (within(0.6, only.ppi.low, only.ppi.high)) held.ppi += 1;
  }
  // 120 runs of 95%: below 107 one time in a thousand. The judge alone passes 73%.
  expect(held.raw).toBe(0);
  expect(held.stratified).toBeGreaterThanOrEqual(107);
  expect(held.ppi).toBeGreaterThanOrEqual(107);
});
