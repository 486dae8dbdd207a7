import { expect, it } from "vitest";
import { jsonl, makeProject } from "../testing/cli.ts";
import { startFakeServer } from "../testing/fake-server/start-fake-server.ts";

// 30 s of silence are waited for in earnest.
it("says what is being waited for when nothing has finished for 30 s", async () => {
  await using project = await makeProject({
    "evals/silent.yaml": "",
    "cases.jsonl": jsonl([
      { id: "t-104", input: "hang" },
      { id: "t-105", input: "storm" },
    ]),
  });
  const server = await startFakeServer({
    reply: ({ lastUserText }) =>
      lastUserText === "hang" ? { fault: "hang" } : { error: { status: 429 }, headers: { "retry-after": "45" } },
  });
  try {
    await project.write({
      "evals/silent.yaml": `name: silent
dataset: ../cases.jsonl
models: [{ id: mini, provider: openai, model: gpt-4.1-mini, base_url: ${server.baseUrl}/v1, api_key_env: none }]
graders: [{ type: length, min: 1 }]
run: { timeout_s: 60, total_timeout_s: 120 }
`,
    });
    const running = project.start(["run"]);
    const waited = await running.said("still waiting: ");
    expect(waited).toBeGreaterThan(25_000);
    running.child.kill("SIGINT");
    running.child.kill("SIGINT");
    const { stderr } = await running.ended;
    const line = stderr.split("\n").find((text) => text.startsWith("still waiting: ")) ?? "";
    expect(line).toMatch(/mini: t-104 attempt 1, /);
    expect(line).toMatch(/mini: t-105 attempt \d+, 429, .*next try in \d+ s/);
  } finally {
    await server.close();
  }
});
