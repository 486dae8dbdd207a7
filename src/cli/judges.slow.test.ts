import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../domain/json.ts";
import { jsonl, makeProject } from "../testing/cli.ts";
import { type FakeServer, startFakeServer } from "../testing/fake-server/start-fake-server.ts";

// The text under judgement says what its judge will say: "[good]", "[bad]", or rubbish.
let server: FakeServer;
beforeAll(async () => {
  server = await startFakeServer({
    reply({ lastUserText, model }) {
      const part = (name: string) =>
        new RegExp(`<<<${name} \\w+>>>\\n([^]*?)\\n<<<END ${name}`).exec(lastUserText)?.[1] ?? "";
      const output = part("OUTPUT");
      if (output.includes("[rubbish]")) return { text: "I would rather not say, but PASS and FAIL are words." };
      if (model === "strict") return { text: "Too loose.\nVERDICT: FAIL" };
      if (output !== "") return { text: `So.\nVERDICT: ${output.includes("[good]") ? "PASS" : "FAIL"}` };
      const [first, second] = [part("FIRST").includes("[good]"), part("SECOND").includes("[good]")];
      return { text: `So.\nVERDICT: ${first === second ? "TIE" : first ? "FIRST" : "SECOND"}` };
    },
  });
});
beforeEach(() => server.reset());
afterAll(() => server.close());

const CASES = 200;
const env = { OPENAI_API_KEY: "sk-test" };
const ids = Array.from({ length: CASES }, (_, id) => id);
const text = (id: number, good: boolean) => `[${good ? "good" : "bad"}] answer ${id}`;

/** `a` is good in three of four cases, `b` in half. */
function files(graders: string, more: Record<string, string> = {}) {
  const judge = (id: string, model: string) =>
    `  - { id: ${id}, provider: openai, model: ${model}, base_url: "${server.baseUrl}/v1", params: { max_tokens: 50 }, prices: { input: 1, output: 2 } }`;
  return {
    "evals/judged.yaml": `name: judged
dataset: ../cases.jsonl
models: [{ id: a, provider: recorded, path: ../a.jsonl }, { id: b, provider: recorded, path: ../b.jsonl }]
judge_models:
${judge("j", "judge")}
${judge("k", "judge-2")}
${judge("s", "strict")}
${judge("e", "text-embedding-3-small")}
graders:
${graders}`,
    "cases.jsonl": jsonl(ids.map((id) => ({ id: `c-${id}`, input: `question ${id}`, expected: text(id, true) }))),
    "a.jsonl": jsonl(ids.map((id) => ({ id: `c-${id}`, output: text(id, id % 4 !== 0) }))),
    "b.jsonl": jsonl(ids.map((id) => ({ id: `c-${id}`, output: text(id, id % 2 === 0) }))),
    ...more,
  };
}

const candidatesOf = (summary: JsonObject) =>
  summary.candidates as unknown as {
    id: string;
    trials: Record<string, number>;
    metrics: Record<string, { value: number | null; n: number; low: number | null; high: number | null }>;
  }[];

describe("judges, end to end", () => {
  it("a judge that answers rubbish for 5% of the cases moves accuracy by nothing, and is seen", async () => {
    const rubbish = (id: number) => id % 20 === 1;
    await using project = await makeProject(
      files("  - { type: judge, model: j, rubric: Good? }\n", {
        "a.jsonl": jsonl(
          ids.map((id) => ({ id: `c-${id}`, output: rubbish(id) ? "[rubbish]" : text(id, id % 4 !== 0) })),
        ),
      }),
    );
    const { code } = await project.evals(["run", "--quiet"], env);
    const [a] = candidatesOf(await project.document("summary.json"));
    const judged = ids.filter((id) => !rubbish(id));
    const right = judged.filter((id) => id % 4 !== 0).length;
    expect(a?.trials).toMatchObject({ passed: right, failed: judged.length - right, ungraded: 10, errored: 0 });
    expect(a?.metrics.accuracy?.value).toBeCloseTo(right / judged.length, 12);
    expect(a?.metrics.ungraded_rate?.value).toBeCloseTo(0.05, 12);
    // At the allowed rate, not above it.
    expect(code).toBe(0);
  });

  it("a panel decides by its majority, and what it cost stands apart", async () => {
    await using project = await makeProject(files("  - { type: judge, panel: [j, k, s], rubric: Good? }\n"));
    await project.evals(["run", "--quiet"], env);
    const summary = await project.document("summary.json");
    expect(candidatesOf(summary).map(({ trials }) => trials.passed)).toEqual([150, 100]);
    // 400 answers, of which a and b share some: equal questions are asked once.
    const spent = summary.spent as { judges_usd: number; calls: number; candidates_usd: number };
    expect(spent.candidates_usd).toBe(0);
    expect(spent.calls).toBe(server.stats.requests);
    expect(spent.judges_usd).toBeGreaterThan(0);
    const [score] = await project.lines("scores.jsonl");
    expect(score).toMatchObject({ status: "scored", judge: { model: "j, k, s" } });
    expect(score?.parts).toMatchObject({});
  });

  it("compares with another candidate in both orders: win rate, and the other one waits for nobody", async () => {
    await using project = await makeProject(files("  - { type: pairwise, against: b, model: j }\n"));
    const { code } = await project.evals(["run", "--quiet"], env);
    expect(code).toBe(0);
    const [a, b] = candidatesOf(await project.document("summary.json"));
    // id mod 4: 0 a bad, b good: loss. 2: both good, 1 and 3: a good, b bad: win.
    expect(a?.metrics.win_rate).toMatchObject({ value: 0.5 + 0.25 / 2, n: 200 });
    expect(a?.trials).toMatchObject({ passed: 150, failed: 50 });
    expect(b?.metrics.win_rate?.value ?? null).toBeNull();
    expect(b?.trials).toMatchObject({ passed: 200 });
    // Two calls for each pair that differs.
    expect(server.stats.requests).toBe(2 * 150);
  });

  it("a comparison goes on after a crash with what is on disk", async () => {
    await using project = await makeProject(files("  - { type: pairwise, against: b, model: j }\n"));
    const running = project.start(["run", "--no-cache"], env);
    while (server.stats.good < 60) await new Promise((done) => setTimeout(done, 5));
    running.child.kill("SIGKILL");
    await running.ended;
    const { code } = await project.evals(["run", "--resume", "--no-cache", "--quiet"], env);
    expect(code).toBe(0);
    const [a] = candidatesOf(await project.document("summary.json"));
    expect(a?.metrics.win_rate).toMatchObject({ value: 0.625, n: 200 });
    expect(server.stats.requests).toBeLessThan(2 * 150 + 70);
  });

  it("refuses a comparison whose other side is left out", async () => {
    await using project = await makeProject(files("  - { type: pairwise, against: b, model: j }\n"));
    const { code, stderr } = await project.evals(["run", "-m", "a"], env);
    expect(code).toBe(2);
    expect(stderr).toContain("a grader compares with b, which --model leaves out");
  });

  it("grades again although the other side has an error in place of an answer", async () => {
    await using project = await makeProject({
      "evals/s.yaml": [
        "name: s",
        "dataset: ../d.jsonl",
        "models: [{ id: a, provider: recorded, path: ../a.jsonl }, { id: b, provider: recorded, path: ../b.jsonl }]",
        `judge_models: [{ id: j, provider: openai, model: judge, base_url: "${server.baseUrl}/v1" }]`,
        "graders: [{ type: pairwise, against: b, model: j }]",
        "run: { max_error_rate: 1, max_ungraded_rate: 1 }",
        "",
      ].join("\n"),
      "d.jsonl": jsonl([1, 2].map((id) => ({ id: `c-${id}`, input: "x" }))),
      "a.jsonl": jsonl([1, 2].map((id) => ({ id: `c-${id}`, output: text(id, true) }))),
      "b.jsonl": jsonl([
        { id: "c-1", output: text(1, false) },
        { id: "c-2", error: "it broke" },
      ]),
    });
    const first = await project.evals(["run", "--quiet"], env);
    expect(first.code, first.stderr).toBe(0);
    const scores = async () =>
      (await project.lines("scores.jsonl")).map((line) => JSON.stringify({ ...line, judge: null })).sort();
    const before = await scores();
    const again = await project.evals(["grade", "latest", "--quiet"], env);
    expect(again.code, again.stderr).toBe(0);
    expect(await scores()).toEqual(before);
  });

  it("embeds texts through a model, once each", async () => {
    await using project = await makeProject(files("  - { type: similarity, model: e, min: 0.99 }\n"));
    const { code } = await project.evals(["run", "--quiet", "--budget", "1"], env);
    const summary = await project.document("summary.json");
    expect(candidatesOf(summary).map(({ trials }) => trials.passed)).toEqual([150, 100]);
    expect(server.stats.byApi.embeddings).toBeGreaterThan(0);
    expect((summary.spent as { judges_usd: number }).judges_usd).toBeGreaterThan(0);
    expect(code).toBe(0);
  });
});
