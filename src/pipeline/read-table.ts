import type { RunManifest } from "../domain/run.ts";
import { readCases, readOutputBlocks, readScoreBlocks } from "../log/read-log.ts";
import { caseFacts } from "../measure/case-facts.ts";
import { graderRoles } from "../measure/grader-roles.ts";
import { createTable, type Table } from "../measure/table.ts";
import { contextLimits, estimateContextFit } from "./estimate-context-fit.ts";

/**
 * What is measured of a run, from its folder alone.
 * @returns with the table how many outputs were taken from which run
 */
export async function readTable(
  folder: string,
  manifest: RunManifest,
): Promise<{ table: Table; reused: ReadonlyMap<string, number> }> {
  const { resolvedSuite, candidates, repeats } = manifest;
  const facts = async function* () {
    for await (const testCase of readCases(folder)) yield caseFacts(testCase, resolvedSuite.slices);
  };
  const table = await createTable({
    candidates: candidates.map(({ id }) => id),
    repeats,
    cases: facts(),
    graders: resolvedSuite.graders,
    roles: graderRoles(resolvedSuite.graders),
    contextLimits: contextLimits(manifest),
  });
  const reused = new Map<string, number>();
  for await (const block of readOutputBlocks(folder))
    for (const { record } of block) {
      const known = table.addOutput(record);
      if (known && record.reusedFrom !== undefined)
        reused.set(record.reusedFrom, (reused.get(record.reusedFrom) ?? 0) + 1);
    }
  for await (const block of readScoreBlocks(folder)) for (const { record } of block) table.addScore(record);
  await estimateContextFit(folder, manifest, table);
  return { table, reused };
}
