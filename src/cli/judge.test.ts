import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jsonl, makeProject, type Project } from "../testing/cli.ts";

const CASES = 80;
const ids = Array.from({ length: CASES }, (_, at) => at);

/** A grader that needs no key stands in for a judge: it passes "yes" alone. */
const files = {
  "evals/tone.yaml": `name: tone
dataset: ../cases.jsonl
models:
  - { id: bold, provider: recorded, path: ../bold.jsonl }
graders:
  - { type: exact }
  - { type: length, max: 100, advisory: true }
`,
  "cases.jsonl": jsonl(ids.map((at) => ({ id: `c-${at}`, input: "?", expected: "yes" }))),
  "bold.jsonl": jsonl(ids.map((at) => ({ id: `c-${at}`, output: at % 4 === 0 ? "no".padEnd(2 + at, "o") : "yes" }))),
};

const label = (at: number, more: object) => ({ case_id: `c-${at}`, candidate: "bold", ...more });

describe("judge calibrate", () => {
  let project: Project;
  const calibrate = async (labels: string, ...flags: string[]) => {
    await project.write({ "labels.jsonl": labels });
    return project.evals(["judge", "calibrate", "latest", "--labels", "labels.jsonl", ...flags]);
  };
  beforeAll(async () => {
    project = await makeProject(files);
    const run = await project.evals(["run", "--quiet"]);
    if (run.code !== 0) throw new Error(run.stderr);
  });
  afterAll(() => project.remove());

  // People pass what the grader passes, but for one in ten.
  const people = ids.slice(0, 60).map((at) => label(at, { pass: at % 10 === 1 ? at % 4 === 0 : at % 4 !== 0 }));

  it("tells agreement, errors, bias and the corrected rate", async () => {
    const { code, stdout, stderr } = await calibrate(jsonl(people), "--grader", "exact");
    expect(stderr).toBe("");
    expect(code).toBe(0);
    for (const part of [
      "exact against people",
      "60 labelled outputs",
      "judge and people agree",
      "90.0% [",
      "Cohen's kappa",
      "Gwet's AC1",
      "Krippendorff's alpha",
      "sensitivity",
      "specificity",
      "length, characters",
      "post-stratified",
      "PPI++",
      "random sample",
    ])
      expect(stdout).toContain(part);
  });

  it("gives the same as one JSON document, the same each time", async () => {
    const [one, two] = [
      await calibrate(jsonl(people), "--grader=exact", "--json"),
      await calibrate(jsonl(people), "--grader=exact", "--json"),
    ];
    expect(two?.stdout).toBe(one?.stdout);
    const document = JSON.parse(one?.stdout ?? "") as Record<string, unknown>;
    expect(document).toMatchObject({
      schema: "evals.calibration/1",
      suite: "tone",
      grader: "exact",
      kind: "pass",
      labels: { read: 60, outputs: 60, unmatched: [] },
      agreement: { share: { value: 0.9, n: 60, method: "wilson" } },
      people: null,
      position: null,
      corrected: [{ candidate: "bold", outputs: 80, labels: 60, raw: { value: 0.75 }, post_stratified: { n: 60 } }],
    });
  });

  it("takes several raters, and words as people write them", async () => {
    const both = people.flatMap((one) => [
      { ...one, rater: "ann" },
      { ...one, rater: "bob" },
    ]);
    const { stdout } = await calibrate(jsonl(both), "--grader", "exact");
    expect(stdout).toContain("two people agree (the ceiling)");
    expect(stdout).toContain("120 labels");
  });

  it("names every mistake of the labels with its line", async () => {
    const wrong = [
      "{nonsense",
      JSON.stringify(label(1, { pass: true, case_id: "c-1O" })),
      JSON.stringify(label(2, { pass: true, candidate: "bald" })),
      JSON.stringify(label(3, { pass: "yes" })),
      JSON.stringify(label(4, {})),
      JSON.stringify(label(5, { pass: true, rater: "ann" })),
      JSON.stringify(label(5, { pass: false, rater: "ann" })),
      JSON.stringify(label(6, { score: 1 })),
      JSON.stringify(label(7, { pass: true, repeat: 0 })),
      JSON.stringify(label(8, { pas: true })),
    ].join("\n");
    const { code, stdout, stderr } = await calibrate(wrong, "--grader", "exact");
    expect(code).toBe(2);
    expect(stdout).toBe("");
    for (const part of [
      "labels.jsonl:1:1: not valid JSON",
      'labels.jsonl:2:1 case_id: the run has no case "c-1O"; did you mean "c-1',
      'labels.jsonl:3:1 candidate: the run has no candidate "bald"; did you mean "bold"?',
      "labels.jsonl:4:1 pass: true or false",
      "labels.jsonl:5:1: it states none",
      "labels.jsonl:7:1 rater: ann has labelled this output in line 6 already",
      'labels.jsonl:8:1 score: it states "score", and line 6 "pass"',
      "labels.jsonl:9:1 repeat: a whole number from 1",
      'labels.jsonl:10:1 pas: unknown key; did you mean "pass"?',
    ])
      expect(stderr).toContain(part);
  });

  it("asks for what it cannot guess", async () => {
    const said = async (labels: string, ...flags: string[]) => {
      const { code, stderr } = await calibrate(labels, ...flags);
      expect(code).toBe(2);
      return stderr;
    };
    expect(await said(jsonl(people))).toContain("--grader exact or length");
    expect(await said(jsonl(people), "--grader", "exakt")).toContain('no grader "exakt"; did you mean "exact"?');
    expect(await said(jsonl([label(1, { label: "good" })]), "--grader", "exact")).toContain('state "pass" or "score"');
    expect(await said(jsonl([label(1, { score: 3 })]), "--grader", "exact")).toContain("3 is outside 0…1");
    expect(await said("", "--grader", "exact")).toContain("holds no labels");
    const unnamed = await project.evals(["judge", "calibrate", "latest"]);
    expect(unnamed).toMatchObject({ code: 2, stdout: "" });
    expect(unnamed.stderr).toContain("--labels <file> is needed");
    const missing = await project.evals(["judge", "calibrate", "latest", "--labels", "nowhere.jsonl"]);
    expect(missing.stderr).toContain("--grader");
    const absent = await project.evals(["judge", "calibrate", "--labels", "nowhere.jsonl", "--grader", "exact"]);
    expect(absent.stderr).toContain("nowhere.jsonl: there is no such file");
    expect((await project.evals(["judge", "praise"])).stderr).toContain('evals judge has no "praise"');
  });

  it("names labelled outputs that the run does not have", async () => {
    const { code, stdout } = await calibrate(jsonl([...people, label(1, { pass: true, repeat: 2 })]), "--grader=exact");
    expect(code).toBe(0);
    expect(stdout).toContain("1 labelled output could not be compared:\n  c-1/bold/2: the run has no such output");
  });
});
