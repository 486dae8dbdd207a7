import { describe, expect, it } from "vitest";
import type { JsonObject } from "../domain/json.ts";
import { jsonl, makeProject, type Project } from "../testing/cli.ts";
import { startFakeServer } from "../testing/fake-server/start-fake-server.ts";

const CASES = 200;
const ids = Array.from({ length: CASES }, (_, index) => index);

/** Recorded candidates, each right in so many of every 20 cases. */
function files(models: Readonly<Record<string, number>>, more = "") {
  return {
    "evals/s.yaml": `name: s
dataset: ../cases.jsonl
models:
${Object.keys(models)
  .map((id) => `  - { id: ${id}, provider: recorded, path: ../${id}.jsonl }`)
  .join("\n")}
graders: [{ type: exact }]
${more}`,
    "cases.jsonl": jsonl(ids.map((id) => ({ id: `c-${id}`, input: `case ${id}`, expected: "yes" }))),
    ...Object.fromEntries(
      Object.entries(models).map(([model, right]) => [
        `${model}.jsonl`,
        jsonl(ids.map((id) => ({ id: `c-${id}`, output: id % 20 < right ? "yes" : "no" }))),
      ]),
    ),
  };
}

const requires = (min: number) => `requirements: [{ metric: accuracy, min: ${min} }]\n`;

interface Shown {
  readonly status: string;
  readonly status_reason: string | null;
  readonly verdict: string;
  readonly candidates: readonly { id: string; trials: Record<string, number>; metrics: Record<string, JsonObject> }[];
  readonly requirements: readonly JsonObject[];
  readonly notes: readonly string[];
}

const summaryOf = async (project: Project) => (await project.document("summary.json")) as unknown as Shown;
const adds = ({ planned = 0, passed = 0, failed = 0, ungraded = 0, errored = 0, missing = 0, skipped = 0 }) =>
  planned === passed + failed + ungraded + errored + missing + skipped;

/** What is printed and made again from the folder is what the run said. */
async function sameAgain(project: Project): Promise<void> {
  const written = await project.document("summary.json");
  const again = await project.evals(["report", "latest", "--format", "json"]);
  expect(JSON.parse(again.stdout)).toEqual(written);
  const shown = await project.evals(["show", "latest"]);
  for (const reason of (written.requirements as JsonObject[]).map((one) => String(one.reason).slice(0, 30)))
    expect(shown.stdout).toContain(reason);
}

describe("evals run --stop-early", { concurrent: true }, () => {
  it("passes at an early look where it is clear, with far fewer trials than planned", async () => {
    await using project = await makeProject(files({ good: 19 }, requires(0.6)));
    const { code, stdout, stderr } = await project.evals(["run", "--stop-early"]);
    expect(code).toBe(0);
    const summary = await summaryOf(project);
    const [good] = summary.candidates;
    const trials = good?.trials ?? {};
    expect(summary).toMatchObject({ status: "complete", status_reason: null, verdict: "pass" });
    expect(trials).toMatchObject({ planned: CASES, skipped: 120, missing: 0 });
    expect(adds(trials)).toBe(true);
    expect(await project.lines("outputs.jsonl")).toHaveLength(80);
    expect(good?.metrics.accuracy).toMatchObject({ n: 80, method: "wilson-obf" });
    // One figure: in the table, in the verdict.
    const { value, low, high } = good?.metrics.accuracy ?? {};
    expect(summary.requirements[0]).toMatchObject({ verdict: "pass", value, low, high });
    expect(await project.document("run.json")).toMatchObject({
      stop_early: { looks: 5, alpha: 0.05, decisions: [{ candidate: "good", look: 2, cases: 80 }] },
      planned_trials: CASES,
    });
    const note =
      "good stopped early at look 2 of 5, after 80 of 200 cases (its requirements are decided): 120 of 200 calls";
    expect(stderr).toContain(note);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(note);
    expect(stdout).toContain("120 skipped");
    const [run] = await project.runs();
    expect(await project.read(`reports/${run}/report.md`)).toContain("| skipped | planned |");
    await sameAgain(project);
  });

  it("fails at an early look where it is clear, and exits 1", async () => {
    await using project = await makeProject(files({ bad: 6 }, requires(0.8)));
    expect((await project.evals(["run", "--stop-early"])).code).toBe(1);
    const summary = await summaryOf(project);
    expect(summary).toMatchObject({ status: "complete", verdict: "fail" });
    expect(summary.candidates[0]?.trials.skipped).toBeGreaterThan(CASES / 2);
    await sameAgain(project);
  });

  it("goes to the end where it is close, with intervals that allow for the looks: exit 3", async () => {
    await using project = await makeProject(files({ close: 16 }, requires(0.8)));
    expect((await project.evals(["run", "--stop-early"])).code).toBe(3);
    const summary = await summaryOf(project);
    expect(summary).toMatchObject({ status: "complete", verdict: "undecided" });
    expect(summary.candidates[0]?.trials).not.toHaveProperty("skipped");
    expect(summary.candidates[0]?.metrics.accuracy).toMatchObject({ value: 0.8, n: CASES, method: "wilson-obf" });
    expect(summary.notes.join(" ")).toContain("nothing was decided before the last case");
    await sameAgain(project);
  });

  it("stops each candidate at its own look, and gives the same again with the same seed", async () => {
    await using project = await makeProject(files({ bad: 4, close: 16, good: 20 }, requires(0.8)));
    const figures = async () => {
      expect((await project.evals(["run", "--stop-early"])).code).toBe(1);
      await sameAgain(project);
      const { candidates, requirements, notes, verdict } = await summaryOf(project);
      return { candidates, requirements, notes, verdict };
    };
    const once = await figures();
    expect(once.candidates.map(({ trials }) => [trials.skipped ?? 0, adds(trials)])).toEqual([
      [160, true],
      [0, true],
      [expect.any(Number), true],
    ]);
    expect(once.candidates[2]?.trials.skipped).toBeGreaterThan(0);
    expect(once.verdict).toBe("fail");
    expect(await figures()).toEqual(once);
  });

  it("drops who cannot win any more, where nothing is required of them", async () => {
    await using project = await makeProject(files({ a: 18, b: 17, hopeless: 4 }));
    const { code, stdout } = await project.evals(["run", "--stop-early"]);
    expect(code).toBe(0);
    const summary = await summaryOf(project);
    expect(summary).toMatchObject({ status: "complete", verdict: "none" });
    const [a, b, hopeless] = summary.candidates;
    expect(a?.trials.passed).toBe(180);
    expect(b?.trials.passed).toBe(170);
    expect(a?.metrics.accuracy?.method).toBe("wilson");
    expect(hopeless?.trials.skipped).toBeGreaterThan(CASES / 2);
    expect(adds(hopeless?.trials ?? {})).toBe(true);
    expect(stdout.replaceAll(/\s+/g, " ")).toMatch(
      /hopeless was dropped after \d+ of 200 cases \(it cannot win any more/,
    );
    await sameAgain(project);
  });

  it("says when there is nothing to decide, and runs everything", async () => {
    await using project = await makeProject(files({ a: 18, b: 4 }));
    const { stderr } = await project.evals(["run", "--stop-early"]);
    expect(stderr).toContain("--stop-early: there is nothing to decide before the end");
    expect(await project.lines("outputs.jsonl")).toHaveLength(2 * CASES);
    const summary = await summaryOf(project);
    expect(summary.candidates[1]?.metrics.accuracy).toMatchObject({ n: CASES, method: "wilson" });
    await project.write(files({ a: 18 }, "requirements: [{ metric: accuracy, min: 0.5, decide: point }]\n"));
    expect((await project.evals(["run", "--stop-early"])).stderr).toContain("accuracy (min by the value alone)");
  });

  it("decides against a baseline and against another candidate at looks, and keeps whom others are compared with", async () => {
    const relative = `requirements:
  - { metric: accuracy, candidate: new, against: old, max_drop: 0.03 }
  - { metric: accuracy, candidate: old, min: 0.3 }
`;
    await using project = await makeProject(files({ old: 18, new: 6 }, relative));
    expect((await project.evals(["run", "--stop-early"])).code).toBe(1);
    const against = await summaryOf(project);
    expect(against.requirements[0]).toMatchObject({ candidate: "new", against: "old", verdict: "fail" });
    // The old one is decided first, and goes on for as long as it is needed.
    const [first, second] = against.candidates.map(({ trials }) => trials.skipped ?? 0);
    expect(first).toBeGreaterThan(0);
    expect(second).toBe(first);
    await sameAgain(project);

    await project.write(files({ new: 18 }, "requirements: [{ metric: accuracy, max_drop: 0.03 }]\n"));
    expect((await project.evals(["run"])).code).toBe(3);
    expect((await project.evals(["baseline", "save", "latest", "--force"])).code).toBe(0);
    await project.write(files({ new: 8 }, "requirements: [{ metric: accuracy, max_drop: 0.03 }]\n"));
    expect((await project.evals(["run", "--stop-early"])).code).toBe(1);
    const worse = await summaryOf(project);
    expect(worse.requirements[0]).toMatchObject({ verdict: "fail" });
    expect(worse.candidates[0]?.trials.skipped).toBeGreaterThanOrEqual(120);
    await sameAgain(project);
  });

  it("counts a case when all its repeats are done", async () => {
    const twice = (rows: string) => rows + rows;
    const given: Readonly<Record<string, string>> = files({ good: 20 }, requires(0.75));
    await using project = await makeProject({ ...given, "good.jsonl": twice(given["good.jsonl"] ?? "") });
    expect((await project.evals(["run", "--stop-early", "--repeats", "2"])).code).toBe(0);
    const [good] = (await summaryOf(project)).candidates;
    expect(good?.trials).toMatchObject({ planned: 400, passed: 160, skipped: 240 });
    expect(good?.metrics.accuracy).toMatchObject({ n: 80, method: "wilson-neff-obf" });
  });

  it("is resumed with the same looks: who was stopped is not called again", async () => {
    const asked = { strong: 0, weak: 0 };
    const server = await startFakeServer({
      reply: (request) => {
        const model = request.model === "weak" ? "weak" : "strong";
        asked[model] += 1;
        return { text: model === "strong" ? "yes" : "no", latencyMs: 20 };
      },
    });
    try {
      const model = (id: string) =>
        `  - { id: ${id}, provider: openai, model: ${id}, base_url: "${server.baseUrl}/v1", api_key_env: none }\n`;
      await using project = await makeProject({
        ...files({}, requires(0.75)),
        "evals/s.yaml": `name: s\ndataset: ../cases.jsonl\nmodels:\n${model("strong")}${model("weak")}graders: [{ type: exact }]\nrun: { concurrency: 4 }\n${requires(0.75)}`,
      });
      const running = project.start(["run", "--stop-early", "--no-cache"]);
      await running.said("weak stopped early at look 1 of 5");
      running.child.kill("SIGINT");
      expect((await running.ended).code).toBe(130);
      expect(asked.weak).toBe(40);
      expect(asked.strong).toBeLessThan(80);
      const broken = await summaryOf(project);
      expect(broken).toMatchObject({ status: "interrupted", verdict: "fail" });
      expect(broken.candidates[1]?.trials).toMatchObject({ failed: 40, skipped: 160, missing: 0 });
      expect(broken.candidates[0]?.trials.missing).toBeGreaterThan(100);
      await sameAgain(project);

      const resumed = await project.evals(["run", "--resume", "--no-cache"]);
      expect(resumed.code).toBe(1);
      expect(asked).toEqual({ strong: 80, weak: 40 });
      const whole = await summaryOf(project);
      expect(whole).toMatchObject({ status: "complete", verdict: "fail" });
      expect(whole.candidates.map(({ trials }) => trials.skipped)).toEqual([120, 160]);
      expect(whole.requirements.map(({ verdict }) => verdict)).toEqual(["pass", "fail"]);
      await sameAgain(project);

      await project.evals(["run", "--no-cache", "-n", "5"]);
      const refused = await project.evals(["run", "--resume=latest", "--stop-early"]);
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain("--stop-early (the run has no looks)");
    } finally {
      await server.close();
    }
  });
});
