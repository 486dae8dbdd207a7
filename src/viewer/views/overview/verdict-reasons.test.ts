import { describe, expect, it } from "vitest";
import type { CandidateSummary, RequirementResult, Summary } from "../../../domain/summary.ts";
import { boundText, estimateOf, reasonOf, statusLine, verdictWords } from "./verdict-reasons.ts";

const ACCURACY = { value: 0.82, low: 0.76, high: 0.87, n: 200, method: "wilson" };

const CANDIDATE: CandidateSummary = {
  id: "mini",
  provider: "openai",
  model: "mini",
  prompt: null,
  simulated: false,
  trials: { planned: 210, passed: 164, failed: 36, ungraded: 4, errored: 6, cached: 0, missing: 0 },
  metrics: { accuracy: ACCURACY },
  slices: {},
  errors: {},
  ungradedReasons: {},
};

const RESULT: RequirementResult = {
  metric: "accuracy",
  candidate: "mini",
  slice: null,
  against: null,
  bound: { kind: "min", value: 0.8, unit: "metric" },
  decides: true,
  verdict: "undecided",
  value: 0.82,
  low: 0.76,
  high: 0.87,
  reason: "accuracy 0.82 [0.76, 0.87] straddles min 0.8; about 1,480 cases would decide",
  casesNeeded: 1480,
};

function summary(changes: Partial<Summary> = {}): Summary {
  return {
    runId: "r",
    suite: "s",
    status: "complete",
    statusReason: null,
    startedAt: "2026-01-01T00:00:00Z",
    finishedAt: null,
    wallMs: null,
    simulated: false,
    cases: 210,
    repeats: 1,
    candidates: [CANDIDATE],
    spent: { candidatesUsd: 0, judgesUsd: 0, calls: 0, unpricedCalls: 0, replayedFrom: null, replayedTo: null },
    comparisons: [],
    requirements: [RESULT],
    verdict: "undecided",
    notes: [],
    ...changes,
  };
}

describe("reasonOf", () => {
  it("says what would decide", () => {
    const reason = reasonOf(RESULT, summary());
    expect(reason.asked).toBe("accuracy: at least 80% is asked");
    expect(reason.found).toBe("82.0% [76.0, 87.0], n 200");
    expect(reason.why).toBe(
      "The bound lies inside the interval: 200 cases cannot tell. About 1,480 cases would decide if the figure stays, 1,280 more than now.",
    );
  });

  it("explains a verdict by the interval where that is all", () => {
    const bound = { kind: "min", value: 0.9, unit: "metric" } as const;
    expect(reasonOf({ ...RESULT, bound, verdict: "fail" }, summary()).why).toBe(
      "The whole interval is outside the bound.",
    );
    const low = { kind: "min", value: 0.7, unit: "metric" } as const;
    expect(reasonOf({ ...RESULT, bound: low, verdict: "pass" }, summary()).why).toBe(
      "The whole interval is within the bound.",
    );
  });

  it("does not call an interval decisive where missing trials might change it", () => {
    const bound = { kind: "min", value: 0.75, unit: "metric" } as const;
    const reason = "accuracy 0.82 is wholly within min 0.75; it would not hold had the trials without a result failed";
    expect(reasonOf({ ...RESULT, bound, reason }, summary()).why).toBe(
      "The whole interval is within the bound, but it would not hold had the trials without a result failed.",
    );
  });

  it("leaves to the gate's words what is decided by the value alone, or compared", () => {
    const pointwise = { ...RESULT, verdict: "pass" as const, reason: "meets min 0.8 (by the value alone)" };
    expect(reasonOf(pointwise, summary()).why).toBe("meets min 0.8 (by the value alone)");
    const relative = { ...RESULT, bound: { kind: "max_drop", value: 0.02, unit: "metric" } as const };
    expect(reasonOf(relative, summary())).toMatchObject({ found: null, why: RESULT.reason });
  });

  it("names no n of other cases than those that were judged", () => {
    expect(estimateOf(RESULT, summary())?.n).toBe(200);
    expect(estimateOf({ ...RESULT, value: 0.84 }, summary())).toBeNull();
    expect(reasonOf({ ...RESULT, value: 0.84 }, summary()).found).toBe("84.0% [76.0, 87.0]");
  });
});

describe("boundText", () => {
  it("is in words and in the metric's unit", () => {
    const text = (metric: string, bound: RequirementResult["bound"], against: string | null = null) =>
      boundText({ metric, bound, against });
    expect(text("latency_p95_ms", { kind: "max", value: 2000, unit: "metric" })).toBe("at most 2.00 s is allowed");
    expect(text("error_rate", { kind: "max", value: 0.005, unit: "metric" })).toBe("at most 0.5% is allowed");
    expect(text("accuracy", { kind: "max_drop", value: 0.02, unit: "metric" }, "a")).toBe(
      "a drop of at most 2 points is allowed against a",
    );
    expect(text("latency_p95_ms", { kind: "max_increase", value: 10, unit: "percent" })).toBe(
      "a rise of at most 10% is allowed against the baseline",
    );
  });
});

describe("verdictWords", () => {
  it("puts what fails first", () => {
    const failed = { ...RESULT, verdict: "fail" as const, metric: "error_rate" };
    const held = { ...RESULT, verdict: "pass" as const };
    const words = verdictWords(summary({ verdict: "fail", requirements: [held, RESULT, failed] }));
    expect(words.title).toBe("Fail");
    expect(words.lead).toEqual(["Of 3 requirements 1 fails, 1 is undecided."]);
    expect(words.reasons.map(({ verdict }) => verdict)).toEqual(["fail", "undecided", "pass"]);
  });

  it("says that an unfinished run passes in nothing", () => {
    const held = { ...RESULT, verdict: "pass" as const };
    const broken = { ...CANDIDATE, trials: { ...CANDIDATE.trials, missing: 100 } };
    const run = summary({ requirements: [held], status: "interrupted", statusReason: "SIGINT", candidates: [broken] });
    expect(verdictWords(run).lead).toEqual(["The requirement holds.", "An unfinished run does not pass."]);
    expect(verdictWords(run).warnings[0]).toBe(
      "The run was interrupted: SIGINT. 110 of 210 trials have a result; all figures rest on these alone.",
    );
  });

  it("leads with the best where nothing is asked", () => {
    const worse = { ...CANDIDATE, id: "nano", metrics: { accuracy: { ...ACCURACY, value: 0.5 } } };
    const words = verdictWords(summary({ verdict: "none", requirements: [], candidates: [worse, CANDIDATE] }));
    expect(words.lead[0]).toContain("The highest accuracy: mini, 82.0% [76.0, 87.0], n 200.");
    const unmeasured = verdictWords(summary({ verdict: "none", requirements: [], candidates: [] }));
    expect(unmeasured.lead).toEqual(["The suite states no requirement, so nothing passes or fails."]);
  });

  it("warns of simulated outputs", () => {
    const run = summary({ candidates: [{ ...CANDIDATE, simulated: true }] });
    expect(verdictWords(run).warnings).toEqual([
      "SIMULATED: the outputs of mini are a declared simulation, not a model's",
    ]);
    expect(statusLine(run)).toBeNull();
  });
});
