import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../domain/json.ts";
import { jsonl, makeProject, type Project } from "../testing/cli.ts";
import { type FakeServer, startFakeServer } from "../testing/fake-server/start-fake-server.ts";

const CASES = 24;

let server: FakeServer;
beforeAll(async () => {
  server = await startFakeServer({
    reply: ({ lastUserText }) => ({ text: /[05]$/.test(lastUserText) ? "no" : "yes" }),
  });
});
afterAll(() => server.close());

const DATA = jsonl(
  Array.from({ length: CASES }, (_, index) => ({
    id: `c-${index}`,
    input: `case ${index}`,
    expected: "yes",
    tags: [index % 2 === 0 ? "even" : "odd"],
    lang: ["de", "fr", "it", "rm"][index % 4],
  })),
);

/** Two models by two prompts, one of them for the first model only; the cache and the prices are real. */
const called = (name: string) => `name: ${name}
dataset: ../cases.jsonl
prompts:
  - id: terse
    messages: [{ role: user, content: "${name} {{ input }}" }]
  - id: long
    messages: [{ role: user, content: "${name} once more {{ input }}" }]
models:
  - { id: mini, provider: openai, model: gpt-4.1-mini, base_url: "${server.baseUrl}/v1", params: { max_tokens: 8 } }
  - { id: mystery, provider: openai, model: no-such-model-9, base_url: "${server.baseUrl}/v1", params: { max_tokens: 8 }, prompts: [terse] }
graders: [{ type: exact }]
`;

const recorded = `name: recorded
dataset: ../cases.jsonl
models:
  - { id: a, provider: recorded, path: ../a.jsonl }
  - { id: b, provider: recorded, path: ../b.jsonl }
graders: [{ type: exact }]
slices: [lang]
`;
const ids = Array.from({ length: CASES }, (_, index) => index);
const RECORDED = {
  "evals/recorded.yaml": recorded,
  "cases.jsonl": DATA,
  "a.jsonl": jsonl(
    ids.flatMap((id) =>
      [0, 1].map((k) => ({ id: `c-${id}`, output: (id + k) % 3 ? "yes" : "no", latency_ms: 10 + id, cost_usd: 0.001 })),
    ),
  ),
  "b.jsonl": jsonl(
    ids.flatMap((id) => [0, 1].map(() => ({ id: `c-${id}`, output: id % 4 ? "yes" : "no", latency_ms: 20 }))),
  ),
};
const KEY = { OPENAI_API_KEY: "sk-test-key-1234567890" };

const caseIds = async (project: Project) => (await project.lines("cases.jsonl")).map(({ id }) => String(id));
const candidates = async (project: Project) =>
  ((await project.document("run.json")).candidates as JsonObject[]).map(({ id }) => id);
const trials = async (project: Project) =>
  ((await project.document("summary.json")).candidates as JsonObject[]).map(
    (one) => (one.trials as JsonObject).planned,
  );

describe("flags of run", { concurrent: true }, () => {
  it("-m: models or candidates, repeated or with commas, anywhere", async () => {
    await using project = await makeProject({ "evals/s.yaml": called("flag-m"), "cases.jsonl": DATA });
    const run = (...args: string[]) => project.evals(["run", "-n", "2", ...args], KEY);
    await run("-m", "mini", "evals/s.yaml");
    expect(await candidates(project)).toEqual(["mini@terse", "mini@long"]);
    await run("-m", "mini@long,mystery");
    expect(await candidates(project)).toEqual(["mini@long", "mystery"]);
    await run("-m", "mystery", "-m", "mini@long");
    expect(await candidates(project)).toEqual(["mini@long", "mystery"]);
    expect((await run("-m", "mini@lng")).stderr).toContain('did you mean "mini@long"?');
  });

  it("-n: a fair sample, nested for growing n; --seed: another order, the same for the same seed", async () => {
    await using project = await makeProject(RECORDED);
    const order = async (...args: string[]) => {
      await project.evals(["run", ...args]);
      return caseIds(project);
    };
    const all = await order();
    expect(all).toHaveLength(CASES);
    expect(all).not.toEqual(ids.map((id) => `c-${id}`));
    expect(await order("-n", "5")).toEqual(all.slice(0, 5));
    expect(await order("--limit", "17")).toEqual(all.slice(0, 17));
    const other = await order("--seed", "7");
    expect(other).not.toEqual(all);
    expect([...other].sort()).toEqual([...all].sort());
    expect(await order("--seed", "7", "-n", "9")).toEqual(other.slice(0, 9));
    expect(await order("-n", "4000")).toEqual(all);
  });

  it("the same seed gives the same summary but for what names the run and its time", async () => {
    await using project = await makeProject(RECORDED);
    const summaries: JsonObject[] = [];
    for (const seed of ["3", "3", "4"]) {
      await project.evals(["run", "--seed", seed, "--repeats", "2"]);
      const { run_id, started_at, finished_at, wall_ms, ...rest } = await project.document("summary.json");
      expect([run_id, started_at, finished_at, wall_ms]).not.toContain(undefined);
      summaries.push(rest);
    }
    expect(summaries[0]).toEqual(summaries[1]);
    const accuracy = (summary: JsonObject = {}) =>
      (summary.candidates as JsonObject[]).map((one) => ((one.metrics as JsonObject).accuracy as JsonObject).value);
    expect(accuracy(summaries[2])).toEqual(accuracy(summaries[0]));
  });

  it("--repeats: trials of each case, n counts cases", async () => {
    await using project = await makeProject(RECORDED);
    await project.evals(["run", "--repeats", "2"]);
    expect(await trials(project)).toEqual([2 * CASES, 2 * CASES]);
    const summary = (await project.document("summary.json")) as unknown as {
      candidates: { metrics: Record<string, { n: number; method: string }> }[];
    };
    expect(summary.candidates[0]?.metrics.accuracy).toMatchObject({ n: CASES, method: "wilson-neff" });
    expect((await project.lines("outputs.jsonl")).map(({ repeat }) => repeat)).toContain(2);
  });

  it("--where: on fields, several values, not, repeated", async () => {
    await using project = await makeProject(RECORDED);
    const numbers = async (...args: string[]) => {
      await project.evals(["run", ...args.flatMap((arg) => ["--where", arg])]);
      return (await caseIds(project)).map((id) => Number(id.slice(2))).sort((a, b) => a - b);
    };
    expect(await numbers("tags=even")).toEqual(ids.filter((id) => id % 2 === 0));
    expect(await numbers("lang=de,rm")).toEqual(ids.filter((id) => id % 4 === 0 || id % 4 === 3));
    expect(await numbers("lang!=de")).toEqual(ids.filter((id) => id % 4 !== 0));
    expect(await numbers("lang!=de", "tags=even")).toEqual(ids.filter((id) => id % 4 === 2));
  });

  it("--dry-run: calls, tokens and cost, and calls nothing; needs no key", async () => {
    await using project = await makeProject({ "evals/s.yaml": called("dry-run"), "cases.jsonl": DATA });
    const calls = () => server.requests.filter(({ lastUserText }) => lastUserText.startsWith("dry-run")).length;
    const { code, stdout, stderr } = await project.evals(["run", "--dry-run"]);
    expect(code).toBe(0);
    expect(calls()).toBe(0);
    expect(await project.runs()).toEqual([]);
    expect(stderr).toContain("OPENAI_API_KEY");
    expect(stdout).toContain("nothing was called");
    const row = (id: string) => stdout.split("\n").find((line) => line.includes(` ${id} `)) ?? "";
    expect(row("mini@terse")).toMatch(/ 24 .* about \d+ .* at most 192 .* \$0\.00/);
    expect(row("mystery")).toContain("unknown");
    expect(stdout).toContain("in all unknown");
    const json = await project.evals(["run", "--dry-run", "--json", "-m", "mini", "-n", "10"]);
    expect(JSON.parse(json.stdout)).toMatchObject({
      trials: 20,
      candidates: [
        { id: "mini@terse", calls: 10, max_output_tokens: 80 },
        { id: "mini@long", calls: 10 },
      ],
    });
  });

  it("the cache: a second run calls nothing, spends nothing, and is worth the same", async () => {
    await using project = await makeProject({ "evals/s.yaml": called("cache"), "cases.jsonl": DATA });
    const calls = () => server.requests.filter(({ lastUserText }) => lastUserText.startsWith("cache ")).length;
    const run = async (...args: string[]) => {
      const before = calls();
      const { stdout } = await project.evals(["run", "-m", "mini", ...args], KEY);
      const { spent, candidates: found } = (await project.document("summary.json")) as unknown as {
        spent: { candidates_usd: number; calls: number };
        candidates: { trials: { cached: number }; metrics: { cost_total_usd: { value: number } } }[];
      };
      return {
        stdout,
        calls: calls() - before,
        spent,
        cached: found.map((one) => one.trials.cached),
        cost: found.map(({ metrics }) => metrics.cost_total_usd.value),
      };
    };
    const first = await run();
    expect(first).toMatchObject({ calls: 2 * CASES, cached: [0, 0], spent: { calls: 2 * CASES } });
    expect(first.spent.candidates_usd).toBeCloseTo((first.cost[0] ?? 0) + (first.cost[1] ?? 0), 12);
    const second = await run();
    expect(second).toMatchObject({
      calls: 0,
      cached: [CASES, CASES],
      spent: { calls: 0, candidates_usd: 0 },
      cost: first.cost,
    });
    expect(second.stdout).toMatch(/replayed/);
    expect((await run("--no-cache")).calls).toBe(2 * CASES);
    expect((await run("--refresh")).calls).toBe(2 * CASES);
    expect((await run("--repeats", "2")).calls).toBe(2 * CASES);
  });

  it("reads .env for variables that are not set, and with --no-env-file does not", async () => {
    await using project = await makeProject({
      "evals/s.yaml": called("env"),
      "cases.jsonl": DATA,
      ".env": "# keys\nOPENAI_API_KEY='sk-from-the-env-file'\n",
    });
    const sent = () =>
      server.requests
        .filter(({ lastUserText }) => lastUserText.startsWith("env "))
        .map(({ headers }) => headers.authorization);
    expect((await project.evals(["run", "-n", "1", "-m", "mystery"])).code).toBe(0);
    expect(sent()).toEqual(["Bearer sk-from-the-env-file"]);
    expect((await project.evals(["run", "-n", "2", "-m", "mystery"], KEY)).code).toBe(0);
    expect(sent().at(-1)).toBe(`Bearer ${KEY.OPENAI_API_KEY}`);
    const without = await project.evals(["run", "-n", "1", "--no-env-file"]);
    expect(without.code).toBe(2);
    expect(without.stderr).toContain("OPENAI_API_KEY");
  });

  it("bears a folder named .env, and variables that are empty", async () => {
    await using project = await makeProject({ ...RECORDED, ".env/pyvenv.cfg": "home = /usr" });
    const { code, stderr } = await project.evals(["run", "-n", "3"], { EVALS_REPORTS: "", EVALS_CACHE: "" });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(await project.runs()).toHaveLength(1);
  });

  it("--out, EVALS_REPORTS and EVALS_CACHE say where things lie", async () => {
    await using project = await makeProject({ "evals/s.yaml": called("places"), "cases.jsonl": DATA });
    await project.evals(["run", "-n", "1", "--out", "here/deep"], KEY);
    await project.evals(["run", "-n", "1"], { ...KEY, EVALS_REPORTS: "there", EVALS_CACHE: "kept" });
    expect(
      [await project.runs("here/deep"), await project.runs("there"), await project.runs()].map(({ length }) => length),
    ).toEqual([1, 1, 0]);
    const listed = await project.evals(["list", "--json"], { EVALS_REPORTS: "there" });
    expect(JSON.parse(listed.stdout)).toHaveLength(1);
  });

  it("--budget: never spends more, and says so", async () => {
    await using project = await makeProject({ "evals/s.yaml": called("budget"), "cases.jsonl": DATA });
    const { code, stderr } = await project.evals(["run", "-m", "mini", "--budget", "0.0001"], KEY);
    expect(code).toBe(4);
    expect(stderr).toContain("budget of $0.0001 was reached");
    const { status, spent } = (await project.document("summary.json")) as unknown as {
      status: string;
      spent: { candidates_usd: number };
    };
    expect(status).toBe("incomplete");
    expect(spent.candidates_usd).toBeGreaterThan(0);
    expect(spent.candidates_usd).toBeLessThanOrEqual(0.0001);
    const unknown = await project.evals(["run", "-m", "mystery", "--budget", "1"], KEY);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain("mystery");
  });

  it("refuses to resume what has changed, and names what", async () => {
    await using project = await makeProject({ "evals/s.yaml": called("changed"), "cases.jsonl": DATA });
    await project.evals(["run", "-m", "mini", "--budget", "0.0001"], KEY);
    const [id = ""] = await project.runs();
    await project.write({ "cases.jsonl": DATA.replaceAll("case 7", "case seven") });
    const changed = await project.evals(["run", "-m", "mini", `--resume=${id}`], KEY);
    expect(changed.code).toBe(2);
    expect(changed.stderr).toContain("case c-7 has changed");
    await project.write({ "cases.jsonl": DATA });
    const other = await project.evals(["run", "-m", "mystery", `--resume=${id}`], KEY);
    expect(other.stderr).toContain("candidates: mini@terse, mini@long → mystery");
    // Without -m it goes on with those of the first start, and with as much money as it takes.
    expect((await project.evals(["run", `--resume=${id}`], KEY)).code).toBe(0);
    expect(await candidates(project)).toEqual(["mini@terse", "mini@long"]);
    expect(await project.document("summary.json")).toMatchObject({ status: "complete" });
  });
});
