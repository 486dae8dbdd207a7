import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../domain/json.ts";
import { type CliResult, jsonl, makeProject, type Project } from "../testing/cli.ts";
import { type FakeServer, startFakeServer } from "../testing/fake-server/start-fake-server.ts";

/** Every type of provider through one suite, as a user would state it. */
const CASES = 12;

let fake: FakeServer;
let echo: Server;
let project: Project;
let result: CliResult;
const bodies: JsonObject[] = [];

const suite = (url: string) => `name: everyone
dataset: ../cases.jsonl
prompts:
  - id: terse
    messages: [{ role: system, content: "Shout." }, { role: user, content: "{{ input }}" }]
models:
  - { id: chat, provider: openai, model: gpt-4.1-mini, base_url: "${fake.baseUrl}/v1", api_key_env: none }
  - { id: streamed, provider: openai, model: gpt-4.1-mini, base_url: "${fake.baseUrl}/v1", api_key_env: none, stream: true }
  - { id: responses, provider: openai, api: responses, model: gpt-4.1-mini, base_url: "${fake.baseUrl}/v1", api_key_env: none }
  - { id: messages, provider: anthropic, model: claude-haiku-4-5, base_url: "${fake.baseUrl}", api_key_env: none }
  - id: http
    provider: http
    url: ${url}
    headers: { authorization: "Bearer \${ECHO_TOKEN}" }
    body: { text: "{{ input }}" }
    output: answer.text
    prices: { per_call: 0.001 }
  - { id: exec, provider: exec, command: [node, shout.mjs], prompts: [], prices: none }
  - { id: module, provider: module, path: ./shout.ts, prompts: [], prices: none }
  - { id: recorded, provider: recorded, path: ../recorded.jsonl, prompts: [] }
  - { id: simulated, provider: simulated, accuracy: 1, tokens: { input: 5, output: 1 }, prompts: [], prices: none }
graders: [{ type: exact }]
`;

const input = (index: number) => `word ${index}`;

beforeAll(async () => {
  fake = await startFakeServer({ reply: ({ lastUserText }) => ({ text: lastUserText.toUpperCase() }) });
  echo = createServer((message, out) => {
    let body = "";
    message.on("data", (chunk: Buffer) => (body += chunk.toString()));
    message.on("end", () => {
      const sent = JSON.parse(body) as JsonObject;
      bodies.push({ ...sent, authorization: message.headers.authorization ?? null });
      out.setHeader("content-type", "application/json");
      out.end(JSON.stringify({ answer: { text: String(sent.text).toUpperCase() } }));
    });
  });
  await new Promise<void>((done) => echo.listen(0, "127.0.0.1", done));
  project = await makeProject({
    "evals/everyone.yaml": suite(`http://127.0.0.1:${(echo.address() as AddressInfo).port}/shout`),
    "evals/shout.ts": `interface Request { input: string }
export default async function shout({ input }: Request, context: { case: { id: string } }): Promise<object> {
  if ("expected" in context.case) throw new Error("a candidate must not see what is expected");
  return { text: input.toUpperCase(), usage: { input_tokens: 2, output_tokens: 1 } };
}
`,
    "evals/shout.mjs": `let text = "";
for await (const chunk of process.stdin) text += chunk;
process.stdout.write(JSON.parse(text).request.input.toUpperCase());
`,
    "cases.jsonl": jsonl(
      Array.from({ length: CASES }, (_, at) => ({
        id: `c-${at}`,
        input: input(at),
        expected: input(at).toUpperCase(),
      })),
    ),
    "recorded.jsonl": jsonl(
      Array.from({ length: CASES }, (_, at) => ({
        id: `c-${at}`,
        output: input(at).toUpperCase(),
        latency_ms: 40 + at,
        cost_usd: 0.01,
      })),
    ),
  });
  result = await project.evals(["run"], { ECHO_TOKEN: "token-of-the-echo" });
}, 60_000);
afterAll(async () => {
  await Promise.all([project.remove(), fake.close(), new Promise((done) => echo.close(done))]);
});

interface Candidate {
  id: string;
  provider: string;
  simulated: boolean;
  trials: Record<string, number>;
  metrics: Record<string, { value: number | null; method: string }>;
}
const of = async (id: string): Promise<Candidate> => {
  const { candidates } = (await project.document("summary.json")) as unknown as { candidates: Candidate[] };
  const found = candidates.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
};

describe("every provider through a suite", () => {
  it.each(["chat", "streamed", "responses", "messages", "http", "exec", "module", "recorded", "simulated"])(
    "%s answers every case",
    async (id) => {
      expect((await of(id)).trials).toMatchObject({
        planned: CASES,
        passed: CASES,
        failed: 0,
        errored: 0,
        ungraded: 0,
      });
    },
  );

  it("ends well", () => {
    expect(result.stderr).not.toMatch(/Warning|^ {4}at /m);
    expect(result.code).toBe(0);
    expect(fake.stats.byApi).toEqual({ chat: 2 * CASES, responses: CASES, messages: CASES });
  });

  it("has the time to the first token where it streams, and there alone", async () => {
    expect((await of("streamed")).metrics.first_token_p50_ms?.value).toBeGreaterThan(0);
    expect((await of("chat")).metrics.first_token_p50_ms).toMatchObject({ value: null, method: "no-data" });
  });

  it("sends the http body and header as the suite says, and writes no secret down", async () => {
    expect(bodies).toHaveLength(CASES);
    expect(bodies[0]).toMatchObject({ authorization: "Bearer token-of-the-echo" });
    const [run] = await project.runs();
    for (const file of ["run.json", "outputs.jsonl", "report.md", "summary.json"])
      expect(await project.read(`reports/${run}/${file}`)).not.toContain("token-of-the-echo");
    expect((await of("http")).metrics.cost_total_usd?.value).toBeCloseTo(0.001 * CASES, 12);
  });

  it("takes latency and cost of a recording, and spends nothing on it", async () => {
    const { metrics } = await of("recorded");
    expect(metrics.latency_p50_ms?.value).toBe(45.5);
    expect(metrics.cost_total_usd?.value).toBeCloseTo(0.12, 12);
    expect((await of("exec")).metrics.cost_total_usd?.value).toBe(0);
  });

  it("says SIMULATED in every report", async () => {
    const [run] = await project.runs();
    expect(result.stdout).toContain("SIMULATED");
    expect(await project.read(`reports/${run}/report.md`)).toContain("SIMULATED");
    expect((await of("simulated")).simulated).toBe(true);
    expect(await project.document("run.json")).toMatchObject({ simulated: true });
    const shown = await project.evals(["show", "latest"]);
    expect(shown.stdout).toContain("SIMULATED");
  });
});

describe("a program that throws", { concurrent: true }, () => {
  const own = (code: string) =>
    makeProject({
      "evals/own.yaml": `name: own
dataset: ../cases.jsonl
models: [{ id: own, provider: module, path: ./own.mjs, prices: none }]
graders: [{ type: exact }]
requirements: [{ metric: accuracy, min: 0.1 }]
`,
      "evals/own.mjs": code,
      "cases.jsonl": jsonl(
        Array.from({ length: CASES }, (_, at) => ({ id: `c-${at}`, input: input(at), expected: "ok" })),
      ),
    });

  it("in a call: that trial is errored, with its message", async () => {
    await using folder = await own(
      "export default ({ input }) => { if (input === 'word 3') throw new Error('no word 3'); return 'ok'; };\n",
    );
    const { code, stderr } = await folder.evals(["run"]);
    expect(code).toBe(4);
    expect(stderr).toContain("max_error_rate");
    const [failed] = (await folder.lines("outputs.jsonl")).filter(({ status }) => status === "error");
    expect(failed).toMatchObject({ case_id: "c-3", error: { kind: "server", message: "no word 3" } });
  });

  it("outside of its call: never exit 1, which says that a requirement is shown not to hold", async () => {
    await using folder = await own(
      "export default async () => { Promise.reject(new Error('stray')); await new Promise((done) => setTimeout(done, 50)); return 'ok'; };\n",
    );
    const { code, stderr } = await folder.evals(["run"]);
    expect(code).toBe(2);
    expect(stderr).toContain("stray");
    expect(await folder.document("run.json")).toMatchObject({ status: "interrupted" });
  });
});
