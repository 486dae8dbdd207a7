import { cases, emptyTable, output, score } from "../../__fixtures__/rows.ts";
import { measureMetric } from "../../measure-metric.ts";
import type { Table } from "../../table.ts";

export const NOTHING = { value: null, low: null, high: null, n: 0 };

export const measure = (table: Table, metric: string, candidate = table.candidates[0] ?? "") =>
  measureMetric(table, candidate, metric, { priced: true });

/** A table whose outputs are given one by one; grades as letters. */
export async function withOutputs(rows: readonly Parameters<typeof output>[0][], grades: string, repeats = 1) {
  const table = await emptyTable({ cases: cases(rows.length / repeats), repeats });
  for (const [i, row] of rows.entries()) {
    const place = { caseId: `c${Math.floor(i / repeats)}`, repeat: (i % repeats) + 1 };
    table.addOutput(output({ ...row, ...place }));
    if (row.error === undefined)
      table.addScore(score({ ...place, grade: grades[i] === "u" ? "?" : grades[i] === "+" }));
  }
  return table;
}
