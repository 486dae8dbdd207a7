import { describe, expect, it } from "vitest";
import type { JsonObject } from "../domain/json.ts";
import { createRandom } from "../stats/sfc32.ts";
import { jsonl, makeProject, type Project } from "../testing/cli.ts";

const CASES = 200;
const ids = Array.from({ length: CASES }, (_, index) => index);

const SUITE = (requirements: string, more = "") => `name: gate
dataset: ../cases.jsonl
models:
  - { id: mini, provider: recorded, path: ../mini.jsonl }
  - { id: rules, provider: recorded, path: ../rules.jsonl }
graders: [{ type: exact }]
gate: [mini]
requirements: [${requirements}]
${more}`;

const DROP = "{ metric: accuracy, max_drop: 0.05 }";

const outputs = (right: (id: number) => boolean) =>
  jsonl(ids.map((id) => ({ id: `c-${id}`, output: right(id) ? "yes" : "no" })));

const files = (requirements = DROP) => ({
  "evals/gate.yaml": SUITE(requirements),
  "cases.jsonl": jsonl(ids.map((id) => ({ id: `c-${id}`, input: "?", expected: "yes", tags: id < 20 ? ["few"] : [] }))),
  // 180 of 200.
  "mini.jsonl": outputs((id) => id % 10 !== 0),
  "rules.jsonl": outputs((id) => id % 2 === 0),
});

/** 24 more are wrong: 12 points down. */
const worse = outputs((id) => id % 10 !== 0 && (id >= 30 || id % 10 === 5));

interface Said {
  readonly verdict: string;
  readonly notes: readonly string[];
  readonly comparisons: readonly JsonObject[];
  readonly requirements: readonly {
    readonly candidate: string;
    readonly verdict: string;
    readonly reason: string;
    readonly cases_needed: number | null;
  }[];
}

async function said(project: Project, args: readonly string[]): Promise<Said & { readonly code: number | null }> {
  const { code, stdout, stderr } = await project.evals([...args, "--json"]);
  if (!stdout.startsWith("{")) throw new Error(`${code}: ${stdout}${stderr}`);
  return { ...(JSON.parse(stdout) as unknown as Said), code };
}

async function withBaseline(requirements?: string): Promise<Project> {
  const project = await makeProject(files(requirements));
  await project.evals(["run", "--quiet"]);
  const saved = await project.evals(["baseline", "save", "latest"]);
  if (saved.code !== 0) throw new Error(saved.stderr);
  return project;
}

describe("gating against a baseline", () => {
  it("undecided without one, and says how to make it", async () => {
    await using project = await makeProject(files());
    const { code, requirements } = await said(project, ["run"]);
    expect(code).toBe(3);
    expect(requirements[0]?.reason).toBe("no baseline: evals baseline save latest");
    expect((await project.document("run.json")).baseline).toBeNull();
  });

  it("passes when nothing has changed, fails when it got worse, and names the cases", async () => {
    await using project = await withBaseline();
    const same = await said(project, ["run"]);
    expect([same.code, same.verdict]).toEqual([0, "pass"]);
    expect((await project.document("run.json")).baseline).toMatchObject({
      label: "evals/baselines/gate.json",
      run_id: (await project.runs())[0],
    });

    await project.write({ "mini.jsonl": worse });
    const { code, stdout } = await project.evals(["run", "--quiet"]);
    expect(code).toBe(1);
    expect(stdout.replace(/\s+/g, " ")).toContain("a drop is shown, and not that it is less than 0.05");
    const gated = await said(project, ["gate", "latest"]);
    expect([gated.code, gated.verdict]).toEqual([1, "fail"]);
    expect(gated.requirements.find(({ candidate }) => candidate === "mini")?.reason).toMatch(
      /regressed: c-\d+, c-\d+, c-\d+, c-\d+, c-\d+ and 19 more/,
    );
    expect(gated.comparisons).toContainEqual(
      expect.objectContaining({
        metric: "accuracy",
        baseline: "baseline:mini",
        candidate: "mini",
        regressed_count: 24,
      }),
    );
    // The same value is printed, exits and is kept.
    const kept = (await project.document("summary.json")) as unknown as Said;
    expect(gated.requirements).toEqual(kept.requirements);
    const text = await project.evals(["gate", "latest"]);
    expect(text.code).toBe(1);
    expect(text.stdout).toContain("gate: fail");
    expect(text.stdout).toContain("(information)");
  });

  it("rests on the baseline that the run was started with, whatever becomes of the file", async () => {
    await using project = await withBaseline();
    await project.write({ "mini.jsonl": worse });
    expect((await project.evals(["run", "--quiet"])).code).toBe(1);
    const run = (await project.runs()).at(-1) ?? "";
    // Now the worse one is the baseline: the run's verdict stays.
    expect((await project.evals(["baseline", "save", "latest"])).code).toBe(0);
    const again = await said(project, ["gate", run]);
    expect([again.code, again.notes.join()]).toEqual([1, ""]);
    const itself = await said(project, ["gate", run, "--baseline", run]);
    expect(itself.code).toBe(3);
    expect(itself.notes.join()).toContain("the baseline is this very run");

    const folder = `reports/${run}`;
    await project.write({ [`${folder}/baseline.json`]: await project.read("evals/baselines/gate.json") });
    expect((await said(project, ["gate", run])).notes.join()).toContain("not the file that the run was started with");
  });

  it("--no-baseline, --baseline of a run, and one that is not there", async () => {
    await using project = await withBaseline();
    expect((await said(project, ["run", "--no-baseline"])).code).toBe(3);
    await project.write({ "mini.jsonl": worse });
    const before = await project.runs();
    for (const command of [["run"], ["gate", "latest"]]) {
      const { code, stderr } = await project.evals([...command, "--baseline", "no-such"]);
      expect([command[0], code]).toEqual([command[0], 2]);
      expect(stderr).toContain("--baseline no-such");
    }
    // Nothing was made.
    expect(await project.runs()).toEqual(before);
    expect((await said(project, ["run", "--baseline", "latest"])).code).toBe(1);
    expect((await project.document("run.json")).baseline).toMatchObject({ label: before.at(-1), path: null });
    expect((await said(project, ["gate", "latest", "--no-baseline"])).code).toBe(3);
    expect((await project.evals(["gate", "latest", "--no-baseline", "--allow-undecided"])).code).toBe(0);
  });

  it("against another candidate, by slice, and the suite's present requirements", async () => {
    const of = [
      "{ metric: accuracy, max_drop: 0.05, against: rules }",
      '{ metric: accuracy, max_drop: 0.05, slice: "tag:few" }',
    ];
    await using project = await withBaseline(of.join(", "));
    const { requirements, code } = await said(project, ["run"]);
    expect(code).toBe(3);
    expect(requirements.map(({ candidate, verdict }) => [candidate, verdict])).toEqual([
      ["mini", "pass"],
      ["mini", "undecided"],
      ["rules", "undecided"],
    ]);
    expect(requirements[1]?.reason).toContain("on 20 cases");
    expect(requirements[1]?.cases_needed).toBeGreaterThan(20);

    await project.write({ "evals/gate.yaml": SUITE(DROP) });
    expect((await said(project, ["gate", "latest"])).requirements).toHaveLength(3);
    const present = await said(project, ["gate", "latest", "--suite", "evals/gate.yaml"]);
    expect([present.code, present.requirements.length]).toEqual([0, 2]);
    await project.write({ "evals/gate.yaml": SUITE('{ metric: accuracy, max_drop: 0.05, slice: "tag:none" }') });
    const strange = await project.evals(["gate", "latest", "--suite", "evals/gate.yaml"]);
    expect([strange.code, strange.stderr.includes('"tag:none"')]).toEqual([2, true]);
  });

  it("says what is not the same, and is undecided below four fifths of the cases", async () => {
    await using project = await withBaseline();
    const graders = SUITE(DROP).replace("{ type: exact }", "{ type: exact, ignore_case: true }");
    await project.write({ "evals/gate.yaml": graders });
    const changed = await said(project, ["run"]);
    expect(changed.requirements[0]?.reason).toMatch(/graders differ.*exact/);
    const lines = (await project.read("cases.jsonl")).trimEnd().split("\n");
    const other = lines.map((line, index) => (index < 41 ? line.replace('"?"', '"!"') : line));
    await project.write({ "cases.jsonl": `${other.join("\n")}\n` });
    const few = await said(project, ["run"]);
    expect(few.code).toBe(3);
    expect(few.requirements[0]?.reason).toContain("only 159 of 200 cases can be compared, fewer than 80%");
  });

  it("a candidate that the baseline does not have is undecided", async () => {
    await using project = await withBaseline();
    await project.write({
      "evals/gate.yaml": SUITE(DROP).replaceAll("mini", "maxi").replace("maxi.jsonl", "mini.jsonl"),
    });
    const { code, requirements } = await said(project, ["run"]);
    expect(code).toBe(3);
    expect(requirements[0]?.reason).toMatch(/^no baseline: evals baseline save latest \(.* does not have maxi\)$/);
  });

  it("errors that could hide a regression make a pass undecided", async () => {
    await using project = await withBaseline("{ metric: accuracy, max_drop: 0.04 }");
    const rows = (await project.read("mini.jsonl")).trimEnd().split("\n");
    // Ten without an answer that were right before: 5%.
    const left = rows.filter((_, index) => index % 20 !== 1);
    await project.write({
      "mini.jsonl": `${left.join("\n")}\n`,
      "evals/gate.yaml": SUITE("{ metric: accuracy, max_drop: 0.04 }", "run: { max_error_rate: 0.1 }\n"),
    });
    const { code, requirements } = await said(project, ["run"]);
    expect(code).toBe(3);
    expect(requirements[0]?.reason).toContain("it would not hold had the trials without a result failed");
  });

  it("an A/A pair never fails by more than chance: six seeds of the same model", async () => {
    await using project = await makeProject(files());
    const draw = (seed: number) => {
      const random = createRandom(seed);
      // Seven in ten are always right, the rest half of the time.
      return outputs((id) => id % 10 < 7 || random() < 0.5);
    };
    await project.write({ "mini.jsonl": draw(1) });
    await project.evals(["run", "--quiet"]);
    await project.evals(["baseline", "save", "latest"]);
    const verdicts: string[] = [];
    for (const seed of [2, 3, 4, 5, 6, 7]) {
      await project.write({ "mini.jsonl": draw(seed) });
      verdicts.push((await said(project, ["run"])).verdict);
    }
    expect(verdicts).not.toContain("fail");
  });
});

describe("evals gate --plan", () => {
  it("says what the cases of a suite can show before anything is run", async () => {
    await using project = await makeProject(files(`${DROP}, { metric: latency_p95_ms, max_increase: 10% }`));
    const { code, stdout } = await project.evals(["gate", "--plan"]);
    expect(code).toBe(0);
    expect(stdout).toContain("gate: 200 cases");
    expect(stdout).toContain("no baseline yet: evals baseline save latest");
    expect(stdout).toContain("a comparison of this metric needs 400 cases");
    expect(await project.runs()).toEqual([]);
    const plan = JSON.parse((await project.evals(["gate", "--plan", "evals/gate.yaml", "--json"])).stdout) as {
      requirements: { max_drop: number; n: number; rows: Record<string, number>[] }[];
    };
    const [drop] = plan.requirements;
    expect(drop).toMatchObject({ max_drop: 0.05, n: 200 });
    // requiredN at margin .05: 124, 248 and 495 for 5, 10 and 20%.
    expect(drop?.rows.map((row) => [row.discordance, row.cases_needed, row.repeats_needed])).toEqual([
      [0.05, 124, 1],
      [0.1, 248, 2],
      [0.2, 495, 3],
    ]);
    expect(drop?.rows[1]?.smallest_drop).toBeCloseTo(0.0556, 4);
    for (const row of drop?.rows ?? []) expect(row.power).toBeGreaterThan(0);
  });

  it("measures it on a run that has a baseline", async () => {
    await using project = await withBaseline();
    await project.write({ "mini.jsonl": worse });
    await project.evals(["run", "--quiet"]);
    const { stdout } = await project.evals(["gate", "--plan", "latest", "--json"]);
    const plan = JSON.parse(stdout) as { requirements: { rows: Record<string, unknown>[] }[] };
    expect(plan.requirements[0]?.rows.at(-1)).toMatchObject({ source: "mini, measured", discordance: 0.12 });
  });
});
