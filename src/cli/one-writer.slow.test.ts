import { describe, expect, it } from "vitest";
import { jsonl, makeProject } from "../testing/cli.ts";
import { startFakeServer } from "../testing/fake-server/start-fake-server.ts";

const CASES = 60;
const files = (baseUrl: string) => ({
  "evals/s.yaml": `name: locked
dataset: ../cases.jsonl
models: [{ id: mini, provider: openai, model: gpt-4.1-mini, base_url: "${baseUrl}/v1", api_key_env: none }]
graders: [{ type: exact }]
run: { concurrency: 4 }
`,
  "cases.jsonl": jsonl(
    Array.from({ length: CASES }, (_, index) => ({ id: `c-${index}`, input: `case ${index}`, expected: "ok" })),
  ),
});
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("one writer per run folder", () => {
  it("refuses a second run in one folder, and the first goes on unharmed", async () => {
    const server = await startFakeServer({ reply: () => ({ text: "ok", latencyMs: 150 }) });
    try {
      await using project = await makeProject(files(server.baseUrl));
      const first = project.start(["run", "--no-cache"]);
      while (server.stats.requests < 8) await sleep(5);
      const second = await project.evals(["run", "--no-cache", "--resume"]);
      expect(second.code).toBe(2);
      expect(second.stderr).toContain(`is being written by another process (process ${first.child.pid} on `);
      expect(second.stderr).toContain("wait until it ends, or stop it");
      expect((await project.evals(["list"])).stdout).toMatch(/running /);
      const { code } = await first.ended;
      expect(code).toBe(0);
      expect(server.stats.requests).toBe(CASES);
      expect(await project.lines("outputs.jsonl")).toHaveLength(CASES);
    } finally {
      await server.close();
    }
  });

  it("lets one of two that go on with a killed run win", async () => {
    const server = await startFakeServer({ reply: () => ({ text: "ok", latencyMs: 60 }) });
    try {
      await using project = await makeProject(files(server.baseUrl));
      const first = project.start(["run", "--no-cache"]);
      while (server.stats.requests < 9) await sleep(5);
      first.child.kill("SIGKILL");
      await first.ended;
      expect((await project.evals(["list"])).stdout).toContain("interrupted (no process)");
      const [listed] = JSON.parse((await project.evals(["list", "--json"])).stdout);
      expect(listed).toMatchObject({ status: "interrupted", status_reason: "no process" });
      const both = await Promise.all([1, 2].map(() => project.evals(["run", "--no-cache", "--resume"])));
      expect(both.map(({ code }) => code).sort()).toEqual([0, 2]);
      expect(await project.lines("outputs.jsonl")).toHaveLength(CASES);
      expect(server.stats.requests).toBeLessThanOrEqual(CASES + 4);
    } finally {
      await server.close();
    }
  });
});
