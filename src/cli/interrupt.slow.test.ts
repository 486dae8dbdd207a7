import { describe, expect, it } from "vitest";
import { jsonl, makeProject, type Project, type RunningCli } from "../testing/cli.ts";
import { type FakeServer, startFakeServer } from "../testing/fake-server/start-fake-server.ts";

const CASES = 60;
const CONCURRENCY = 6;

const files = (baseUrl: string, names: readonly string[]) => ({
  ...Object.fromEntries(names.map((name) => [`evals/${name}.yaml`, suite(baseUrl, name)])),
  "cases.jsonl": jsonl(
    Array.from({ length: CASES }, (_, index) => ({ id: `c-${index}`, input: `case ${index}`, expected: "yes" })),
  ),
});

const suite = (baseUrl: string, name: string) => `name: ${name}
dataset: ../cases.jsonl
prompts:
  - id: terse
    messages: [{ role: user, content: "${name === "slow" ? "" : `${name} `}{{ input }}" }]
models:
  - { id: mini, provider: openai, model: gpt-4.1-mini, base_url: "${baseUrl}/v1", api_key_env: none }
graders: [{ type: exact }]
run: { concurrency: ${CONCURRENCY} }
`;

/** Of a call that nobody waits for: much longer than any machine takes to end a process. */
const ENDLESS_MS = 60_000;

/** A run in its middle: some trials are done, six calls are in flight, of the latency. What is resumed is answered soon. */
async function inTheMiddle(
  latencyMs: number,
  flags: readonly string[],
  check: (at: { project: Project; server: FakeServer; running: RunningCli }) => Promise<void>,
): Promise<void> {
  let resumed = false;
  const server = await startFakeServer({
    reply: ({ n }) => ({ text: "yes", latencyMs: n <= 2 * CONCURRENCY || resumed ? 100 : latencyMs }),
  });
  try {
    await using project = await makeProject(files(server.baseUrl, ["slow"]));
    const running = project.start(["run", "evals/slow.yaml", ...flags]);
    while (server.stats.requests < 2 * CONCURRENCY + 1) await sleep(5);
    void running.ended.then(() => {
      resumed = true;
    });
    await check({ project, server, running });
  } finally {
    await server.close();
  }
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The arguments of the command that a message names. */
function resumeOf(stderr: string): string[] {
  const command = /to go on: evals (.+)$/m.exec(stderr)?.[1];
  if (command === undefined) throw new Error(`no resume command in:\n${stderr}`);
  return command.split(" ");
}

describe("Ctrl-C", { concurrent: true }, () => {
  it("stops new calls, waits for those in flight, and the resume command does the rest", async () => {
    await inTheMiddle(150, [], async ({ project, server, running }) => {
      running.child.kill("SIGINT");
      expect(await running.said("interrupted: no new calls")).toBeLessThan(2_000);
      const { code, stderr } = await running.ended;
      expect(code).toBe(130);
      expect(stderr).not.toMatch(/^ {4}at /m);
      expect(server.stats.abandoned).toBe(0);
      expect(await project.document("run.json")).toMatchObject({ status: "interrupted" });
      expect(await project.document("summary.json")).toMatchObject({ status: "interrupted" });
      const called = server.stats.requests;
      // Every call that was made is on disk, whole and graded.
      expect(await project.lines("outputs.jsonl")).toHaveLength(called);
      expect(await project.lines("scores.jsonl")).toHaveLength(called);
      expect(called).toBeLessThan(CASES);

      const resumed = await project.evals(resumeOf(stderr));
      expect(resumed.code).toBe(0);
      expect(server.stats.requests).toBe(CASES);
      const asked = server.requests.map(({ lastUserText }) => lastUserText);
      expect(new Set(asked).size).toBe(CASES);
      expect(await project.runs()).toHaveLength(1);
      expect(await project.lines("outputs.jsonl")).toHaveLength(CASES);
      const summary = await project.document("summary.json");
      expect(summary).toMatchObject({ status: "complete", candidates: [{ trials: { passed: CASES, missing: 0 } }] });
      expect(await project.document("run.json")).toMatchObject({ status: "complete" });
    });
  });

  it("cuts off what outlives the grace time, and calls it again when resumed", async () => {
    await inTheMiddle(ENDLESS_MS, ["--grace", "0"], async ({ project, server, running }) => {
      const before = performance.now();
      running.child.kill("SIGINT");
      const { code, stderr } = await running.ended;
      expect(performance.now() - before).toBeLessThan(20_000);
      expect(code).toBe(130);
      const done = await project.lines("outputs.jsonl");
      expect(done.every(({ status }) => status === "ok")).toBe(true);
      expect(done.length).toBeLessThan(server.stats.requests);
      const resume = resumeOf(stderr);
      expect(resume).toEqual(expect.arrayContaining(["run", "evals/slow.yaml", "--grace", "0"]));
      expect((await project.evals([...resume, "-c", "60"])).code).toBe(0);
      const finished = new Set(done.map(({ case_id }) => `case ${String(case_id).slice(2)}`));
      const asked = server.requests.map(({ lastUserText }) => lastUserText);
      for (const text of finished) expect(asked.filter((one) => one === text)).toHaveLength(1);
      expect(await project.lines("outputs.jsonl")).toHaveLength(CASES);
    });
  });

  it("ends at once at the second signal, and the folder says so", async () => {
    await inTheMiddle(ENDLESS_MS, [], async ({ project, running }) => {
      running.child.kill("SIGINT");
      await running.said("interrupted: no new calls");
      const before = performance.now();
      running.child.kill("SIGINT");
      const { code } = await running.ended;
      expect(performance.now() - before).toBeLessThan(20_000);
      expect(code).toBe(130);
      expect(await project.document("run.json")).toMatchObject({ status: "interrupted" });
      expect((await project.evals(["run", "evals/slow.yaml", "--resume", "-c", "60"])).code).toBe(0);
      expect(await project.document("run.json")).toMatchObject({ status: "complete" });
      expect(await project.runs()).toHaveLength(1);
    });
  });

  it("of several suites names the one to go on with, and those that were not started", async () => {
    const server = await startFakeServer({ reply: () => ({ text: "yes", latencyMs: 100 }) });
    try {
      await using project = await makeProject(files(server.baseUrl, ["a", "b", "c"]));
      const running = project.start(["run", "evals", "--json"]);
      // All of the first suite, some of the second.
      while (server.stats.requests < CASES + 2 * CONCURRENCY) await sleep(5);
      running.child.kill("SIGINT");
      const { code, stdout, stderr } = await running.ended;
      expect(code).toBe(130);
      expect(stderr.match(/interrupted: no new calls/g)).toHaveLength(1);
      expect(stderr).toContain("not started: evals/c.yaml");
      expect(JSON.parse(stdout)).toMatchObject([
        { suite: "a", status: "complete" },
        { suite: "b", status: "interrupted" },
      ]);
      const resume = resumeOf(stderr);
      expect(resume).toEqual(["run", "--json", "evals/b.yaml", expect.stringMatching(/^--resume=b-/)]);
      const resumed = await project.evals(resume);
      expect(JSON.parse(resumed.stdout)).toMatchObject({ suite: "b", status: "complete" });
      expect(resumed.code).toBe(0);
      expect(server.stats.requests).toBe(2 * CASES);
    } finally {
      await server.close();
    }
  });

  it("is 143 for SIGTERM", async () => {
    await inTheMiddle(100, [], async ({ project, running }) => {
      running.child.kill("SIGTERM");
      const { code, stderr } = await running.ended;
      expect(code).toBe(143);
      expect(stderr).toContain("interrupted: no new calls");
      expect(resumeOf(stderr)).toContain(`--resume=${(await project.runs())[0]}`);
    });
  });

  it("goes on after kill -9", async () => {
    await inTheMiddle(150, [], async ({ project, server, running }) => {
      running.child.kill("SIGKILL");
      await running.ended;
      const called = server.stats.requests;
      expect((await project.document("run.json")).status).toBe("running");
      expect((await project.evals(["run", "evals/slow.yaml", "--resume"])).code).toBe(0);
      expect(await project.document("summary.json")).toMatchObject({ status: "complete" });
      // At most what was in flight is called a second time.
      expect(server.stats.requests).toBeLessThanOrEqual(CASES + CONCURRENCY);
      expect(server.stats.requests).toBeGreaterThanOrEqual(Math.max(CASES, called));
    });
  });
});
