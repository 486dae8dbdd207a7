import { parse } from "csv-parse/sync";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { describe, expect, it } from "vitest";
import { jsonl, makeProject } from "../testing/cli.ts";

/** An id is one line. */
const HOSTILE_ID = '=cmd|" /C calc"!A0 <b> ]]> &';
const HOSTILE = "=cmd|' /C calc'!A0 <script> ]]> \u001b[31m & \"x\", \u0000 \n::error::no";

/** Outcomes by case and repeat: e1 has no recorded output, u1 no expected value, f1 contradicts itself. */
const SUITE = {
  "evals/s.yaml": [
    "name: s",
    "dataset: ../d.jsonl",
    "models:",
    "  - { id: m, provider: recorded, path: ../r.jsonl }",
    "graders:",
    "  - { type: exact }",
    "  - { type: regex, pattern: a, advisory: true }",
    "requirements:",
    "  - { metric: accuracy, min: 0.99 }",
    "  - { metric: accuracy, min: 0.01 }",
    "  - metric: latency_p50_ms",
    "    max: 1",
    "run: { repeats: 3, max_error_rate: 1, max_ungraded_rate: 1 }",
    "",
  ].join("\n"),
  "d.jsonl": jsonl([
    { id: "p1", input: "x", expected: "a" },
    { id: "f1", input: "x", expected: "a" },
    { id: HOSTILE_ID, input: "x", expected: "a" },
    { id: "u1", input: "x" },
    { id: "e1", input: "x", expected: "a" },
  ]),
  "r.jsonl": jsonl(
    [1, 2, 3].flatMap((repeat) => [
      { id: "p1", repeat, output: "a", latency_ms: 100, cost_usd: 0.001 },
      { id: "f1", repeat, output: repeat === 2 ? "b" : "a", latency_ms: 100 },
      { id: HOSTILE_ID, repeat, output: HOSTILE, latency_ms: 100 },
      { id: "u1", repeat, output: "a", latency_ms: 100 },
    ]),
  ),
};

interface TestCase {
  readonly name: string;
  readonly failure?: { readonly message: string };
  readonly error?: { readonly message: string };
  readonly skipped?: object;
  readonly "system-out"?: string;
}

describe("evals report", () => {
  it("junit: read by another parser, flaky cases by majority", async () => {
    await using project = await makeProject(SUITE);
    const { stderr } = await project.evals(["run", "--report", "md,junit,csv"]);
    expect(stderr).not.toMatch(/error/i);
    const [run = ""] = await project.runs();
    const xml = await project.read(`reports/${run}/junit.xml`);
    const again = await project.evals(["report", "latest", "--format", "junit"]);
    expect(again.stdout).toBe(xml);
    expect(XMLValidator.validate(xml)).toBe(true);
    const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "" });
    const { testsuite } = (parser.parse(xml) as { testsuites: { testsuite: { name: string; testcase: TestCase[] }[] } })
      .testsuites;
    expect(testsuite.map(({ name }) => name)).toEqual(["s: requirements", "s: m"]);
    const cases = new Map(testsuite[1]?.testcase.map((one) => [one.name.slice(0, 4), one]));
    expect(cases.size).toBe(5);
    expect(cases.get("p1")).not.toHaveProperty("failure");
    expect(cases.get("f1")).toMatchObject({ "system-out": "flaky: 2 of 3 repeats passed" });
    expect(cases.get("f1")).not.toHaveProperty("failure");
    expect(cases.get("=cmd")?.failure?.message).toMatch(/^exact: /);
    expect(cases.get("u1")).toHaveProperty("skipped");
    expect(cases.get("e1")?.error?.message).toMatch(/^no_recorded_output: /);
  });

  it("csv: a row a trial with every grader, no formula, the same on stdout and in the folder", async () => {
    await using project = await makeProject(SUITE);
    await project.evals(["run", "--report", "csv"]);
    const { stdout, code } = await project.evals(["report", "latest", "--format", "csv"]);
    expect(code).toBe(0);
    const [run = ""] = await project.runs();
    expect(await project.read(`reports/${run}/trials.csv`)).toBe(stdout);
    const rows = parse(stdout, { columns: true }) as Record<string, string>[];
    expect(rows).toHaveLength(15);
    for (const row of rows) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    const of = (id: string) => rows.filter((row) => row.case_id === id);
    expect(of("f1").map(({ repeat, outcome }) => [repeat, outcome])).toEqual([
      ["1", "passed"],
      ["2", "failed"],
      ["3", "passed"],
    ]);
    expect(of("p1")[0]).toMatchObject({
      candidate: "m",
      "exact.pass": "true",
      "exact.score": "1",
      "regex.pass": "true",
      latency_ms: "100",
      cost_usd: "0.001",
      input_tokens: "",
      error_kind: "",
    });
    expect(of("u1")[0]).toMatchObject({ outcome: "ungraded", "exact.pass": "", score: "" });
    expect(of("e1")[0]).toMatchObject({ outcome: "errored", error_kind: "no_recorded_output", latency_ms: "" });
    expect(of("f1")[1]?.reason).toMatch(/^exact: /);
  });

  it("github: annotations on the suite's lines, on stdout where it is asked for", async () => {
    await using project = await makeProject(SUITE);
    await project.evals(["run"]);
    const { stdout } = await project.evals(["report", "latest", "--format", "github"], {
      GITHUB_STEP_SUMMARY: project.path("summary.md"),
    });
    const lines = stdout.trimEnd().split("\n");
    for (const line of lines)
      expect(line).toMatch(/^::(error|warning|notice) file=evals\/s\.yaml,line=\d+,col=\d+,title=/);
    expect(lines[0]).toMatch(/^::error file=evals\/s\.yaml,line=9,col=5,title=fail%3A m%3A accuracy >= 0.99::/);
    expect(lines[1]).toMatch(
      /^::warning file=evals\/s\.yaml,line=11,col=5,title=undecided%3A m%3A latency_p50_ms <= 1::/,
    );
    expect(lines).toHaveLength(2);
    expect(await project.read("summary.md")).toMatch(/^# s: fail\n/);
  });
});

describe("evals run in GitHub Actions", () => {
  it("annotates and writes the step's summary by itself, and leaves stdout alone", async () => {
    await using project = await makeProject({ ...SUITE, "summary.md": "# before\n" });
    const env = {
      GITHUB_ACTIONS: "true",
      GITHUB_STEP_SUMMARY: project.path("summary.md"),
      GITHUB_WORKSPACE: project.root,
    };
    const { stdout, stderr, code } = await project.evals(["run", "--json"], env);
    expect(JSON.parse(stdout)).toMatchObject({ suite: "s", verdict: "fail" });
    expect(stderr).toMatch(/^::error file=evals\/s\.yaml,line=9,col=5/m);
    expect(await project.read("summary.md")).toMatch(/^# before\n# s: fail\n/);
    expect(code).toBe(1);
  });

  it("says so where the summary cannot be written, with the same exit code", async () => {
    await using project = await makeProject(SUITE);
    const { stderr, code } = await project.evals(["run", "--quiet"], {
      GITHUB_ACTIONS: "true",
      GITHUB_STEP_SUMMARY: project.path("no/such/folder.md"),
    });
    expect(stderr).toContain("the step summary cannot be written");
    expect(code).toBe(1);
  });

  it("is silent elsewhere", async () => {
    await using project = await makeProject(SUITE);
    expect((await project.evals(["run"])).stderr).not.toContain("::error");
  });
});
