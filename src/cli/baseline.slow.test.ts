import { describe, expect, it } from "vitest";
import { jsonl, makeProject } from "../testing/cli.ts";

const IDS = ["b", "a", "c"];
const FILES = {
  "evals/route.yaml": `name: route
dataset: ../cases.jsonl
models:
  - { id: mini, provider: recorded, path: ../mini.jsonl }
graders: [{ type: exact }]
`,
  "cases.jsonl": jsonl(IDS.map((id) => ({ id, input: `secret text of ${id}`, expected: "yes" }))),
  "mini.jsonl": jsonl(
    IDS.map((id) => ({ id, output: id === "c" ? "no" : "yes", latency_ms: 12.3456, cost_usd: 0.001 })),
  ),
};

describe("evals baseline", { concurrent: true }, () => {
  it("keeps a run's results in a small file beside the suite, and shows them", async () => {
    await using project = await makeProject(FILES);
    await project.evals(["run"]);
    const [run = ""] = await project.runs();
    const saved = await project.evals(["baseline", "save", "latest"]);
    expect(saved).toMatchObject({ code: 0, stderr: "" });
    expect(saved.stdout).toMatch(
      /^saved: evals\/baselines\/route\.json\n {2}3 cases × 1 candidate, \d+(\.\d)? k?B, from route-/,
    );
    expect(saved.stdout).toContain("commit it; evals gate");
    const text = await project.read("evals/baselines/route.json");
    expect(text).not.toContain("secret text");
    const document = JSON.parse(text) as { rows: { case_id: string; digest: string; latency_ms: number }[] };
    expect(document).toMatchObject({ schema: "evals.baseline/1", suite: "route", run_id: run, repeats: 1 });
    expect(document.rows.map(({ case_id }) => case_id)).toEqual(["a", "b", "c"]);
    const [first] = await project.lines("cases.jsonl");
    const row = document.rows.find(({ case_id }) => case_id === first?.id);
    expect(row).toMatchObject({ digest: String(first?.digest).slice(0, 12), latency_ms: 12.3 });
    const shown = await project.evals(["baseline", "show"]);
    expect(shown.stdout).toContain("evals/baselines/route.json: route, 3 cases");
    expect(shown.stdout).toMatch(/mini\s+│ 3\s+│ 66\.7%/);
    const json = await project.evals(["baseline", "show", "--file", "evals/baselines/route.json", "--json"]);
    expect(JSON.parse(json.stdout)).toMatchObject({
      suite: "route",
      run_id: run,
      cases: 3,
      candidates: [{ id: "mini", cases: 3, accuracy: 2 / 3, latency_p50_ms: 12.3, cost_per_case_usd: 0.001 }],
    });
    const again = await project.evals(["baseline", "save", run, "--file", "kept/it.json", "--json"]);
    expect(JSON.parse(again.stdout)).toMatchObject({
      file: "kept/it.json",
      cases: 3,
      candidates: ["mini"],
      replaced: false,
    });
    expect((await project.evals(["baseline", "save", run])).stdout).toContain("replaced: evals/baselines/route.json");
  });

  it("refuses a run that is not complete unless forced, and says what is wrong with a file", async () => {
    await using project = await makeProject({ ...FILES, "mini.jsonl": jsonl([{ id: "a", output: "yes" }]) });
    await project.evals(["run"]);
    const refused = await project.evals(["baseline", "save", "latest"]);
    expect(refused).toMatchObject({ code: 2, stdout: "" });
    expect(refused.stderr).toMatch(/is incomplete \(mini: 66\.7% of its trials errored.*--force/);
    expect((await project.evals(["baseline", "show"])).stderr).toContain("no baseline in evals/baselines");
    expect((await project.evals(["baseline", "save", "latest", "--force"])).code).toBe(0);
    const text = await project.read("evals/baselines/route.json");
    await project.write({ "evals/baselines/route.json": text.replace('"n":1}', '"n":1') });
    const broken = await project.evals(["baseline", "show", "route", "--json"]);
    expect(broken.code).toBe(2);
    expect(JSON.parse(broken.stdout)).toMatchObject({ error: { name: "invalid_baseline", line: 2 } });
    for (const args of [["save"], ["shov"], ["show", "roote"], ["save", "nothing"]])
      expect((await project.evals(["baseline", ...args])).code).toBe(2);
    expect((await project.evals(["baseline", "show", "roote"])).stderr).toContain('did you mean "route"?');
  });
});
