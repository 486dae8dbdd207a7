import { describe, expect, it } from "vitest";
import type { AskOptions } from "../../domain/grader.ts";
import type { Message } from "../../domain/message.ts";
import { gradeBy, replying } from "../__fixtures__/grade-by.ts";
import { checkGrader, graderDigest } from "../nested.ts";
import { normaliseGrader } from "../schema.ts";
import { criteriaScore } from "./criteria-question.ts";

const rubric = [
  { points: 7, text: "It names {{ city }}." },
  { points: 5, text: "It is short." },
  { points: -6, text: "It invents a fact." },
];
const judge = { type: "judge", model: "referee", rubric, min: 0.5 };
const around = { vars: { city: "Paris" } };
const lines = (...said: string[]) => said.map((one, index) => `CRITERION ${index + 1}: ${one}`).join("\n");

describe("criteriaScore", () => {
  it("is met points over points that can be had, as in HealthBench", () => {
    // simple-evals healthbench_eval_test.py: 7 + 10 - 6 of 22.
    const criteria = [
      { points: 7, met: true },
      { points: 5, met: false },
      { points: 10, met: true },
      { points: -6, met: true },
    ];
    expect(criteriaScore(criteria)).toBeCloseTo((7 + 10 - 6) / 22, 12);
  });
  it("stays between 0 and 1", () => {
    expect(
      criteriaScore([
        { points: 1, met: false },
        { points: -5, met: true },
      ]),
    ).toBe(0);
    expect(
      criteriaScore([
        { points: 1, met: true },
        { points: -5, met: false },
      ]),
    ).toBe(1);
  });
});

describe("judge with criteria", () => {
  it("adds up points, and keeps each criterion's verdict", async () => {
    const { grade } = await gradeBy(judge, "Paris.", { ...around, reply: replying(lines("MET", "NOT MET", "MET")) });
    expect(grade).toMatchObject({
      pass: false,
      reason: 'not met: "It is short." (5); met: "It invents a fact." (-6)',
      parts: {
        criteria: [
          { criterion: "It names Paris.", points: 7, met: true },
          { criterion: "It is short.", points: 5, met: false },
          { criterion: "It invents a fact.", points: -6, met: true },
        ],
      },
    });
    expect(grade.status === "scored" && grade.score).toBeCloseTo(1 / 12, 12);
  });
  it.each([lines("MET", "MET"), lines("MET", "MET", "MAYBE"), lines("MET", "MET", "MET", "MET"), "VERDICT: PASS", ""])(
    "is ungraded when a criterion has no verdict: %j",
    async (reply) => {
      const { grade } = await gradeBy(judge, "Paris.", { ...around, reply: replying(reply) });
      expect(grade).toMatchObject({ status: "ungraded", costUsd: 0.001 });
    },
  );
  it("asks for every criterion by a schema, the reasoning first", async () => {
    let asked: { messages: readonly Message[]; options: AskOptions } = { messages: [], options: {} };
    const said = (met: unknown) => ({ reasoning: "r", met });
    const reply = (value: unknown) => (messages: readonly Message[], _: string, options: AskOptions) => {
      asked = { messages, options };
      return replying(JSON.stringify(value));
    };
    const abilities = { structuredOutput: true };
    const full = { criterion_1: said(true), criterion_2: said(true), criterion_3: said(false) };
    const { grade } = await gradeBy(judge, "Paris.", { ...around, abilities, reply: reply(full) });
    expect(grade).toMatchObject({ score: 1, pass: true });
    expect(asked.options.outputSchema).toMatchObject({
      strict: true,
      schema: {
        required: ["criterion_1", "criterion_2", "criterion_3"],
        additionalProperties: false,
        properties: { criterion_1: { required: ["reasoning", "met"] } },
      },
    });
    // What a criterion is worth is not the judge's to know.
    expect(String(asked.messages[1]?.content)).not.toMatch(/points|\b7\b/);
    for (const broken of [
      { ...full, criterion_3: undefined },
      { ...full, criterion_2: said("yes") },
    ]) {
      const { grade: none } = await gradeBy(judge, "x", { ...around, abilities, reply: reply(broken) });
      expect(none.status).toBe("ungraded");
    }
  });
  it("refuses what cannot be meant", () => {
    const problems = (raw: object) => checkGrader(normaliseGrader({ ...judge, ...raw })).map(({ path }) => path);
    expect(problems({})).toEqual([]);
    expect(problems({ min: undefined })).toEqual(["rubric"]);
    expect(problems({ mode: "pass_fail" })).toEqual(["mode"]);
    expect(problems({ rubric: [{ points: -1, text: "x" }] })).toEqual(["rubric"]);
    expect(
      problems({
        rubric: [
          { points: 1, text: "x" },
          { points: 0, text: "y" },
        ],
      }),
    ).toEqual(["rubric"]);
    expect(problems({ rubric: [{ points: 1, text: "{{ x" }] })).toEqual(["rubric[0].text"]);
    expect(problems({ rubric: "x", mode: "scale" })).toEqual(["scale"]);
    expect(problems({ rubric: "x", mode: "scale", scale: [5, 1] })).toEqual(["scale"]);
    expect(problems({ rubric: "x", mode: "scale", scale: [0, 1000] })).toEqual(["scale"]);
  });
  it("has another digest where its points differ", () => {
    const [first, ...rest] = rubric;
    const changed = [{ ...first, points: 8 }, ...rest];
    expect(graderDigest(normaliseGrader({ ...judge, rubric: changed }))).not.toBe(graderDigest(normaliseGrader(judge)));
  });
});
