import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadGood, suiteWith } from "./__fixtures__/workspace.ts";
import { candidatesOf } from "./candidates.ts";

/** The contract's own example (§2). */
const CONTRACT = `name: support-triage                    # required: lower-case words with dashes
description: Route a support ticket to one of five queues.
dataset: ../datasets/support-triage.jsonl
prompts:                                # optional
  - id: terse
    messages:
      - { role: system, content: "Answer with one of: {{ labels | join: ', ' }}." }
      - { role: user, content: "{{ input }}" }
vars: { labels: [billing, shipping, account, refund, other] }
models:
  - { id: mini,  provider: openai,    model: gpt-4.1-mini,     params: { temperature: 0, max_tokens: 16 } }
  - { id: haiku, provider: anthropic, model: claude-haiku-4-5, params: { temperature: 0, max_tokens: 16 } }
  - { id: rules, provider: module,    path: ./support-triage/rules.ts, prompts: [] }
graders:                                # at least one
  - { type: exact, ignore_case: true }
requirements:
  - { metric: accuracy, min: 0.85 }
  - { metric: accuracy, max_drop: 0.03 }               # against the baseline
  - { metric: accuracy, slice: "tag:billing", min: 0.8 }
  - { metric: latency_p95_ms, max: 2000 }
  - { metric: cost_per_success_usd, max: 0.002, max_increase: 10% }
  - { metric: context_fit, min: 0.99 }
gate: [mini]
reference: rules
run: { concurrency: 16, timeout_s: 60, budget_usd: 5, repeats: 1 }
`;
const FILES = { "datasets/support-triage.jsonl": "{}\n", "evals/support-triage/rules.ts": "" };

describe("the contract's example", () => {
  it("becomes a suite", async () => {
    const { suite, warnings, cwd, locate } = await loadGood(CONTRACT, FILES);
    expect(warnings).toEqual([]);
    expect(suite.path).toBe(join(cwd, "evals/s.yaml"));
    expect(suite.dataset).toEqual({
      paths: [join(cwd, "datasets/support-triage.jsonl")],
      format: null,
      fields: {},
      where: {},
      limit: null,
    });
    expect(suite.models[0]).toEqual({
      id: "mini",
      provider: "openai",
      model: "gpt-4.1-mini",
      params: { temperature: 0, max_tokens: 16 },
      prices: null,
      concurrency: null,
      rpm: null,
      tpm: null,
      timeoutS: null,
      totalTimeoutS: null,
      maxAttempts: null,
      stream: false,
      cache: null,
      contextWindow: null,
      apiKeyEnv: null,
      baseUrl: null,
      headers: {},
      prompts: null,
      options: {},
    });
    expect(suite.models[2]).toMatchObject({
      model: null,
      prompts: [],
      options: { path: join(cwd, "evals/support-triage/rules.ts") },
    });
    expect(suite.graders).toMatchObject([{ id: "exact", type: "exact", options: { ignore_case: true } }]);
    expect(suite.run).toEqual({
      concurrency: 16,
      timeoutS: 60,
      totalTimeoutS: 600,
      maxAttempts: 5,
      repeats: 1,
      seed: 1,
      maxErrorRate: 0.02,
      maxUngradedRate: 0.05,
      budgetUsd: 5,
    });
    expect(suite).toMatchObject({ gate: ["mini"], reference: "rules", slices: [], manual: false, judgeModels: [] });
    expect(locate(["requirements", 2])).toEqual({ file: "evals/s.yaml", line: 19, col: 5 });
  });

  it("makes one requirement of each bound", async () => {
    const { suite } = await loadGood(CONTRACT, FILES);
    expect(
      suite.requirements.map(({ metric, bound, source }) => [
        metric,
        bound.kind,
        bound.value,
        bound.unit,
        source.index,
        source.line,
      ]),
    ).toEqual([
      ["accuracy", "min", 0.85, "metric", 0, 17],
      ["accuracy", "max_drop", 0.03, "metric", 1, 18],
      ["accuracy", "min", 0.8, "metric", 2, 19],
      ["latency_p95_ms", "max", 2000, "metric", 3, 20],
      ["cost_per_success_usd", "max", 0.002, "metric", 4, 21],
      ["cost_per_success_usd", "max_increase", 10, "percent", 4, 21],
      ["context_fit", "min", 0.99, "metric", 5, 22],
    ]);
    expect(suite.requirements[2]).toMatchObject({
      slice: "tag:billing",
      candidate: null,
      against: null,
      decide: "interval",
    });
  });

  it("names candidates by their models where there is one prompt or none", async () => {
    const { suite } = await loadGood(CONTRACT, FILES);
    expect(candidatesOf(suite).map(({ id, prompt }) => [id, prompt?.id ?? null])).toEqual([
      ["mini", "terse"],
      ["haiku", "terse"],
      ["rules", null],
    ]);
  });
});

describe("the digest", () => {
  it("is of what a suite says: not of where it lies, nor of how it is written", async () => {
    const first = await loadGood(CONTRACT, FILES);
    const second = await loadGood(
      `# a comment\n\n${CONTRACT.replace("./support-triage/rules.ts", "support-triage//rules.ts")}`,
      FILES,
    );
    expect(second.suite.path).not.toBe(first.suite.path);
    expect(second.suite.digest).toBe(first.suite.digest);
    expect(first.suite.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it("changes with a bound, a model's parameter, and the text of a prompt's file", async () => {
    const digestOf = async (suite: string, files = {}) => (await loadGood(suite, { ...FILES, ...files })).suite.digest;
    const fromFile = suiteWith({ p: "prompts: [{ id: a, file: a.md }]" });
    const digests = await Promise.all([
      digestOf(CONTRACT),
      digestOf(CONTRACT.replace("min: 0.85", "min: 0.86")),
      digestOf(CONTRACT.replace("temperature: 0", "temperature: 1")),
      digestOf(fromFile, { "evals/a.md": "one" }),
      digestOf(fromFile, { "evals/a.md": "two" }),
    ]);
    expect(new Set(digests).size).toBe(5);
  });
});
