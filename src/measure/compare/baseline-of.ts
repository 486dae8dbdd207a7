import type { Baseline, BaselineRow } from "../../domain/comparison.ts";
import type { RunManifest } from "../../domain/run.ts";
import { digestPrefix } from "../case-digest.ts";
import { type CaseResult, caseResults } from "../case-results.ts";
import type { Table } from "../table.ts";
import { roundCost, roundLatency, roundScore } from "./rounding.ts";

/** Results by case of a run, rounded as a file keeps them: by case id, then candidate. @param savedAt RFC 3339, UTC */
export function baselineOf(table: Table, manifest: RunManifest, savedAt: string): Baseline {
  const rows: BaselineRow[] = [];
  for (const candidate of table.candidates) {
    for (const result of caseResults(table, candidate)) {
      // A case that nothing is known of would be a line that says nothing.
      if (hasResult(result)) rows.push(rowOf(result, candidate, table.cases.digests[result.index] ?? 0));
    }
  }
  rows.sort((a, b) => order(a.caseId, b.caseId) || order(a.candidate, b.candidate));
  const { runId, suite, startedAt, digests, repeats } = manifest;
  return {
    suite,
    runId,
    savedAt,
    startedAt,
    digests: { dataset: digests.dataset, graders: digests.graders },
    graders: manifest.contentDigests?.graders ?? {},
    repeats,
    rows,
  };
}

function hasResult({ passed, score, graders, latencyMs, costUsd }: CaseResult): boolean {
  return [passed, score, latencyMs, costUsd].some((value) => value !== null) || Object.keys(graders).length > 0;
}

function rowOf(result: CaseResult, candidate: string, digest: number): BaselineRow {
  const { caseId, passed, score, graders, gradersPassed, latencyMs, costUsd, n } = result;
  const rounded = (value: number | null, round: (value: number) => number) => (value === null ? null : round(value));
  const apart = Object.entries(gradersPassed).filter(([id, share]) => graders[id] !== share);
  return {
    caseId,
    digest: digestPrefix(digest),
    candidate,
    passed: rounded(passed, roundScore),
    score: rounded(score, roundScore),
    graders: Object.fromEntries(Object.entries(graders).map(([id, value]) => [id, roundScore(value)])),
    ...(apart.length === 0
      ? {}
      : { gradersPassed: Object.fromEntries(apart.map(([id, share]) => [id, roundScore(share)])) }),
    latencyMs: rounded(latencyMs, roundLatency),
    costUsd: rounded(costUsd, roundCost),
    n,
  };
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
