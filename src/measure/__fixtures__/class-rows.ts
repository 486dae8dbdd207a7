import { graderRoles } from "../grader-roles.ts";
import type { Table } from "../table.ts";
import { cases, emptyTable, output, type SmallTable, score } from "./rows.ts";

export const exactRoles = graderRoles([
  {
    id: "exact",
    type: "exact",
    extract: [],
    expected: null,
    weight: 1,
    advisory: false,
    when: null,
    severity: null,
    min: null,
    options: { ignore_case: true },
  },
]);

/**
 * A table of answers: a case per entry, an answer per repeat. An answer passes where it is the expected label but for
 * its case; null: an error; "?": no grade.
 */
export async function answered(
  rows: readonly (readonly [expected: string, ...answers: (string | null)[]])[],
  more: Partial<SmallTable> & { facts?: Parameters<typeof cases>[1] } = {},
): Promise<Table> {
  const repeats = Math.max(...rows.map((row) => row.length)) - 1;
  const { facts, ...plan } = more;
  const table = await emptyTable({
    roles: exactRoles,
    repeats,
    cases: cases(rows.length, (i) => ({ label: rows[i]?.[0] ?? null, ...facts?.(i) })),
    ...plan,
  });
  for (const [at, [expected, ...answers]] of rows.entries()) {
    for (const [index, text] of answers.entries()) {
      const place = { caseId: `c${at}`, repeat: index + 1 };
      table.addOutput(output(text === null ? { ...place, error: "timeout" } : { ...place, text }));
      if (text === null) continue;
      const pass = text.trim().toLowerCase() === expected.toLowerCase();
      table.addScore(score({ ...place, grade: text === "?" ? "no verdict" : pass }));
    }
  }
  return table;
}
