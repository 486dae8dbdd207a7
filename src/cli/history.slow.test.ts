import { rm } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { jsonl, makeProject, type Project } from "../testing/cli.ts";

const CASES = 200;
const suite = (grader = "{ type: exact }") =>
  `name: s\ndataset: ../d.jsonl\nmodels:\n  - { id: m, provider: recorded, path: ../m.jsonl }\n  - { id: n, provider: recorded, path: ../n.jsonl }\ngraders:\n  - ${grader}\n`;
const dataset = (from = 0) =>
  jsonl(Array.from({ length: CASES }, (_, i) => ({ id: `c${from + i}`, input: `q${from + i}`, expected: "a" })));
/** Right on the first so many of the cases. */
const answers = (right: number, from = 0) =>
  jsonl(
    Array.from({ length: CASES }, (_, i) => ({
      id: `c${from + i}`,
      output: i < right ? "a" : "b",
      latency_ms: 50 + i,
    })),
  );

async function suiteWith(rights: readonly number[]): Promise<Project> {
  const project = await makeProject({ "evals/s.yaml": suite(), "d.jsonl": dataset(), "n.jsonl": answers(100) });
  for (const right of rights) {
    await project.write({ "m.jsonl": answers(right) });
    await project.evals(["run"]);
  }
  return project;
}

interface Point {
  readonly run_id: string;
  readonly estimate: { readonly value: number; readonly low: number; readonly high: number };
  readonly dataset_changed: boolean;
  readonly graders_changed: boolean;
  readonly change: Record<string, unknown> | null;
}
interface Document {
  readonly schema: string;
  readonly series: readonly {
    readonly candidate: string;
    readonly points: readonly Point[];
    readonly plateau: object | null;
  }[];
  readonly left_out: object;
}

async function history(project: Project, ...flags: string[]): Promise<Document> {
  const { stdout, stderr, code } = await project.evals(["history", "s", "--json", ...flags]);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return JSON.parse(stdout) as Document;
}

const changes = (document: Document, candidate: string) =>
  document.series
    .find((one) => one.candidate === candidate)
    ?.points.map(({ change }) => change?.shows ?? change?.reason ?? null);

describe("evals history", () => {
  it("says where a change is real, by pairs, and where there is a plateau", async () => {
    await using project = await suiteWith([100, 140, 141, 140, 141]);
    const document = await history(project);
    expect(document.schema).toBe("evals.history/1");
    expect(changes(document, "m")).toEqual([null, "better", "no difference", "no difference", "no difference"]);
    expect(changes(document, "n")).toEqual([null, "no difference", "no difference", "no difference", "no difference"]);
    const [m] = document.series;
    expect(m?.points.map(({ estimate }) => estimate.value)).toEqual([0.5, 0.7, 0.705, 0.7, 0.705]);
    expect(m?.points[1]?.change).toMatchObject({
      by: "pairs",
      n: CASES,
      difference: 0.2,
      against: m?.points[0]?.run_id,
    });
    expect(m?.plateau).toMatchObject({ changes: 3, since: m?.points[1]?.run_id, overall: { shows: "no difference" } });
    const { stdout } = await project.evals(["history", "evals/s.yaml"], { COLUMNS: "80" });
    expect(stdout).toContain("m  ▁████");
    expect(stdout.replace(/\s+/g, " ")).toContain("the last 3 changes cannot be told apart");
    expect(stdout).toMatch(/\+20\.0 points/);
  });

  it("finds what small steps come to", async () => {
    await using project = await suiteWith([100, 102, 104, 106, 108]);
    const [m] = (await history(project, "--candidate", "m")).series;
    expect(m?.plateau).toMatchObject({ changes: 4, overall: { shows: "better", difference: 0.04 } });
    const { stdout } = await project.evals(["history", "s"]);
    expect(stdout.replace(/\n/g, " ")).toContain("one by one, but together they are better");
  });

  it("marks other datasets and graders, and compares nothing across what is not shared", async () => {
    await using project = await suiteWith([100]);
    await project.write({ "d.jsonl": dataset(1_000), "m.jsonl": answers(150, 1_000), "n.jsonl": answers(100, 1_000) });
    await project.evals(["run"]);
    await project.write({ "evals/s.yaml": suite("{ type: exact, ignore_case: true }") });
    await project.evals(["run"]);
    await project.write({ "d.jsonl": dataset(1_100), "m.jsonl": answers(150, 1_000), "n.jsonl": answers(100, 1_100) });
    await project.evals(["run"]);
    const document = await history(project);
    const points = document.series.find(({ candidate }) => candidate === "n")?.points ?? [];
    expect(points.map((one) => [one.dataset_changed, one.graders_changed])).toEqual([
      [false, false],
      [true, false],
      [false, true],
      [true, false],
    ]);
    expect(points.map(({ change }) => change?.reason ?? change?.n ?? null)).toEqual([
      null,
      "no measured case is shared",
      "other graders",
      100,
    ]);
    // What no grader decides is compared across graders.
    const latency = await history(project, "--metric", "latency_p50_ms", "--candidate", "n");
    expect(latency.series[0]?.points[2]?.change).toMatchObject({ by: "pairs", n: CASES, difference: 0 });
  });

  it("goes by the intervals where a run has its summary alone, and limits itself to the newest", async () => {
    await using project = await suiteWith([60, 140, 90]);
    const [first = "", second = ""] = await project.runs();
    for (const file of ["outputs.jsonl", "scores.jsonl"]) await rm(project.path(`reports/${second}/${file}`));
    const document = await history(project, "--candidate", "m");
    expect(document.series[0]?.points.map(({ change }) => [change?.by, change?.shows])).toEqual([
      [undefined, undefined],
      ["intervals", "better"],
      ["intervals", "worse"],
    ]);
    const newest = await history(project, "--limit", "2");
    expect(newest.left_out).toEqual({ unfinished: 0, older: 1 });
    expect(newest.series[0]?.points.map(({ run_id }) => run_id)).not.toContain(first);
  });

  it("answers what it does not know with what there is", async () => {
    await using empty = await makeProject();
    expect(await empty.evals(["history", "s"])).toMatchObject({ code: 2, stdout: "" });
    await using project = await suiteWith([100]);
    const said = async (...args: string[]) => {
      const { code, stderr } = await project.evals(["history", ...args]);
      expect(code).toBe(2);
      return stderr;
    };
    expect(await said("t")).toContain('no run of a suite "t"');
    expect(await said("s", "--metric", "acuracy")).toContain('did you mean "accuracy"?');
    expect(await said("s", "--candidate", "mm")).toContain('did you mean "m"?');
    expect(await said("s", "--metric", "win_rate")).toContain("no run of s has measured win_rate");
  });
});
