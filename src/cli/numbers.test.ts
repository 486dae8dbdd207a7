import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../domain/json.ts";
import { type CliResult, jsonl, makeProject, type Project } from "../testing/cli.ts";
import { type FakeServer, startFakeServer } from "../testing/fake-server/start-fake-server.ts";

/**
 * 1,000 cases by 2 candidates against a server whose every answer is known: what the summary says is computed here a
 * second time, by formulas of the textbook and not by the harness's own code.
 */
const CASES = 1_000;
const label = (index: number) => ["billing", "shipping", "refund"][index % 3] ?? "";

interface Known {
  readonly right: (index: number) => boolean;
  readonly input: (index: number) => number;
  readonly output: (index: number) => number;
  readonly latencyMs: (index: number) => number;
  /** USD per million tokens, as the suite states them. */
  readonly prices: { readonly input: number; readonly output: number };
}

const KNOWN: Readonly<Record<string, Known>> = {
  mini: {
    right: (index) => index % 7 !== 0,
    input: (index) => 50 + (index % 11),
    output: (index) => 3 + (index % 5),
    latencyMs: (index) => 4 + (index % 9),
    prices: { input: 0.4, output: 1.6 },
  },
  haiku: {
    right: (index) => index % 5 !== 2,
    input: (index) => 60 + (index % 13),
    output: (index) => 2 + (index % 3),
    latencyMs: (index) => 6 + (index % 4),
    prices: { input: 1, output: 5 },
  },
};

let server: FakeServer;
let project: Project;
let result: CliResult;
let summary: Summary;

interface Estimate {
  value: number;
  low: number;
  high: number;
  n: number;
  method: string;
}
interface Summary {
  status: string;
  verdict: string;
  candidates: {
    id: string;
    trials: Record<string, number>;
    metrics: Record<string, Estimate>;
    slices: Record<string, Record<string, Estimate>>;
  }[];
  spent: { candidates_usd: number; judges_usd: number; calls: number; unpriced_calls: number };
}

beforeAll(async () => {
  server = await startFakeServer({
    reply(request) {
      const index = Number(/case (\d+)/.exec(request.lastUserText)?.[1]);
      const known = KNOWN[request.api === "chat" ? "mini" : "haiku"];
      if (known === undefined) return {};
      const latencyMs = known.latencyMs(index);
      return {
        text: known.right(index) ? label(index) : "other",
        usage: { input: known.input(index), output: known.output(index) },
        latencyMs,
        firstTokenMs: latencyMs / 2,
      };
    },
  });
  project = await makeProject({
    "evals/known.yaml": `name: known
dataset: ../cases.jsonl
prompts:
  - id: terse
    messages: [{ role: user, content: "{{ input }}" }]
models:
  - { id: mini, provider: openai, model: gpt-4.1-mini, stream: true, base_url: "${server.baseUrl}/v1", api_key_env: none, prices: { input: 0.4, output: 1.6 } }
  - { id: haiku, provider: anthropic, model: claude-haiku-4-5, stream: true, base_url: "${server.baseUrl}", api_key_env: none, prices: { input: 1, output: 5 } }
graders:
  - type: exact
run: { concurrency: 32 }
`,
    "cases.jsonl": jsonl(
      Array.from({ length: CASES }, (_, index) => ({
        id: `c-${index}`,
        input: `case ${index}`,
        expected: label(index),
        tags: [label(index)],
      })),
    ),
  });
  result = await project.evals(["run", "--quiet", "--report", "md"]);
  summary = (await project.document("summary.json")) as unknown as Summary;
}, 60_000);
afterAll(async () => {
  await project.remove();
  await server.close();
});

const indices = Array.from({ length: CASES }, (_, index) => index);
const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** Wilson 1927, z of 97.5%. */
function wilson(successes: number, n: number): [number, number] {
  const z = 1.959963984540054;
  const p = successes / n;
  const centre = p + z ** 2 / (2 * n);
  const half = z * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2));
  return [(centre - half) / (1 + z ** 2 / n), (centre + half) / (1 + z ** 2 / n)];
}

/** Linear interpolation between order statistics: R's type 7. */
function type7(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const h = (sorted.length - 1) * p;
  const below = sorted[Math.floor(h)] ?? Number.NaN;
  const above = sorted[Math.ceil(h)] ?? Number.NaN;
  return below + (h - Math.floor(h)) * (above - below);
}

const of = (id: string) => {
  const candidate = summary.candidates.find((one) => one.id === id);
  const known = KNOWN[id];
  if (candidate === undefined || known === undefined) throw new Error(`no candidate ${id}`);
  const metric = (name: string): Estimate => {
    const found = candidate.metrics[name];
    if (found === undefined) throw new Error(`${id} has no ${name}`);
    return found;
  };
  return { ...candidate, known, metric };
};

describe("1,000 cases by 2 candidates", () => {
  it("runs every trial once", () => {
    expect(result.stderr).toBe("");
    expect(result.code).toBe(0);
    expect(server.stats.byApi).toMatchObject({ chat: CASES, messages: CASES });
    expect(server.requests.every(({ body }) => body.stream === true)).toBe(true);
    expect(summary.status).toBe("complete");
    expect(summary.verdict).toBe("none");
  });

  describe.each(Object.keys(KNOWN))("%s", (id) => {
    it("has the accuracy with Wilson's bounds", () => {
      const { known, metric, trials } = of(id);
      const right = indices.filter(known.right).length;
      const [low, high] = wilson(right, CASES);
      const accuracy = metric("accuracy");
      expect(accuracy).toMatchObject({ value: right / CASES, n: CASES, method: "wilson" });
      expect(accuracy.low).toBeCloseTo(low, 12);
      expect(accuracy.high).toBeCloseTo(high, 12);
      expect(trials).toMatchObject({ planned: CASES, passed: right, failed: CASES - right, ungraded: 0, errored: 0 });
    });

    it("has the tokens and the cost to the digit", () => {
      const { known, metric } = of(id);
      const input = total(indices.map(known.input));
      const output = total(indices.map(known.output));
      expect(metric("input_tokens")).toMatchObject({ value: input, low: input, high: input, n: CASES });
      expect(metric("output_tokens").value).toBe(output);
      const cost = (input * known.prices.input + output * known.prices.output) / 1e6;
      expect(metric("cost_total_usd").value).toBeCloseTo(cost, 12);
      expect(metric("cost_total_usd").method).toBe("exact");
      expect(metric("cost_per_case_usd").value).toBeCloseTo(cost / CASES, 14);
      expect(metric("cost_per_success_usd").value).toBeCloseTo(cost / indices.filter(known.right).length, 14);
    });

    it("has the percentiles of the latencies that outputs.jsonl states", async () => {
      const { metric, known } = of(id);
      const outputs = (await project.lines("outputs.jsonl")).filter(({ candidate }) => candidate === id);
      const latencies = outputs.map(({ latency_ms }) => Number(latency_ms));
      const first = outputs.map(({ first_token_ms }) => Number(first_token_ms));
      for (const percent of [50, 90, 95, 99])
        expect(metric(`latency_p${percent}_ms`).value).toBeCloseTo(type7(latencies, percent / 100), 9);
      for (const percent of [50, 95, 99])
        expect(metric(`first_token_p${percent}_ms`).value).toBeCloseTo(type7(first, percent / 100), 9);
      expect(metric("latency_mean_ms").value).toBeCloseTo(total(latencies) / CASES, 9);
      for (const { case_id, latency_ms, first_token_ms } of outputs) {
        const index = Number(String(case_id).slice(2));
        expect(Number(latency_ms)).toBeGreaterThanOrEqual(known.latencyMs(index) - 2);
        expect(Number(first_token_ms)).toBeGreaterThan(0);
        expect(Number(first_token_ms)).toBeLessThanOrEqual(Number(latency_ms));
      }
    });
  });

  it("spent what the calls are worth", () => {
    const cost = Object.keys(KNOWN).map((id) => of(id).metric("cost_total_usd").value);
    expect(summary.spent).toMatchObject({ calls: 2 * CASES, unpriced_calls: 0, judges_usd: 0 });
    expect(summary.spent.candidates_usd).toBeCloseTo(total(cost), 12);
  });

  it("slices by tag", () => {
    const slice = of("mini").slices["tag:refund"];
    const cases = indices.filter((index) => label(index) === "refund");
    const right = cases.filter(KNOWN.mini?.right ?? (() => false)).length;
    expect(slice?.accuracy).toMatchObject({ value: right / cases.length, n: cases.length });
  });

  it("leaves the lines of the contract", async () => {
    const [outputs, scores, cases] = await Promise.all(
      ["outputs.jsonl", "scores.jsonl", "cases.jsonl"].map((name) => project.lines(name)),
    );
    expect(cases).toHaveLength(CASES);
    expect(outputs).toHaveLength(2 * CASES);
    expect(scores).toHaveLength(2 * CASES);
    expect(new Set(outputs?.map(({ trial }) => trial)).size).toBe(2 * CASES);
    const keys = (line: unknown) => Object.keys(line as object).sort();
    const output = OUTPUT_KEYS;
    for (const line of outputs ?? []) expect(keys(line)).toEqual(output);
    for (const line of scores ?? []) expect(keys(line)).toEqual(SCORE_KEYS);
    const one = outputs?.[0];
    expect(keys(one?.output)).toEqual(["finish_reason", "raw_finish_reason", "response_id", "text", "tool_calls"]);
    expect(keys(one?.usage)).toEqual([
      "cache_read_tokens",
      "cache_write_tokens",
      "input_tokens",
      "output_tokens",
      "reasoning_tokens",
    ]);
    expect(keys((one?.attempts as JsonObject[] | undefined)?.[0])).toEqual([
      "error_kind",
      "ms",
      "request_id",
      "retry_after_ms",
      "started_at",
      "status",
    ]);
    expect(one?.started_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(one?.fingerprint).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it("names its folder by suite, time and chance", async () => {
    const [run] = await project.runs();
    expect(run).toMatch(/^known-\d{8}T\d{6}Z-[0-9a-f]+$/);
    const manifest = await project.document("run.json");
    expect(manifest).toMatchObject({ schema: "evals.run/1", run_id: run, status: "complete", seed: 1 });
    expect(JSON.stringify(manifest)).not.toMatch(/sk-/);
  });

  it("prints the same numbers in the terminal and in the Markdown report", async () => {
    const markdown = await project.read(`reports/${(await project.runs())[0]}/report.md`);
    for (const text of [result.stdout, markdown]) {
      expect(text).toContain("85.7%"); // mini: 857 of 1,000
      expect(text).toContain("80.0%"); // haiku: 800 of 1,000
    }
  });
});

const OUTPUT_KEYS = [
  "attempts",
  "cached",
  "candidate",
  "case_id",
  "cost_usd",
  "error",
  "fingerprint",
  "finished_at",
  "first_token_ms",
  "latency_ms",
  "output",
  "queue_ms",
  "repeat",
  "schema",
  "started_at",
  "status",
  "trial",
  "usage",
];
const SCORE_KEYS = [
  "cost_usd",
  "extracted",
  "fingerprint",
  "grader",
  "judge",
  "label",
  "pass",
  "reason",
  "schema",
  "score",
  "severity",
  "status",
  "trial",
];
