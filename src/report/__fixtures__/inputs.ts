import type { Estimate } from "../../domain/estimate.ts";
import type { CandidateSummary, Comparison, RequirementResult, Summary } from "../../domain/summary.ts";
import type { ReportInput, TrialGroup, TrialRow, TrialSource, ViewerApp, ViewerParts, ViewerSource } from "../definition.ts";

const share = (value: number, low: number, high: number, n: number): Estimate => ({ value, low, high, n, method: "wilson" });
const ms = (value: number, high: number | null = value * 1.2): Estimate => ({
  value,
  low: value * 0.9,
  high,
  n: 198,
  method: "order-statistics",
});
const usd = (value: number): Estimate => ({ value, low: value, high: value, n: 198, method: "exact" });
export const unknownPrice: Estimate = { value: null, low: null, high: null, n: 0, method: "unknown-price" };

export function candidate(more: Partial<CandidateSummary> = {}): CandidateSummary {
  return {
    id: "mini@terse",
    provider: "openai",
    model: "gpt-4.1-mini",
    prompt: "terse",
    simulated: false,
    trials: { planned: 200, passed: 171, failed: 27, ungraded: 0, errored: 2, cached: 0, missing: 0 },
    metrics: {
      accuracy: share(0.8636, 0.809, 0.905, 198),
      latency_p50_ms: ms(412.3),
      latency_p95_ms: ms(1240),
      latency_p99_ms: ms(2110, null),
      cost_per_case_usd: usd(0.0000121),
      cost_per_success_usd: usd(0.000014),
    },
    slices: {},
    errors: { rate_limit: 2 },
    ungradedReasons: {},
    ...more,
  };
}

export const rules: CandidateSummary = candidate({
  id: "rules",
  provider: "module",
  model: null,
  prompt: null,
  trials: { planned: 200, passed: 147, failed: 50, ungraded: 3, errored: 0, cached: 0, missing: 0 },
  metrics: {
    accuracy: share(0.7462, 0.681, 0.802, 197),
    latency_p50_ms: ms(0.31),
    latency_p95_ms: ms(0.9),
    latency_p99_ms: ms(1.2),
    cost_per_case_usd: usd(0),
    cost_per_success_usd: usd(0),
  },
  errors: {},
  ungradedReasons: { "the judge gave no verdict": 3 },
});

export function requirement(more: Partial<RequirementResult> = {}): RequirementResult {
  return {
    metric: "accuracy",
    candidate: "mini@terse",
    slice: null,
    against: null,
    bound: { kind: "min", value: 0.85, unit: "metric" },
    decides: true,
    verdict: "undecided",
    value: 0.8636,
    low: 0.809,
    high: 0.905,
    reason: "accuracy 0.8636 [0.809, 0.905] straddles min 0.85; about 2,634 cases would decide if the figure stays (198 now)",
    casesNeeded: 2634,
    ...more,
  };
}

export function comparison(more: Partial<Comparison> = {}): Comparison {
  return {
    metric: "accuracy",
    baseline: "rules",
    candidate: "mini@terse",
    n: 195,
    difference: 0.12,
    low: 0.06,
    high: 0.18,
    p: 0.0004,
    pAdjusted: 0.0008,
    method: "tango+mcnemar-midp",
    improved: [],
    regressed: [],
    improvedCount: 31,
    regressedCount: 7,
    unshared: 5,
    ...more,
  };
}

export function summaryOf(more: Partial<Summary> = {}): Summary {
  return {
    runId: "support-triage-20260101T000000Z-0a1b2c",
    suite: "support-triage",
    status: "complete",
    statusReason: null,
    startedAt: "2026-01-01T00:00:00.000Z",
    finishedAt: "2026-01-01T00:00:05.120Z",
    wallMs: 5120,
    simulated: false,
    cases: 200,
    repeats: 1,
    candidates: [candidate(), rules],
    spent: { candidatesUsd: 0.0024, judgesUsd: 0, calls: 398, unpricedCalls: 0, replayedFrom: null, replayedTo: null },
    comparisons: [comparison()],
    requirements: [
      requirement(),
      requirement({ candidate: "rules", decides: false, verdict: "fail", reason: "outside" }),
      requirement({
        metric: "latency_p95_ms",
        bound: { kind: "max", value: 2000, unit: "metric" },
        verdict: "pass",
        reason: "latency_p95_ms 1,240 ms [1,116 ms, 1,488 ms] is wholly within max 2,000 ms",
      }),
    ],
    verdict: "undecided",
    notes: [],
    ...more,
  };
}

export function trial(more: Partial<TrialRow> = {}): TrialRow {
  return {
    caseId: "t-001",
    candidate: "mini@terse",
    repeat: 1,
    outcome: "passed",
    score: 1,
    grades: [{ grader: "exact", pass: true, score: 1 }],
    latencyMs: 412.3,
    costUsd: 0.0000121,
    inputTokens: 52,
    outputTokens: 3,
    cached: false,
    errorKind: null,
    reason: null,
    ...more,
  };
}

/** All groups whatever `most` is, so that a test sees what a report asked for. */
export function trialsOf(groups: readonly TrialGroup[], asked: (number | undefined)[] = []): TrialSource {
  return {
    count: groups.flat().length,
    async *read(most) {
      asked.push(most);
      yield* groups;
    },
  };
}

/** A run without cases in a viewer of two short texts, unless told. */
export function viewerOf(more: Partial<ViewerParts> = {}, app: Partial<ViewerApp> = {}): ViewerSource {
  const columns = { ids: [], inputs: [], expected: [], tags: [], tagNames: [], repeats: 1, candidates: [], chunkCases: 1, trials: { shown: 0, of: 0 } };
  const run = {} as ViewerParts["run"];
  return {
    open: async () => ({ run, columns, chunkCount: 0, async *chunks() {}, async close() {}, ...more }),
    app: async () => ({ script: "void 0;", style: "body{margin:0}", licences: "", ...app }),
  };
}

export function inputOf(summary: Summary = summaryOf(), more: Partial<ReportInput> = {}): ReportInput {
  return {
    summary,
    summaryJson: { schema: "evals.summary/1" },
    examples: [
      {
        caseId: "t-004",
        candidate: "mini@terse",
        input: "Where is my parcel? It was sent two weeks ago and nobody answers the phone, so I write to you.",
        expected: "shipping",
        output: "billing",
        reason: 'exact: expected "shipping", got "billing"',
      },
    ],
    folder: "reports/support-triage-20260101T000000Z-0a1b2c",
    trials: trialsOf([]),
    viewer: viewerOf(),
    suitePath: "evals/support-triage.yaml",
    places: summary.requirements.map(() => null),
    ...more,
  };
}
