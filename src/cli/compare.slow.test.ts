import { describe, expect, it } from "vitest";
import type { JsonObject } from "../domain/json.ts";
import { costComparePaired } from "../stats/cost-compare-paired.ts";
import { holm } from "../stats/holm.ts";
import { comparePaired } from "../stats/paired-comparison.ts";
import { quantileDiffBootstrap } from "../stats/quantile-diff-bootstrap.ts";
import { jsonl, makeProject, type Project } from "../testing/cli.ts";

const CASES = 120;
const IDS = Array.from({ length: CASES }, (_, index) => `c-${index}`);

/** Answers of a recorded model: which cases it has right, how long they took and what they cost. */
interface Recorded {
  readonly right: (index: number) => boolean;
  readonly latencyMs: (index: number) => number;
  readonly costUsd: (index: number) => number;
}

const RULES: Recorded = {
  right: (i) => i % 2 === 0,
  latencyMs: (i) => 100 + (i % 37),
  costUsd: (i) => 0.001 + (i % 7) * 1e-5,
};
const MINI: Recorded = {
  right: (i) => i % 3 !== 1,
  latencyMs: (i) => 80 + (i % 41),
  costUsd: (i) => 0.002 + (i % 5) * 1e-5,
};

const answers = ({ right, latencyMs, costUsd }: Recorded, leave: (index: number) => boolean = () => false) =>
  jsonl(
    IDS.flatMap((id, index) =>
      leave(index)
        ? []
        : [{ id, output: right(index) ? "yes" : "no", latency_ms: latencyMs(index), cost_usd: costUsd(index) }],
    ),
  );

const suite = (name = "pair", more = "") => `name: ${name}
dataset: ../cases.jsonl
models:
  - { id: mini, provider: recorded, path: ../mini.jsonl }
  - { id: rules, provider: recorded, path: ../rules.jsonl }
graders: [{ type: exact }]
reference: rules
run: { seed: 11, max_error_rate: 1 }
${more}`;

const dataset = (changed: (index: number) => boolean = () => false) =>
  jsonl(
    IDS.map((id, index) => ({
      id,
      input: changed(index) ? "other?" : "?",
      expected: "yes",
      tags: index < 30 ? ["few"] : [],
    })),
  );

const FILES = {
  "evals/pair.yaml": suite(),
  "cases.jsonl": dataset(),
  "mini.jsonl": answers(MINI),
  "rules.jsonl": answers(RULES),
};

interface Found extends JsonObject {
  metric: string;
  candidate: string;
  baseline: string;
  run: string;
  n: number;
  difference: number;
  low: number;
  high: number;
  p: number;
  p_adjusted: number;
  improved: string[];
  regressed: string[];
}

async function compared(project: Project, args: readonly string[]): Promise<readonly Found[]> {
  const { code, stdout, stderr } = await project.evals(["compare", ...args, "--json"]);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  const document = JSON.parse(stdout) as { schema: string; comparisons: Found[] };
  expect(document.schema).toBe("evals.compare/1");
  return document.comparisons;
}

/** Columns of a run, in its order. */
async function columnsOf(project: Project) {
  const order = (await project.lines("cases.jsonl")).map(({ id }) => Number(String(id).slice(2)));
  const of = (value: (index: number) => number) => order.map(value);
  const side = (recorded: Recorded) => ({
    right: of((index) => Number(recorded.right(index))),
    latency: of(recorded.latencyMs),
    cost: of(recorded.costUsd),
  });
  return { mini: side(MINI), rules: side(RULES) };
}

describe("evals compare", { concurrent: true }, () => {
  it("compares the candidates of a run with its reference, as the statistics say", async () => {
    await using project = await makeProject(FILES);
    expect((await project.evals(["run"])).code).toBe(0);
    const { mini, rules } = await columnsOf(project);
    const found = await compared(project, ["latest"]);
    expect(found.map(({ metric, candidate, baseline }) => [metric, candidate, baseline].join(" "))).toEqual(
      ["accuracy", "latency_p50_ms", "latency_p95_ms", "cost_per_case_usd", "cost_per_success_usd"].map(
        (metric) => `${metric} mini rules`,
      ),
    );
    const plain = { clusters: null, weights: null };
    const [accuracy, p50, p95, perCase, perSuccess] = found;
    expect(accuracy).toMatchObject(comparePaired({ candidate: mini.right, baseline: rules.right, ...plain }));
    expect(p50).toMatchObject(quantileDiffBootstrap(rules.latency, mini.latency, 0.5, { paired: true, seed: 11 }));
    // 6 of 120 lie beyond the 95th percentile.
    expect(p95).toMatchObject({ method: "order-statistics", p: null });
    expect(perCase).toMatchObject(comparePaired({ candidate: mini.cost, baseline: rules.cost, ...plain }));
    const ratio = costComparePaired(
      { cost: rules.cost, success: rules.right },
      { cost: mini.cost, success: mini.right },
    );
    expect(perSuccess?.difference).toBeCloseTo(ratio.difference ?? 0, 12);
    expect(found.map(({ p_adjusted }) => p_adjusted)).toEqual(holm(found.map(({ p }) => p)));
    expect(accuracy?.improved).toHaveLength(IDS.filter((_, i) => MINI.right(i) && !RULES.right(i)).length);
    expect(accuracy?.regressed).toHaveLength(IDS.filter((_, i) => !MINI.right(i) && RULES.right(i)).length);
    const turned = await compared(project, ["latest", "--reference", "mini", "--metric", "accuracy"]);
    expect(turned).toMatchObject([{ candidate: "rules", baseline: "mini", difference: -(accuracy?.difference ?? 0) }]);
    const few = await compared(project, ["latest", "--slice", "tag:few", "--metric", "accuracy,error_rate"]);
    expect(few).toMatchObject([
      { metric: "accuracy", slice: "tag:few", n: 30 },
      { metric: "error_rate", slice: "tag:few", n: 30, difference: 0 },
    ]);
    const text = await project.evals(["compare", "latest"], { COLUMNS: "80" });
    expect(text.code).toBe(0);
    for (const line of text.stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    expect(text.stdout).toContain("accuracy against rules");
    expect(text.stdout).toMatch(/mini {2}\+16\.7 points \[\+\d+\.\d, \+\d+\.\d\] {2}p 0\.\d+ {2}better/);
    expect(text.stdout).toContain("improved: ");
    expect(text.stdout).toContain(", and 30 more");
    expect(text.stdout).toMatch(/latency_p95_ms against rules\n {2}mini {2}.*too few cases for a test/);
  });

  it("compares the same candidates across runs and with a baseline, on what is common", async () => {
    await using project = await makeProject(FILES);
    await project.evals(["run"]);
    const saved = await project.evals(["baseline", "save", "latest"]);
    expect(saved.code).toBe(0);
    expect(saved.stdout).toContain("saved: evals/baselines/pair.json");
    // Ten cases are others now, five have no answer, and one model of the suite is new.
    await project.write({
      "cases.jsonl": dataset((index) => index < 10),
      "mini.jsonl": answers(RULES, (index) => index >= CASES - 5),
      "evals/pair.yaml": suite().replace("id: rules", "id: others").replace("reference: rules", "reference: others"),
    });
    await project.evals(["run"]);
    const [before = "", now = ""] = await project.runs();
    const across = await compared(project, [before, now, "--metric", "accuracy"]);
    const expected = { n: CASES - 15, changed: 10, unshared: 5, run: now, candidate: "mini" };
    expect(across).toMatchObject([{ ...expected, baseline: `${before}:mini` }]);
    const kept = IDS.map((_, i) => i).filter((i) => i >= 10 && i < CASES - 5);
    const right = ({ right: of }: Recorded) => kept.map((i) => Number(of(i)));
    const numbers = comparePaired({ candidate: right(RULES), baseline: right(MINI), clusters: null, weights: null });
    expect(across).toMatchObject([numbers]);
    for (const named of ["evals/baselines/pair.json", before]) {
      const withBaseline = await compared(project, ["latest", "--baseline", named, "--metric", "accuracy"]);
      expect(withBaseline).toMatchObject([{ ...numbers, ...expected, baseline: "baseline:mini" }]);
    }
    const { stdout } = await project.evals(["compare", before, now], { COLUMNS: "80" });
    expect(stdout).toContain("5 not shared, 10 changed and left out");
    expect(stdout).toContain("and not compared: others");
    expect(stdout).toContain("the dataset is not that of");
    expect(stdout).toMatch(/cost_per_case_usd against .*\n {2}mini {2}−\$0\.000\d+ \[.*\] \(−\d+%\) {2}p .* {2}better/);
  });

  it("takes of a run that was stopped what every candidate has finished, in run order", async () => {
    await using project = await makeProject(FILES);
    await project.evals(["run"]);
    const [run = ""] = await project.runs();
    const order = (await project.lines("cases.jsonl")).map(({ id }) => String(id));
    const gone = order[50];
    const outputs = (await project.lines("outputs.jsonl")).filter(
      (line) => line.candidate !== "mini" || line.case_id !== gone,
    );
    await project.write({ [`reports/${run}/outputs.jsonl`]: jsonl(outputs) });
    expect(await compared(project, ["latest", "--metric", "accuracy"])).toMatchObject([{ n: 50, unshared: 0 }]);
    expect((await project.evals(["compare", "latest"])).stdout).toContain("the first 50 cases count");
  });

  it("refuses what cannot be compared, and says why", async () => {
    await using project = await makeProject({
      ...FILES,
      "evals/other.yaml": suite("other").replace(/.*mini.jsonl.*\n/, ""),
      "other.json":
        '{"schema":"evals.baseline/1","suite":"else","run_id":"r","saved_at":"x","digests":{"dataset":"d","graders":"g"},"repeats":1,"rows":[]}',
    });
    expect((await project.evals(["run"])).code).toBe(0);
    const ids = await project.runs();
    const [pair, other] = ["pair-", "other-"].map((start) => ids.find((id) => id.startsWith(start)) ?? "") as [
      string,
      string,
    ];
    for (const [args, message] of [
      [[pair, other], "runs of one suite can be compared"],
      [[pair, pair], "are the same run"],
      [[other], "has one candidate, rules"],
      [[pair, "--metric", "acuracy"], 'did you mean "accuracy"?'],
      [[pair, "--metric", "macro_f1"], "macro_f1 has no paired form"],
      [[pair, "--slice", "tag:fex"], 'did you mean "tag:few"?'],
      [[pair, "--reference", "minj"], 'did you mean "mini"?'],
      [[pair, "--reference", "mini", "--baseline", other], "--reference is for candidates of one run"],
      [[pair, "--baseline", "no-such"], "neither a file nor a run"],
      [[pair, "--baseline", "other.json"], "is a baseline of the suite else, not of pair"],
      [["none"], 'no run "none"'],
    ] as const) {
      const { code, stdout, stderr } = await project.evals(["compare", ...args]);
      expect({ args, code, stdout }).toEqual({ args, code: 2, stdout: "" });
      expect(stderr).toContain(message);
    }
    const json = await project.evals(["compare", pair, other, "--json"]);
    expect(JSON.parse(json.stdout)).toMatchObject({ error: { name: "other_suite" } });
    expect((await project.evals(["compare"])).code).toBe(2);
  });
});
