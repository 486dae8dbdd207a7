import { describe, expect, it } from "vitest";
import { jsonl, makeProject, type Project } from "../testing/cli.ts";

const CASES = 200;

interface Row {
  readonly right: (index: number) => boolean;
  readonly latencyMs: number;
  readonly costUsd?: number;
  readonly model?: string;
}

const CANDIDATES: Readonly<Record<string, Row>> = {
  dear: { right: (index) => index % 25 !== 0, latencyMs: 900, costUsd: 0.01 },
  cheap: { right: (index) => index % 25 !== 3 && index !== 7, latencyMs: 800, costUsd: 0.001 },
  slow: { right: () => true, latencyMs: 5_000, costUsd: 0.0001 },
  weak: { right: (index) => index % 2 === 0, latencyMs: 100, costUsd: 0.0001 },
};

/** A suite with recorded candidates, and its run. */
async function projectOf(
  candidates: Readonly<Record<string, Row>>,
  { cases = CASES, more = "", model = "" }: { cases?: number; more?: string; model?: string } = {},
): Promise<Project> {
  const ids = Array.from({ length: cases }, (_, index) => index);
  const models = Object.keys(candidates).map(
    (id) => `  - { id: ${id}, provider: recorded, path: ../${id}.jsonl${model} }`,
  );
  const project = await makeProject({
    "evals/pick.yaml": `name: pick\ndataset: ../cases.jsonl\nmodels:\n${models.join("\n")}\ngraders: [{ type: exact }]\n${more}`,
    "cases.jsonl": jsonl(
      ids.map((id) => ({
        id: `c-${id}`,
        input: `Is ${id} even?`,
        expected: "yes",
        tags: id % 2 === 0 ? ["even"] : [],
      })),
    ),
    ...Object.fromEntries(
      Object.entries(candidates).map(([name, { right, latencyMs, costUsd }]) => [
        `${name}.jsonl`,
        jsonl(
          ids.map((id) => ({
            id: `c-${id}`,
            output: right(id) ? "yes" : "no",
            latency_ms: latencyMs * (0.9 + 0.002 * ((id * 37) % 100)),
            ...(costUsd === undefined ? {} : { cost_usd: costUsd }),
          })),
        ),
      ]),
    ),
  });
  await project.evals(["run", "--quiet"]);
  return project;
}

interface Told {
  readonly outcome: string;
  readonly chosen: string | null;
  readonly candidates: readonly {
    readonly name: string;
    readonly standing: string;
    readonly constraints: readonly Record<string, unknown>[];
    readonly figures: Record<string, { value: number | null; method: string }>;
  }[];
  readonly [key: string]: unknown;
}

const REQUIRED = ["--require", "accuracy>=0.9", "--require", "latency_p95_ms<=2000"];

describe("evals select", () => {
  it("says whom to ship and why, who was ruled out, and what the constraints cost, in 80 columns", async () => {
    await using project = await projectOf(CANDIDATES);
    const { code, stdout, stderr } = await project.evals(["select", "latest", ...REQUIRED], { COLUMNS: "80" });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const lines = stdout.split("\n");
    expect(lines[0]).toBe("ship cheap");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    const text = stdout.replace(/\s+/g, " ");
    expect(text).toContain("it is the cheapest of those that cannot be told apart from dear");
    expect(text).toMatch(/cannot be told apart from dear: cheap: accuracy −0\.5 points \[−\d\.\d, \+\d\.\d\], n 200/);
    expect(text).toMatch(/ruled out: slow: latency_p95_ms <= 2000: latency_p95_ms 5,\d{3} ms, at least/);
    expect(text).toContain("weak: accuracy >= 0.9: accuracy 0.5, at most");
    expect(text).toMatch(/latency_p95_ms <= 2000: without it slow, accuracy \+4\.5 points/);
    expect(text).toContain("accuracy >= 0.9: nothing");
    expect(text).toContain("measure it again on fresh cases");
  });

  it("tells all of it in one JSON document", async () => {
    await using project = await projectOf(CANDIDATES);
    const { code, stdout } = await project.evals(["select", "latest", ...REQUIRED, "--json"]);
    expect(code).toBe(0);
    const told = JSON.parse(stdout) as Told;
    expect(told).toMatchObject({
      schema: "evals.select/1",
      outcome: "chosen",
      chosen: "cheap",
      best: "dear",
      objectives: [{ metric: "accuracy", direction: "max", unit: "share" }],
      constraints: [
        { metric: "accuracy", operator: ">=", bound: 0.9, source: "flag" },
        { metric: "latency_p95_ms", operator: "<=", bound: 2_000 },
      ],
      equals: [{ name: "cheap", than: "dear", metric: "accuracy", n: CASES }],
      costs: [
        { costs: "nothing", without: ["cheap"], difference: null },
        { costs: "another", without: ["slow"], difference: { name: "slow", than: "cheap" } },
      ],
      pareto: { cases: CASES, seed: 1 },
      shared_cases: CASES,
      runs: [{ suite: "pick", status: "complete", cases: CASES }],
    });
    expect(told.candidates.map(({ name, standing }) => [name, standing])).toEqual([
      ["dear", "meets"],
      ["cheap", "meets"],
      ["slow", "violates"],
      ["weak", "violates"],
    ]);
    expect(told.candidates[0]).toMatchObject({ on_front: true, p_front: expect.any(Number) });
    expect(told.candidates[3]?.constraints[0]).toMatchObject({
      standing: "violates",
      value: 0.5,
      n: CASES,
      cases_needed: null,
    });
    expect(Object.keys(told.candidates[0]?.figures ?? {})).toEqual(["accuracy", "cost_per_case_usd", "latency_p95_ms"]);
  });

  it("takes the suite's absolute requirements where none is named, and minimises what it is told to", async () => {
    await using project = await projectOf(CANDIDATES, {
      more: "requirements: [{ metric: accuracy, min: 0.9 }, { metric: accuracy, max_drop: 0.03 }]\n",
    });
    const { code, stdout } = await project.evals(["select", "latest", "--minimize", "cost_per_case_usd", "--json"]);
    const told = JSON.parse(stdout) as Told;
    expect(code).toBe(0);
    expect(told).toMatchObject({ chosen: "slow", constraints: [{ text: "accuracy >= 0.9", source: "suite" }] });
    expect(JSON.stringify(told.notes)).toContain("requirements against a baseline are not constraints here");
    const front = await project.evals(["select", "latest", "--minimize", "cost_per_case_usd,latency_p95_ms", "--json"]);
    expect(JSON.parse(front.stdout)).toMatchObject({ outcome: "front", chosen: null, front: ["cheap", "slow"] });
  });

  it("exits 1 when all are shown to violate, and 3 while somebody is unknown", async () => {
    await using project = await projectOf({ slow: CANDIDATES.slow as Row, weak: CANDIDATES.weak as Row });
    const none = await project.evals(["select", "latest", "--require", "latency_p95_ms<=50"]);
    expect(none.code).toBe(1);
    expect(none.stdout).toContain("none can be shipped");
    const unbounded = await project.evals([
      "select",
      "latest",
      "--require",
      "latency_p99_ms<=9000",
      "--require",
      "accuracy>.9",
    ]);
    expect(unbounded.code).toBe(3);
    expect(unbounded.stdout.replace(/\s+/g, " ")).toMatch(
      /slow: latency_p99_ms <= 9000: .*no upper bound at n = 200 \(about 299 cases would tell; 200 now\)/,
    );
  });

  it("exits 4 when nobody can be chosen and too many trials erred", async () => {
    await using project = await projectOf({ slow: CANDIDATES.slow as Row });
    await project.write({ "slow.jsonl": jsonl([{ id: "c-1", output: "yes", latency_ms: 10 }]) });
    await project.evals(["run", "--quiet"]);
    const { code, stdout } = await project.evals(["select", "latest"]);
    expect({ code, said: stdout.includes("errored, more than max_error_rate") }).toEqual({ code: 4, said: true });
  });

  it("selects from several runs at once, the same id told apart by its run", async () => {
    await using project = await projectOf({ weak: CANDIDATES.weak as Row });
    const better = Array.from({ length: CASES }, (_, id) => ({
      id: `c-${id}`,
      output: "yes",
      latency_ms: 100,
      cost_usd: 0.0001,
    }));
    await project.write({ "weak.jsonl": jsonl(better) });
    await project.evals(["run", "--quiet", "-n", "120"]);
    const [first = "", second = ""] = await project.runs();
    const { code, stdout } = await project.evals(["select", first, second, first, "--json"]);
    const told = JSON.parse(stdout) as Told;
    const name = (run: string) => `${run.slice("pick-".length)}/weak`;
    expect(code).toBe(0);
    expect(told).toMatchObject({
      chosen: name(second),
      shared_cases: 120,
      runs: [{ run_id: first }, { run_id: second }],
    });
    expect(told.candidates.map((one) => [one.name, one.figures.accuracy?.value])).toEqual([
      [name(first), 0.5],
      [name(second), 1],
    ]);
  });

  it("refuses runs that share no case", async () => {
    await using project = await projectOf({ weak: CANDIDATES.weak as Row });
    await project.write({
      "evals/pick.yaml": `${(await project.read("evals/pick.yaml")).replace("name: pick", "name: other")}`,
      "cases.jsonl": jsonl([{ id: "x-1", input: "?", expected: "yes" }]),
      "weak.jsonl": jsonl([{ id: "x-1", output: "yes" }]),
    });
    await project.evals(["run", "--quiet"]);
    const { code, stderr } = await project.evals(["select", "latest", "latest~1"]);
    expect(code).toBe(2);
    expect(stderr).toContain("the runs share no case (they are of other and pick)");
  });

  it("refuses what it cannot read with exit 2, and says what to do", async () => {
    await using project = await projectOf({ weak: CANDIDATES.weak as Row }, { cases: 4 });
    const refused: readonly (readonly [readonly string[], string])[] = [
      [["--require", "accuray>=0.9"], 'there is no metric accuray; did you mean "accuracy"?'],
      [["--require", "accuracy"], '"accuracy" is no constraint'],
      [["--require", "accuracy@tag:evn>=0.9"], 'no case is in the slice tag:evn; did you mean "tag:even"?'],
      [["--maximize", "cost"], "there is no metric cost"],
      [["--maximize", "macro_f1"], "macro_f1 cannot be an objective"],
      [["--epsilon", "-1"], "is not a number of at least 0"],
    ];
    const results = await Promise.all(refused.map(([flags]) => project.evals(["select", "latest", ...flags])));
    for (const [at, { code, stderr, stdout }] of results.entries()) {
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toContain(refused[at]?.[1]);
    }
  });

  it("knows from the run folder alone what fits the context window", async () => {
    // "Is 7 even?" takes a dozen tokens and its framing: whatever counts them, 10 are too few and 4,000 enough.
    await using large = await projectOf(
      { weak: CANDIDATES.weak as Row },
      { cases: 4, model: ", context_window: 4000" },
    );
    await using small = await projectOf({ weak: CANDIDATES.weak as Row }, { cases: 4, model: ", context_window: 6" });
    await using unknown = await projectOf({ weak: CANDIDATES.weak as Row }, { cases: 4 });
    const told = async (project: Project) => {
      const { code, stdout } = await project.evals(["select", "latest", "--require", "context_fit>=0.99", "--json"]);
      const [weak] = (JSON.parse(stdout) as Told).candidates;
      const { standing, value, method } = weak?.constraints[0] ?? {};
      return { code, standing, value, method };
    };
    expect(await told(large)).toEqual({ code: 0, standing: "meets", value: 1, method: "exact" });
    expect(await told(small)).toEqual({ code: 1, standing: "violates", value: 0, method: "exact" });
    expect(await told(unknown)).toEqual({
      code: 3,
      standing: "unknown",
      value: null,
      method: "unknown-context-window",
    });
  });
});
