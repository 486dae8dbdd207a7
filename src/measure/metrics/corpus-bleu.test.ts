import { expect, it } from "vitest";
import { corpusBleu } from "../../stats/corpus-bleu.ts";
import { cases, emptyTable, graderFacts, output, score } from "../__fixtures__/rows.ts";
import { graderRoles } from "../grader-roles.ts";
import { measureMetric } from "../measure-metric.ts";
import { metricsOf } from "./metric-definitions.ts";

const spec = {
  id: "bleu",
  type: "bleu",
  extract: [],
  expected: null,
  weight: 1,
  advisory: false,
  when: null,
  severity: null,
  min: null,
};

it("is BLEU of the summed counts, repeats and cases alike, and there only where it is asked for", async () => {
  const build = (options: Record<string, unknown>) =>
    emptyTable({
      cases: cases(3),
      repeats: 2,
      graders: [graderFacts("bleu")],
      roles: graderRoles([{ ...spec, options }]),
    });
  expect(metricsOf(await build({})).map(({ name }) => name)).not.toContain("corpus_bleu");
  const table = await build({ variant: "corpus" });
  const rows = [
    { matches: [9, 7, 5, 3], totals: [10, 9, 8, 7], length: 10, referenceLength: 11 },
    { matches: [4, 2, 1, 0], totals: [6, 5, 4, 3], length: 6, referenceLength: 6 },
    { matches: [8, 6, 4, 3], totals: [9, 8, 7, 6], length: 9, referenceLength: 12 },
    { matches: [5, 4, 3, 2], totals: [5, 4, 3, 2], length: 5, referenceLength: 5 },
  ];
  for (const [at, { referenceLength, ...counts }] of rows.entries()) {
    const place = { caseId: `c${Math.floor(at / 2)}`, repeat: (at % 2) + 1 };
    table.addOutput(output(place));
    const parts = { ...counts, reference_length: referenceLength };
    table.addScore({ ...score({ ...place, grader: "bleu", grade: true }), parts });
  }
  // The third case could not be graded.
  table.addOutput(output({ caseId: "c2" }));
  table.addScore(score({ caseId: "c2", grader: "bleu", grade: "no expected" }));
  const found = measureMetric(table, "m", "corpus_bleu", { priced: true });
  expect(found?.value).toBeCloseTo(corpusBleu(rows), 12);
  expect(found).toMatchObject({ n: 2, method: "delta" });
  expect(found?.low).toBeLessThan(found?.value ?? 0);
});
