import { describe, expect, it } from "vitest";
import { type CliResult, jsonl, makeProject, type Project } from "../testing/cli.ts";
import { startFakeServer } from "../testing/fake-server/start-fake-server.ts";
import type { FakeReply, FakeRequest } from "../testing/fake-server/types.ts";

const CASES = 100;
const ids = Array.from({ length: CASES }, (_, index) => index);
const right = (index: number) => index % 4 !== 0;
/** Three of 100 cases, 3%: their calls fail, however often they are tried. */
const unlucky = (index: number) => index % 33 === 5;

const suite = (baseUrl: string, run: string, requirements = "") => `name: shaky
dataset: ../cases.jsonl
models:
  - { id: mini, provider: openai, model: gpt-4.1-mini, base_url: "${baseUrl}/v1" }
  - { id: haiku, provider: anthropic, model: claude-haiku-4-5, base_url: "${baseUrl}" }
graders: [{ type: exact }]
${requirements}run: { ${run} }
`;

const DATA = jsonl(ids.map((index) => ({ id: `c-${index}`, input: `case ${index}`, expected: "yes" })));
const KEYS = { OPENAI_API_KEY: "sk-test-key-1234567890", ANTHROPIC_API_KEY: "sk-ant-test-1234567890" };

interface Candidate {
  id: string;
  trials: { planned: number; passed: number; failed: number; ungraded: number; errored: number; missing: number };
  metrics: Record<string, { value: number; low: number; high: number; n: number }>;
  errors: Record<string, number>;
}
interface Summary {
  status: string;
  status_reason: string | null;
  verdict: string;
  candidates: Candidate[];
}

/** Runs the suite; `fault` says what a call about a case answers instead. */
async function runShaky(
  run: string,
  fault: (index: number, request: FakeRequest) => FakeReply | undefined,
  check: (told: {
    project: Project;
    result: CliResult;
    summary: Summary;
    requests: readonly FakeRequest[];
  }) => Promise<void>,
  requirements = "",
): Promise<void> {
  const server = await startFakeServer({
    reply(request) {
      const index = Number(/case (\d+)/.exec(request.lastUserText)?.[1]);
      return fault(index, request) ?? { text: right(index) ? "yes" : "no" };
    },
  });
  try {
    await using project = await makeProject({
      "evals/shaky.yaml": suite(server.baseUrl, run, requirements),
      "cases.jsonl": DATA,
    });
    const result = await project.evals(["run"], KEYS);
    const summary = (await project.document("summary.json")) as unknown as Summary;
    await check({ project, result, summary, requests: server.requests });
  } finally {
    await server.close();
  }
}

const serverError = (index: number): FakeReply | undefined =>
  unlucky(index) ? { error: { status: 500, message: "the backend is gone" } } : undefined;

describe("calls that fail", { concurrent: true }, () => {
  it("counts 3% errors beside the accuracy, in every place alike", async () => {
    await runShaky("max_attempts: 1, max_error_rate: 0.05", serverError, async ({ project, result, summary }) => {
      const kept = ids.filter((index) => !unlucky(index));
      const passed = kept.filter(right).length;
      const errored = CASES - kept.length;
      expect(errored).toBe(3);
      for (const { trials, metrics, errors } of summary.candidates) {
        expect(trials).toMatchObject({ planned: CASES, passed, failed: kept.length - passed, ungraded: 0, errored });
        expect(trials.passed + trials.failed + trials.ungraded + trials.errored).toBe(trials.planned);
        expect(metrics.accuracy).toMatchObject({ value: passed / kept.length, n: kept.length });
        expect(metrics.error_rate?.value).toBeCloseTo(errored / CASES, 12);
        expect(errors).toEqual({ server: errored });
      }
      expect(summary.status).toBe("complete");
      expect(result.code).toBe(0);
      const share = `${((100 * passed) / kept.length).toFixed(1)}%`;
      const [run] = await project.runs();
      const markdown = await project.read(`reports/${run}/report.md`);
      for (const text of [result.stdout, markdown]) expect(text).toContain(share);
      expect(markdown).toContain(`| ${passed} | ${kept.length - passed} | 0 | ${errored} | ${CASES} |`);
      expect(result.stdout).toContain(`${errored} errored`);
      const again = await project.evals(["report", "latest", "--format", "json"]);
      expect(JSON.parse(again.stdout)).toEqual(summary);
    });
  });

  it("gives the cases that were answered the accuracy of a run without errors", async () => {
    const accuracies: unknown[] = [];
    const keep = jsonl(
      ids
        .filter((index) => !unlucky(index))
        .map((index) => ({ id: `c-${index}`, input: `case ${index}`, expected: "yes" })),
    );
    await runShaky("max_attempts: 1, max_error_rate: 0.05", serverError, async ({ project, summary }) => {
      accuracies.push(summary.candidates.map(({ metrics }) => metrics.accuracy));
      await project.write({ "cases.jsonl": keep });
      await project.evals(["run"], KEYS);
      const clean = (await project.document("summary.json")) as unknown as Summary;
      accuracies.push(clean.candidates.map(({ metrics }) => metrics.accuracy));
      expect(clean.candidates[0]?.trials.errored).toBe(0);
    });
    expect(accuracies[0]).toEqual(accuracies[1]);
  });

  it("is incomplete above max_error_rate, and never passes", async () => {
    await runShaky(
      "max_attempts: 1, max_error_rate: 0.01",
      serverError,
      async ({ project, result, summary }) => {
        expect(summary.status).toBe("incomplete");
        expect(summary.status_reason).toContain("max_error_rate");
        expect(summary.verdict).toBe("undecided");
        expect(result.code).toBe(4);
        expect(result.stderr).toContain("--resume=");
        const allowed = await project.evals(["run", "--no-cache", "--allow-undecided"], KEYS);
        expect(allowed.code).toBe(4);
      },
      "requirements: [{ metric: accuracy, min: 0.2 }]\n",
    );
  });

  it("tries again what may pass", async () => {
    const seen = new Map<string, number>();
    await runShaky(
      "max_attempts: 2",
      (index, { api }) => {
        const times = (seen.get(`${api} ${index}`) ?? 0) + 1;
        seen.set(`${api} ${index}`, times);
        if (!unlucky(index) || times > 1) return undefined;
        return { error: { status: 500 }, headers: { "retry-after-ms": "20" } };
      },
      async ({ project, result, summary, requests }) => {
        expect(summary.candidates.map(({ trials }) => trials.errored)).toEqual([0, 0]);
        expect(requests).toHaveLength(2 * (CASES + 3));
        expect(result.code).toBe(0);
        const outputs = await project.lines("outputs.jsonl");
        const tried = outputs.filter(({ attempts }) => (attempts as unknown[]).length === 2);
        expect(tried).toHaveLength(6);
      },
    );
  });

  it("stops a candidate whose key is wrong, with one line, and goes on with the other", async () => {
    await runShaky(
      "concurrency: 4",
      (_, { api }) =>
        api === "messages"
          ? { error: { status: 401, message: `invalid x-api-key ${KEYS.ANTHROPIC_API_KEY}` } }
          : undefined,
      async ({ project, result, summary, requests }) => {
        expect(result.code).toBe(4);
        expect(result.stderr.match(/haiku stopped/g)).toHaveLength(1);
        expect(result.stderr).toContain("auth");
        expect(`${result.stdout}${result.stderr}`).not.toContain(KEYS.ANTHROPIC_API_KEY);
        expect(JSON.stringify(await project.lines("outputs.jsonl"))).not.toContain(KEYS.ANTHROPIC_API_KEY);
        const [mini, haiku] = summary.candidates;
        expect(mini?.trials).toMatchObject({ passed: 75, failed: 25, errored: 0 });
        expect(haiku?.trials).toMatchObject({ passed: 0, failed: 0, errored: CASES });
        expect(summary.status).toBe("incomplete");
        // What was in flight when the first answer came, and no more.
        expect(requests.filter(({ api }) => api === "messages").length).toBeLessThanOrEqual(8);
      },
    );
  });
});
