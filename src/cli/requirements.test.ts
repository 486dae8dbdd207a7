import { describe, expect, it } from "vitest";
import { jsonl, makeProject } from "../testing/cli.ts";

/** 200 cases of which the candidate answers `right` as expected: the recorded outputs say it. */
const CASES = 200;

function files(requirements: string, right = 160, name = "gate") {
  const ids = Array.from({ length: CASES }, (_, index) => index);
  return {
    [`evals/${name}.yaml`]: `name: ${name}
dataset: ../cases.jsonl
models:
  - { id: strong, provider: recorded, path: ../${name}-strong.jsonl }
  - { id: weak, provider: recorded, path: ../${name}-weak.jsonl }
graders: [{ type: exact }]
${requirements}`,
    "cases.jsonl": jsonl(
      ids.map((id) => ({ id: `c-${id}`, input: "?", expected: "yes", tags: id < 20 ? ["few"] : [] })),
    ),
    [`${name}-strong.jsonl`]: jsonl(ids.map((id) => ({ id: `c-${id}`, output: id % CASES < right ? "yes" : "no" }))),
    [`${name}-weak.jsonl`]: jsonl(ids.map((id) => ({ id: `c-${id}`, output: id % 2 === 0 ? "yes" : "no" }))),
  };
}

interface Told {
  readonly requirements: string;
  readonly flags?: readonly string[];
  readonly verdict: string;
  readonly code: number;
}

// 160 of 200: 80.0% [73.9, 85.0]. 100 of 200: 50.0% [43.1, 56.9].
const TOLD: readonly Told[] = [
  { requirements: "requirements: [{ metric: accuracy, min: 0.4 }]\n", verdict: "pass", code: 0 },
  { requirements: "requirements: [{ metric: accuracy, min: 0.7 }]\ngate: [strong]\n", verdict: "pass", code: 0 },
  { requirements: "requirements: [{ metric: accuracy, min: 0.7 }]\n", verdict: "fail", code: 1 },
  { requirements: "requirements: [{ metric: accuracy, min: 0.78 }]\ngate: [strong]\n", verdict: "undecided", code: 3 },
  {
    requirements: "requirements: [{ metric: accuracy, min: 0.78, decide: point }]\ngate: [strong]\n",
    verdict: "pass",
    code: 0,
  },
  {
    requirements: "requirements: [{ metric: accuracy, min: 0.78 }]\ngate: [strong]\n",
    flags: ["--allow-undecided"],
    verdict: "undecided",
    code: 0,
  },
  {
    requirements: "requirements: [{ metric: accuracy, min: 0.7 }]\n",
    flags: ["--allow-undecided"],
    verdict: "fail",
    code: 1,
  },
  {
    requirements: 'requirements: [{ metric: accuracy, slice: "tag:few", candidate: strong, min: 0.9 }]\n',
    verdict: "undecided",
    code: 3,
  },
  { requirements: "requirements: [{ metric: accuracy, max_drop: 0.03 }]\n", verdict: "undecided", code: 3 },
  { requirements: "", verdict: "none", code: 0 },
];

describe("requirements", { concurrent: true }, () => {
  it.each(TOLD.map((told) => [`${told.requirements.trim()} ${told.flags ?? ""}`.replace("\n", ", "), told] as const))(
    "%s",
    async (_, { requirements, flags = [], verdict, code }) => {
      await using project = await makeProject(files(requirements));
      const result = await project.evals(["run", ...flags]);
      const summary = await project.document("summary.json");
      // The printed verdict, summary.json and the exit code say the same.
      expect(summary.verdict).toBe(verdict);
      expect(result.code).toBe(code);
      if (verdict === "none") expect(result.stdout).not.toContain("requirements");
      else expect(result.stdout).toContain(`requirements: ${verdict}`);
      const markdown = await project.read(`reports/${(await project.runs())[0]}/report.md`);
      expect(markdown).toMatch(verdict === "none" ? /no requirement/ : new RegExp(`^# gate: ${verdict}`));
      if (flags.includes("--allow-undecided") && verdict === "undecided")
        expect(result.stderr).toContain("allowed by --allow-undecided");
      else expect(result.stderr).not.toContain("allowed");
    },
  );

  it("says how many more cases would do", async () => {
    await using project = await makeProject(files("requirements: [{ metric: accuracy, min: 0.78 }]\ngate: [strong]\n"));
    const { stdout } = await project.evals(["run"]);
    const { requirements } = (await project.document("summary.json")) as unknown as {
      requirements: { candidate: string; cases_needed: number }[];
    };
    const needed = requirements.find(({ candidate }) => candidate === "strong")?.cases_needed ?? 0;
    expect(needed).toBeGreaterThan(CASES);
    expect(stdout).toContain(needed.toLocaleString("en"));
  });

  it("exits with the gravest of several suites, all of which are run", async () => {
    await using project = await makeProject({
      ...files("requirements: [{ metric: accuracy, min: 0.4 }]\n", 160, "a-pass"),
      ...files("requirements: [{ metric: accuracy, min: 0.78 }]\ngate: [strong]\n", 160, "b-undecided"),
      ...files("requirements: [{ metric: accuracy, min: 0.7 }]\n", 160, "c-fail"),
      ...files("requirements: [{ metric: accuracy, min: 0.4 }]\n", 160, "d-pass"),
    });
    expect((await project.evals(["run"])).code).toBe(1);
    expect(await project.runs()).toHaveLength(4);
    expect((await project.evals(["run", "evals/a-pass.yaml", "evals/b-undecided.yaml"])).code).toBe(3);
    expect((await project.evals(["run", "evals/a-pass.yaml", "evals/d-pass.yaml"])).code).toBe(0);
    expect(
      (await project.evals(["run", "evals/b-undecided.yaml", "evals/c-fail.yaml", "--allow-undecided"])).code,
    ).toBe(1);
  });

  it("takes no case without a recorded output for a failure of the model", async () => {
    await using project = await makeProject(files("requirements: [{ metric: accuracy, min: 0.4 }]\n"));
    const lines = (await project.read("gate-strong.jsonl")).split("\n");
    await project.write({ "gate-strong.jsonl": lines.slice(100).join("\n") });
    const { code, stderr } = await project.evals(["run"]);
    expect(code).toBe(4);
    expect(stderr).toContain("max_error_rate");
    const { candidates } = (await project.document("summary.json")) as unknown as {
      candidates: { trials: object; errors: object }[];
    };
    expect(candidates[0]).toMatchObject({
      trials: { errored: 100, passed: 60, failed: 40 },
      errors: { no_recorded_output: 100 },
    });
  });
});
