import { describe, expect, it } from "vitest";
import type { Baseline, BaselineRow, Pairing } from "../../domain/comparison.ts";
import type { RunManifest } from "../../domain/run.ts";
import { cases, drawn, emptyTable, facts, graderFacts, output, score } from "../__fixtures__/rows.ts";
import type { Table } from "../table.ts";
import { baselineOf } from "./baseline-of.ts";
import { pairUp } from "./pair-up.ts";
import { type Side, sidesOfBaseline, sidesOfTable } from "./side.ts";

const ALL = { slice: null };

function row(caseId: string, more: Partial<BaselineRow> = {}): BaselineRow {
  return {
    caseId,
    digest: "0".repeat(12),
    candidate: "m",
    passed: 1,
    score: 1,
    graders: { exact: 1 },
    latencyMs: 100,
    costUsd: 0.1,
    n: 1,
    ...more,
  };
}

function baseline(rows: readonly BaselineRow[], more: Partial<Baseline> = {}): Baseline {
  return {
    suite: "s",
    runId: "r",
    savedAt: "2026-01-01T00:00:00.000Z",
    startedAt: "2026-01-01T00:00:00.000Z",
    digests: { dataset: "d", graders: "g" },
    graders: { exact: "e1" },
    repeats: 1,
    rows,
    ...more,
  };
}

function paired(pairing: Pairing) {
  if (pairing.status === "none") throw new Error(pairing.reason);
  return pairing.values;
}

/** What `baselineOf` reads of a manifest. */
function manifest(table: Table): RunManifest {
  return {
    runId: "r",
    suite: "s",
    startedAt: "2026-01-01T00:00:00.000Z",
    digests: { suite: "", dataset: "d", graders: "g" },
    repeats: table.repeats,
  } as unknown as RunManifest;
}

function sideOf(sides: readonly Side[], at = 0): Side {
  const side = sides[at];
  if (side === undefined) throw new Error("no such side");
  return side;
}

describe("pairUp", () => {
  it("joins by id, whatever the order, and counts what one side alone has measured", async () => {
    const table = await drawn({ cases: cases(5) }, { m: "+-+e+" });
    const rows = [
      row("c9"),
      row("c2", { passed: 0 }),
      row("c1"),
      row("c0"),
      row("c3"),
      row("c4", { passed: null, n: 0 }),
    ];
    const values = paired(
      pairUp(sideOf(sidesOfTable(table)), sideOf(sidesOfBaseline(baseline(rows))), "accuracy", ALL),
    );
    expect(values.ids).toEqual(["c0", "c1", "c2"]);
    expect([...values.candidate]).toEqual([1, 0, 1]);
    expect([...values.baseline]).toEqual([1, 1, 0]);
    // c3 errored here, c4 was not graded there, c9 is not in the run.
    expect(values).toMatchObject({ unshared: 3, changed: 0, clusters: null, weights: null, better: "higher" });
  });

  it("leaves out a case of the same id whose content has changed", async () => {
    const [a, b] = ["abcdef0123456789", "bbcdef0123456789"];
    const table = await drawn({ cases: [facts("c0", { digest: a }), facts("c1", { digest: a })] }, { m: "+-" });
    const rows = [row("c0", { digest: a.slice(0, 12) }), row("c1", { digest: b.slice(0, 12) })];
    const values = paired(
      pairUp(sideOf(sidesOfTable(table)), sideOf(sidesOfBaseline(baseline(rows))), "accuracy", ALL),
    );
    expect(values).toMatchObject({ ids: ["c0"], changed: 1, unshared: 0 });
    const other = sideOf(sidesOfBaseline(baseline([row("c0", { digest: b.slice(0, 12) })])));
    expect(pairUp(sideOf(sidesOfTable(table)), other, "accuracy", ALL)).toMatchObject({
      status: "none",
      reason:
        "m and baseline:m share no measured case: 1 of the same id have changed, 1 are measured on one side alone",
    });
  });

  it("takes a slice and a prefix of the candidate's run", async () => {
    const table = await drawn(
      { cases: cases(6, (i) => ({ tags: i % 2 === 0 ? ["even"] : [] })) },
      { a: "++--++", m: "+-+-+-" },
    );
    const [a, m] = sidesOfTable(table);
    if (a === undefined || m === undefined) throw new Error("two sides");
    expect(paired(pairUp(m, a, "accuracy", { slice: "tag:even" })).ids).toEqual(["c0", "c2", "c4"]);
    expect(paired(pairUp(m, a, "accuracy", { slice: "tag:even", cases: 3 })).ids).toEqual(["c0", "c2"]);
    expect(paired(pairUp(m, a, "accuracy", { slice: null, cases: 2 }))).toMatchObject({
      ids: ["c0", "c1"],
      unshared: 0,
    });
    const kept = sideOf(sidesOfBaseline(baseline([row("c0"), row("c9")])));
    expect(paired(pairUp(m, kept, "accuracy", { slice: "tag:even" }))).toMatchObject({ ids: ["c0"], unshared: 2 });
  });

  it("gives clusters to all, and weights to what says how good the answers are", async () => {
    const table = await drawn(
      { cases: cases(4, (i) => ({ cluster: `d${i % 2}`, weight: i + 1 })) },
      { a: "+-e-", m: "++-+" },
    );
    const [a, m] = sidesOfTable(table);
    if (a === undefined || m === undefined) throw new Error("two sides");
    const accuracy = paired(pairUp(m, a, "accuracy", ALL));
    expect([...(accuracy.weights ?? [])]).toEqual([1, 2, 4]);
    expect(accuracy.clusters?.[1]).toBe(accuracy.clusters?.[2]);
    expect(paired(pairUp(m, a, "latency_mean_ms", ALL)).weights).toBeNull();
    expect(paired(pairUp(m, a, "error_rate", ALL))).toMatchObject({
      better: "lower",
      baseline: Float64Array.of(0, 0, 1, 0),
    });
  });

  it("averages repeats, and is not fooled by what a file rounds", async () => {
    const table = await drawn(
      { cases: cases(3), repeats: 3 },
      { m: "++- +-- +++" },
      { latencyMs: 1234.5678, costUsd: 0.000_012_345_678 },
    );
    const kept = sideOf(sidesOfBaseline(baselineOf(table, manifest(table), "2026-01-01T00:00:00.000Z")));
    for (const metric of [
      "accuracy",
      "score",
      "grader.exact",
      "latency_p95_ms",
      "cost_per_case_usd",
      "cost_per_success_usd",
    ]) {
      const values = paired(pairUp(sideOf(sidesOfTable(table)), kept, metric, ALL));
      expect([metric, ...values.candidate]).toEqual([metric, ...values.baseline]);
      expect(values.per?.candidate).toEqual(values.per?.baseline);
    }
    const share = paired(pairUp(sideOf(sidesOfTable(table)), kept, "accuracy", ALL));
    expect([...share.baseline]).toEqual([2 / 3, 1 / 3, 1]);
    expect(share.repeats).toEqual({ candidate: 3, baseline: 3 });
  });

  it("keeps what a graded score passed apart from the score", async () => {
    const table = await emptyTable({ cases: cases(2), graders: [graderFacts("rouge")] });
    for (const [caseId, grade] of [
      ["c0", true],
      ["c1", false],
    ] as const) {
      table.addOutput(output({ caseId }));
      table.addScore(score({ caseId, grader: "rouge", grade, score: 0.7 }));
    }
    const found = baselineOf(table, manifest(table), "2026-01-01T00:00:00.000Z");
    expect(found.rows.map(({ graders, gradersPassed }) => ({ graders, gradersPassed }))).toEqual([
      { graders: { rouge: 0.7 }, gradersPassed: { rouge: 1 } },
      { graders: { rouge: 0.7 }, gradersPassed: { rouge: 0 } },
    ]);
    const values = paired(pairUp(sideOf(sidesOfTable(table)), sideOf(sidesOfBaseline(found)), "grader.rouge", ALL));
    expect([...values.baseline]).toEqual([1, 0]);
  });

  it("leaves ungraded trials and unknown costs out of both sums of a cost per success", async () => {
    const table = await drawn({ cases: cases(4) }, { a: "+-u+", m: "++++" }, { costUsd: 0.5 });
    const [a, m] = sidesOfTable(table);
    if (a === undefined || m === undefined) throw new Error("two sides");
    const values = paired(pairUp(m, a, "cost_per_success_usd", ALL));
    expect(values.form).toEqual({ type: "ratio" });
    expect(values.ids).toEqual(["c0", "c1", "c3"]);
    expect([...values.baseline]).toEqual([0.5, 0.5, 0.5]);
    expect([...(values.per?.baseline ?? [])]).toEqual([1, 0, 1]);
  });

  it("says why there is nothing to pair", async () => {
    const table = await drawn({ cases: cases(2), repeats: 2 }, { m: "++ --" });
    const m = sideOf(sidesOfTable(table));
    const kept = sideOf(sidesOfBaseline(baseline([row("c0")])));
    const why = (metric: string, other: Side | null = m, slice: string | null = null) => {
      const found = pairUp(m, other, metric, { slice });
      return found.status === "none" ? found.reason : "paired";
    };
    expect(why("accuracy", null)).toBe("there is no baseline for m");
    expect(why("accuracy", m, "tag:none")).toBe("no case of the run is in tag:none");
    expect(why("cost_total_usd")).toContain("compare cost_per_case_usd");
    expect(why("macro_f1")).toContain("no paired form");
    expect(why("no_such")).toBe("there is no metric no_such");
    expect(why("grader.other")).toBe("the run has no grader other");
    expect(why("pass_at_3")).toBe("pass_at_3 needs 3 repeats, and the run has 2");
    expect(why("cost_per_case_usd")).toBe("cost_per_case_usd is not known of any case");
    expect(why("error_rate", kept)).toBe("a baseline does not keep error_rate");
    expect(why("grader.other", kept)).toBe("the run has no grader other");
    expect(why("pass_at_2")).toBe("paired");
  });

  it("warns of graders, datasets and repeats that differ", async () => {
    const table = await drawn({ cases: cases(2), repeats: 2 }, { m: "++ --" });
    const source = { label: "now", dataset: "d2", graders: { exact: "e2", tone: "t" } };
    const m = sideOf(sidesOfTable(table, { source }));
    const kept = sideOf(sidesOfBaseline(baseline([row("c0"), row("c1")])));
    expect(paired(pairUp(m, kept, "accuracy", ALL)).warnings).toEqual([
      "the dataset is not that of the baseline: compared on what both have",
      "graders differ from those of the baseline: exact, tone",
      "2 against 1 repeats: each side's are averaged within their case",
    ]);
    const latency = paired(pairUp(m, kept, "latency_p95_ms", ALL)).warnings;
    expect(latency).toHaveLength(3);
    expect(latency.at(-1)).toContain("quantile of the cases' means");
    const same = { label: "now", dataset: "d", graders: { exact: "e1" } };
    const once = await drawn({ cases: cases(2) }, { m: "+-" });
    expect(paired(pairUp(sideOf(sidesOfTable(once, { source: same })), kept, "accuracy", ALL)).warnings).toEqual([]);
  });
});
