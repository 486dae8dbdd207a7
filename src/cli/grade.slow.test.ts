import { rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jsonl, makeProject } from "../testing/cli.ts";
import { type FakeServer, startFakeServer } from "../testing/fake-server/start-fake-server.ts";

// Every text that a judge is asked about holds what it will say of it.
let server: FakeServer;
beforeAll(async () => {
  server = await startFakeServer({
    reply: ({ lastUserText }) => {
      const says = /judge says (\w+)/.exec(lastUserText)?.[1];
      return { text: says === undefined ? "hm" : `Fine.\nVERDICT: ${says}` };
    },
  });
});
afterAll(() => server.close());

const CASES = 12;

/** Half of what is recorded is right but for its case; every fourth case has no answer. */
function files(graders: string, requirements = "") {
  const ids = Array.from({ length: CASES }, (_, id) => id);
  return {
    "evals/regrade.yaml": `name: regrade
dataset: ../cases.jsonl
models: [{ id: a, provider: recorded, path: ../a.jsonl }, { id: b, provider: recorded, path: ../b.jsonl }]
judge_models:
  - id: j
    provider: openai
    model: gpt-4.1-mini
    base_url: ${server.baseUrl}/v1
    params: { max_tokens: 50 }
graders: [${graders}]
run: { max_error_rate: 1 }
${requirements}`,
    "cases.jsonl": jsonl(ids.map((id) => ({ id: `c-${id}`, input: "?", expected: "yes" }))),
    "a.jsonl": jsonl(
      ids.filter((id) => id % 4 !== 3).map((id) => ({ id: `c-${id}`, output: id % 2 === 0 ? "yes" : "Yes" })),
    ),
    "b.jsonl": jsonl(ids.map((id) => ({ id: `c-${id}`, output: id < 6 ? "yes; judge says PASS" : "judge says FAIL" }))),
  };
}
const env = { OPENAI_API_KEY: "sk-test" };
const EXACT = "{ type: exact }";

describe("evals grade", () => {
  it("grades old outputs with the present graders, and says what has changed", async () => {
    await using project = await makeProject(
      files(EXACT, "requirements: [{ metric: accuracy, min: 0.1, candidate: a }]\n"),
    );
    await project.evals(["run", "--quiet"], env);
    const outputs = await project.lines("outputs.jsonl");
    const before = await project.document("summary.json");
    const requirement = "requirements: [{ metric: accuracy, min: 0.1, candidate: a }]\n";
    await project.write(
      files("{ type: exact, ignore_case: true }, { type: length, max: 100, id: short }", requirement),
    );
    const { code, stdout } = await project.evals(["grade", "latest", "--quiet"], env);
    expect(code).toBe(0);
    expect(stdout).toContain("graders: added short; changed exact");
    expect(stdout).toContain("a: accuracy 66.7% → 100.0%; 3 failed → passed (");
    expect(stdout).toContain("b: no trial changed");
    const after = await project.document("summary.json");
    expect(after).toMatchObject({ run_id: before.run_id, status: "complete" });
    expect(await project.lines("outputs.jsonl")).toEqual(outputs);
    // 9 answers of a and 12 of b, by two graders.
    expect(await project.lines("scores.jsonl")).toHaveLength(42);
    // It is what a new run with these graders would have said.
    await project.evals(["run", "--quiet"], env);
    const fresh = await project.document("summary.json");
    expect(after.candidates).toEqual(fresh.candidates);
    // And it can be resumed with the suite as it now is.
    const resumed = await project.evals(["run", `--resume=${before.run_id}`, "--quiet"], env);
    expect(resumed.stderr).not.toContain("cannot be resumed");
  });

  it("asks judges, through the cache and the budget", async () => {
    await using project = await makeProject(files(EXACT));
    await project.evals(["run", "--quiet"], env);
    await project.write(files('{ type: judge, model: j, rubric: "Is it right?", verdict: line }'));
    server.reset();
    const poor = await project.evals(["grade", "latest", "--budget", "0.002", "--quiet"], env);
    expect(poor.code).toBe(4);
    expect(poor.stderr).toMatch(
      /the budget of \$0\.002 was reached with \d+ of 21 outputs not graded: regrade-\S+ keeps the scores it had/,
    );
    expect((await project.lines("scores.jsonl")).map(({ grader }) => grader)).toContain("exact");
    const asked = server.stats.requests;
    expect(asked).toBeGreaterThan(0);
    const rich = await project.evals(["grade", "latest", "--quiet", "--json"], env);
    expect(rich.code).toBe(4);
    // a's answers make the judge say nothing that it can: ungraded, never 0.
    const summary = JSON.parse(rich.stdout);
    expect(summary.candidates[0].trials).toMatchObject({ passed: 0, failed: 0, ungraded: 9, errored: 3 });
    expect(summary.candidates[1].trials).toMatchObject({ passed: 6, failed: 6, ungraded: 0 });
    // What was asked before is replayed; equal answers to equal cases are asked once.
    expect(server.stats.requests - asked).toBeLessThan(21 - asked + 1);
    server.reset();
    await project.evals(["grade", "latest", "--quiet"], env);
    expect(server.stats.requests).toBe(0);
  });

  it("refuses what is not there", async () => {
    await using project = await makeProject(files(EXACT));
    await project.evals(["run", "--quiet"], env);
    expect((await project.evals(["grade", "nothing"])).stderr).toContain('no run "nothing"');
    await project.write({
      "evals/other.yaml": files(EXACT)["evals/regrade.yaml"].replace("name: regrade", "name: other"),
    });
    const other = await project.evals(["grade", "latest", "--suite", "evals/other.yaml"]);
    expect(other).toMatchObject({ code: 2 });
    expect(other.stderr).toMatch(/is a run of regrade, and evals\/other\.yaml is other/);
    await rm(project.path("evals/regrade.yaml"));
    const gone = await project.evals(["grade", "latest"]);
    expect(gone).toMatchObject({ code: 2 });
    expect(gone.stderr).toContain("say where it is with --suite <file>");
    await project.write(files('{ type: judge, model: j, rubric: "Right?" }'));
    const keyless = await project.evals(["grade", "latest"]);
    expect(keyless).toMatchObject({ code: 2 });
    expect(keyless.stderr).toContain("OPENAI_API_KEY");
  });
});
