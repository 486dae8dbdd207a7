import type { Baseline, BaselineRow } from "../domain/comparison.ts";

/**
 * The file: valid JSON as a whole, the header on its first line and a row on each further one, so that any program can
 * parse it and a diff shows a line per case and candidate that changed.
 */
export function* encodeBaseline(baseline: Baseline): Generator<string> {
  const { suite, runId, savedAt, startedAt, digests, graders, repeats, rows } = baseline;
  const header = JSON.stringify({
    schema: "evals.baseline/1",
    suite,
    run_id: runId,
    saved_at: savedAt,
    started_at: startedAt,
    digests,
    graders,
    repeats,
  });
  yield `${header.slice(0, -1)},"rows":[\n`;
  for (const [index, row] of rows.entries()) yield `${encodeRow(row)}${index < rows.length - 1 ? "," : ""}\n`;
  yield "]}\n";
}

function encodeRow(row: BaselineRow): string {
  const { caseId, digest, candidate, passed, score, graders, gradersPassed, latencyMs, costUsd, n } = row;
  return JSON.stringify({
    case_id: caseId,
    digest,
    candidate,
    passed,
    score,
    graders,
    ...(gradersPassed === undefined ? {} : { graders_passed: gradersPassed }),
    latency_ms: latencyMs,
    cost_usd: costUsd,
    n,
  });
}
