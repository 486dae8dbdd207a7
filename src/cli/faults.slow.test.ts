import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jsonl, makeProject } from "../testing/cli.ts";
import { type SpawnedFakeServer, spawnFakeServer } from "../testing/fake-server/spawn-fake-server.ts";

const CASES = 1_000;
const MAX_ATTEMPTS = 6;
/** Every way in which a call can go wrong, a fifth of all calls; two candidates over both wire formats. */
const KINDS = [
  "429",
  "429-retry-after",
  "500",
  "503",
  "529",
  "reset-before",
  "reset-body",
  "truncated-sse",
  "malformed-json",
  "html",
  "empty-choices",
  "hang",
  "hang-body",
  "slow-body",
  "wrong-content-type",
];

let server: SpawnedFakeServer;
beforeAll(async () => {
  server = await spawnFakeServer({
    latencyMs: 5,
    keyBy: "model-and-text",
    account: true,
    faults: {
      rate: 0.2,
      kinds: Object.fromEntries(KINDS.map((kind) => [kind, 1])),
      seed: 7,
      retryAfterS: 0.3,
      slowMs: 50,
    },
  });
});
afterAll(() => server.close());

const suite = (baseUrl: string) => `name: storm
dataset: cases.jsonl
models:
  - { id: chat, provider: openai, model: gpt-4.1-mini, base_url: "${baseUrl}/v1", api_key_env: none, stream: true }
  - { id: messages, provider: anthropic, model: claude-haiku-4-5, base_url: "${baseUrl}", api_key_env: none }
graders: [{ type: exact }]
run: { concurrency: 64, timeout_s: 1, total_timeout_s: 120, max_attempts: ${MAX_ATTEMPTS}, max_error_rate: 1 }
`;

interface Line {
  readonly trial: string;
  readonly status: string;
  readonly attempts: readonly { readonly status: number | null; readonly error_kind: string | null }[];
}

describe("a storm of every fault at once", () => {
  it("ends, with exactly one outcome a trial, no call too many and none too early", async () => {
    const rows = Array.from({ length: CASES }, (_, index) => ({
      id: `c-${index}`,
      input: `case ${index} [[answer:a${index % 5}]]`,
      expected: `a${index % 5}`,
    }));
    await using project = await makeProject({ "storm.yaml": suite(server.baseUrl), "cases.jsonl": jsonl(rows) });
    const result = await project.evals(["run", "storm.yaml", "--no-cache"]);
    expect([0, 4]).toContain(result.code);

    const summary = (await project.document("summary.json")) as unknown as {
      candidates: { trials: Record<string, number>; metrics: { accuracy: { value: number } } }[];
    };
    for (const { trials, metrics } of summary.candidates) {
      const { planned, passed = 0, failed = 0, ungraded = 0, errored = 0, missing = 0 } = trials;
      expect(planned).toBe(CASES);
      expect(passed + failed + ungraded + errored).toBe(CASES);
      expect(missing).toBe(0);
      // A fault is never taken for an answer, and what fails a fifth of the time seldom fails six times in a row.
      expect(metrics.accuracy.value).toBe(1);
      expect(errored).toBeLessThan(0.01 * CASES);
    }
    const outputs = (await project.lines("outputs.jsonl")) as unknown as readonly Line[];
    expect(outputs.length).toBe(2 * CASES);
    expect(new Set(outputs.map(({ trial }) => trial)).size).toBe(2 * CASES);
    for (const { attempts } of outputs) expect(attempts.length).toBeLessThanOrEqual(MAX_ATTEMPTS);

    const stats = await server.stats();
    const requests = Object.values(stats.keys).map((key) => key.requests);
    expect(Math.max(...requests)).toBeLessThanOrEqual(MAX_ATTEMPTS);
    expect(stats.earlyRetries).toEqual([]);
    // Every attempt in the log is a request that the server saw, and the other way round.
    const logged = outputs.reduce((sum, { attempts }) => sum + attempts.length, 0);
    expect(stats.requests).toBe(logged);
    for (const kind of KINDS) expect(stats.faults[kind as keyof typeof stats.faults], kind).toBeGreaterThan(0);
  });
});
