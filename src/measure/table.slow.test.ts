import { expect, it } from "vitest";
import { createRandom } from "../stats/sfc32.ts";
import { facts, graderFacts, output, score, summaryFacts } from "./__fixtures__/rows.ts";
import { summarise } from "./summarise.ts";
import { createTable } from "./table.ts";

it("holds 200,000 trials in columns of 80 bytes each and sums them up in time", async () => {
  const random = createRandom(1);
  const caseCount = 100_000;
  const ids = function* () {
    for (let i = 0; i < caseCount; i++) yield facts(`case-${i}`, { tags: [`t${i % 20}`] });
  };
  const graders = [graderFacts("a"), graderFacts("b"), graderFacts("c", { advisory: true })];
  const table = await createTable({ candidates: ["x", "y"], repeats: 1, cases: ids(), graders });
  const started = performance.now();
  let passed = 0;
  for (let i = 0; i < caseCount; i++) {
    for (const candidate of ["x", "y"]) {
      const place = { caseId: `case-${i}`, candidate };
      table.addOutput(
        output({ ...place, latencyMs: 100 + 900 * random(), costUsd: 0.001, inputTokens: 50, outputTokens: 5 }),
      );
      const pass = random() < 0.8;
      if (pass && candidate === "x") passed += 1;
      for (const { id } of graders) table.addScore(score({ ...place, grader: id, grade: pass }));
    }
  }
  const filled = performance.now();
  const summary = summarise(table, summaryFacts(table));
  const done = performance.now();
  expect(summary.candidates[0]?.trials.passed).toBe(passed);
  expect(summary.candidates[0]?.metrics.cost_total_usd?.value).toBeCloseTo(100, 9);
  expect(columnBytes(table) / 200_000).toBeLessThan(80);
  expect(filled - started).toBeLessThan(200_000);
  expect(done - filled).toBeLessThan(150_000);
}, 600_000);

/** Bytes of all typed arrays that an object reaches, two levels down. */
function columnBytes(of: object): number {
  let bytes = 0;
  for (const value of Object.values(of)) {
    if (ArrayBuffer.isView(value)) bytes += value.byteLength;
    else if (Array.isArray(value))
      for (const member of value) if (typeof member === "object") bytes += columnBytes(member);
  }
  return bytes;
}
