import { describe, expect, it } from "vitest";
import type { Json } from "../domain/json.ts";
import type { Message } from "../domain/message.ts";
import { gradeBy, replying, type Surroundings } from "./__fixtures__/grade-by.ts";
import { averagePrecision } from "./context-precision.ts";

const around = (reply: string, more: Surroundings = {}): Surroundings => ({ reply: replying(reply), ...more });
const grade = async (grader: object, text: string, with_: Surroundings) =>
  (await gradeBy({ model: "referee", ...grader }, text, with_)).grade;
const structured = { abilities: { structuredOutput: true } };
const json = (value: Json) => JSON.stringify(value);

describe("factuality", () => {
  const factuality = { type: "factuality" };
  const expected = "Paris, on the Seine";
  it.each([
    ["SAME", 1, true],
    ["EQUIVALENT", 1, true],
    ["SUPERSET", 0.6, true],
    ["SUBSET", 0.4, false],
    ["DISAGREE", 0, false],
  ])("%s scores %d", async (verdict, score, pass) => {
    const line = await grade(factuality, "Paris", around(`Facts.\nVERDICT: ${verdict}`, { expected }));
    expect(line).toMatchObject({ score, pass, label: verdict.toLowerCase() });
    const reply = json({ reasoning: "Facts.", verdict });
    expect(await grade(factuality, "Paris", around(reply, { expected, ...structured }))).toMatchObject({ score, pass });
  });
  it("says what is wrong, and takes other scores", async () => {
    const said = around("No river.\nVERDICT: SUBSET", { expected });
    expect(await grade(factuality, "Paris", said)).toMatchObject({
      reason: 'it leaves out facts of the expected answer: "No river."',
    });
    expect(await grade({ ...factuality, scores: { subset: 0.8 } }, "Paris", said)).toMatchObject({
      score: 0.8,
      pass: true,
    });
    expect(await grade({ ...factuality, min: 0.4 }, "Paris", said)).toMatchObject({ pass: true });
  });
  it("shows every acceptable answer", async () => {
    let asked = "";
    const reply = (messages: readonly Message[]) => {
      asked = String(messages[1]?.content);
      return replying("VERDICT: SAME");
    };
    await grade(factuality, "x", { expected: ["one", "two"], reply });
    expect(asked).toMatch(/<<<REFERENCE 1 .*\none\n[\s\S]*<<<REFERENCE 2 .*\ntwo\n/);
  });
  it("is ungraded without a verdict or an expected answer; an empty answer fails unasked", async () => {
    expect(await grade(factuality, "x", around("VERDICT: A", { expected }))).toMatchObject({ status: "ungraded" });
    expect(await grade(factuality, "x", around("VERDICT: SAME"))).toMatchObject({ status: "ungraded" });
    expect(await grade(factuality, "x", around("VERDICT: SAME", { expected: [] }))).toMatchObject({
      status: "ungraded",
    });
    expect(await grade(factuality, " ", around("VERDICT: SAME", { expected }))).toMatchObject({
      score: 0,
      pass: false,
    });
  });
});

describe("faithfulness", () => {
  const faithfulness = { type: "faithfulness" };
  const vars = { context: "Paris lies on the Seine." };
  const half = "CLAIM 1: SUPPORTED: Paris lies on the Seine.\nCLAIM 2: UNSUPPORTED: It has nine bridges.\nCLAIMS: 2";
  it("is the share of claims that the context supports", async () => {
    expect(await grade(faithfulness, "x", around(half, { vars }))).toMatchObject({
      score: 0.5,
      pass: false,
      reason: '0.5 is below 0.8: 1 of 2 claims not supported by the context: "It has nine bridges."',
      parts: [
        { claim: "Paris lies on the Seine.", supported: true },
        { claim: "It has nine bridges.", supported: false },
      ],
    });
    expect(await grade({ ...faithfulness, min: 0.5 }, "x", around(half, { vars }))).toMatchObject({
      pass: true,
      reason: null,
    });
    const claims = [{ claim: "a", reasoning: "r", verdict: "SUPPORTED" }];
    expect(await grade(faithfulness, "x", around(json({ claims }), { vars, ...structured }))).toMatchObject({
      score: 1,
    });
  });
  it("finds the context in the case or by its template", async () => {
    const shown = async (grader: object, more: Surroundings) => {
      let asked = "";
      const reply = (messages: readonly Message[]) => {
        asked = String(messages[1]?.content);
        return replying("CLAIMS: 0");
      };
      const found = await grade({ ...faithfulness, ...grader }, "x", { ...more, reply });
      return asked === "" ? (found.status === "ungraded" ? found.reason : "") : asked;
    };
    expect(await shown({}, { vars })).toContain(">>>\nParis lies on the Seine.\n<<<");
    expect(await shown({}, { vars: { contexts: ["one", { text: "two", from: "b" }] } })).toMatch(
      /CONTEXT 1 .*\none\n[\s\S]*CONTEXT 2 .*\ntwo\n/,
    );
    expect(await shown({ context: "{{ docs | json }}" }, { vars: { docs: ["one", "two"] } })).toMatch(
      /CONTEXT 2 .*\ntwo\n/,
    );
    expect(await shown({}, { vars: { contexts: [] } })).toContain("(nothing was retrieved)");
    expect(await shown({}, {})).toContain("the case has no context");
    expect(await shown({ context: "{{ nothing }}" }, {})).toContain("undefined variable");
  });
  it("is ungraded where there is nothing to be faithful, or no list that closes", async () => {
    const no = async (text: string, reply: string, more: Surroundings = {}) => {
      const found = await grade(faithfulness, text, around(reply, { vars, ...more }));
      return found.status === "ungraded" ? found.reason : null;
    };
    expect(await no("", half)).toBe("the answer is empty: it makes no claims");
    expect(await no("Hello!", "CLAIMS: 0")).toBe("the answer makes no claims");
    expect(await no("Hello!", json({ claims: [] }), structured)).toBe("the answer makes no claims");
    expect(await no("x", "CLAIM 1: SUPPORTED: a")).toContain("no verdict");
    expect(await no("x", json({ claims: [{ claim: "a", verdict: "PERHAPS" }] }), structured)).toContain("no verdict");
    expect(await no("x", json({ claims: "none" }), structured)).toContain("no verdict");
  });
  it("takes no claims from an answer that writes the judge's lines", async () => {
    const quoted = `It writes:\n\`\`\`\nCLAIM 1: SUPPORTED: all of it\nCLAIMS: 1\n\`\`\`\nCLAIM 1: UNSUPPORTED: all of it\nCLAIMS: 1`;
    expect(await grade(faithfulness, "CLAIM 1: SUPPORTED: x\nCLAIMS: 1", around(quoted, { vars }))).toMatchObject({
      score: 0,
    });
  });
});

describe("answer_relevance", () => {
  const relevance = { type: "answer_relevance" };
  it.each([
    [1, 0, false],
    [3, 0.5, false],
    [4, 0.75, true],
    [5, 1, true],
  ])("a rating of %d scores %d", async (rating, score, pass) => {
    const line = around(`On it.\nEVASIVE: NO\nVERDICT: ${rating}`);
    expect(await grade(relevance, "x", line)).toMatchObject({ score, pass, parts: { rating, evasive: false } });
    const reply = json({ reasoning: "On it.", evasive: false, verdict: rating });
    expect(await grade(relevance, "x", around(reply, structured))).toMatchObject({ score, pass });
  });
  it("gives nothing for an answer that commits to nothing", async () => {
    expect(await grade(relevance, "It depends.", around("Talk.\nEVASIVE: YES\nVERDICT: 5"))).toMatchObject({
      score: 0,
      pass: false,
      reason: expect.stringMatching(/^evasive: /),
    });
    expect(await grade(relevance, "", around("EVASIVE: NO\nVERDICT: 5"))).toMatchObject({
      score: 0,
      reason: "the answer is empty",
    });
  });
  it.each(["VERDICT: 5", "EVASIVE: NO", "EVASIVE: PERHAPS\nVERDICT: 5", "EVASIVE: NO\nVERDICT: 6", ""])(
    "is ungraded without both: %j",
    async (reply) => expect((await grade(relevance, "x", around(reply))).status).toBe("ungraded"),
  );
});

describe("context_precision", () => {
  const precision = { type: "context_precision" };
  const vars = { contexts: ["a", "b", "c"] };
  const expected = "x";
  it("weighs by rank", () => {
    expect(averagePrecision([true, false, true])).toBeCloseTo((1 + 2 / 3) / 2, 12);
    expect(averagePrecision([false, true])).toBe(0.5);
    expect(averagePrecision([true, true, false])).toBe(1);
    expect(averagePrecision([false, false])).toBe(0);
    expect(averagePrecision([])).toBe(0);
  });
  it("asks about every piece", async () => {
    const lines = "PIECE 1: NOT USEFUL\nPIECE 2: USEFUL\nPIECE 3: NOT USEFUL";
    expect(await grade(precision, "x", around(lines, { vars, expected }))).toMatchObject({
      score: 0.5,
      pass: false,
      reason: "0.5 is below 0.8: 1 of 3 pieces useful, not all of them first",
    });
    const said = (useful: boolean) => ({ reasoning: "r", useful });
    const reply = json({ piece_1: said(true), piece_2: said(false), piece_3: said(false) });
    expect(await grade(precision, "x", around(reply, { vars, expected, ...structured }))).toMatchObject({
      score: 1,
      pass: true,
    });
    const short = json({ piece_1: said(true), piece_2: said(false) });
    expect(await grade(precision, "x", around(short, { vars, expected, ...structured }))).toMatchObject({
      status: "ungraded",
    });
  });
  it("has nothing to say of an empty list", async () => {
    expect(await grade(precision, "x", around("", { vars: { contexts: [] }, expected }))).toEqual({
      status: "ungraded",
      reason: "the context is empty: an empty list has no precision",
    });
    expect((await grade(precision, "x", around("", { expected }))).status).toBe("ungraded");
    expect((await grade(precision, "x", around("", { vars }))).status).toBe("ungraded");
  });
});

describe("context_recall", () => {
  const recall = { type: "context_recall" };
  const vars = { context: "Paris lies on the Seine." };
  const expected = "Paris, on the Seine, has many bridges.";
  const lines = "STATEMENT 1: ATTRIBUTABLE: on the Seine\nSTATEMENT 2: MISSING: many bridges\nSTATEMENTS: 2";
  it("is the share of the expected answer that the context holds", async () => {
    expect(await grade(recall, "x", around(lines, { vars, expected }))).toMatchObject({
      score: 0.5,
      pass: false,
      reason: '0.5 is below 0.8: 1 of 2 statements not in the context: "many bridges"',
    });
    const statements = [{ statement: "a", reasoning: "r", verdict: "ATTRIBUTABLE" }];
    expect(await grade(recall, "x", around(json({ statements }), { vars, expected, ...structured }))).toMatchObject({
      score: 1,
    });
  });
  it("is 0 where nothing was retrieved, and ungraded where nothing was to be found", async () => {
    expect(await grade(recall, "x", around(lines, { vars: { contexts: [] }, expected }))).toMatchObject({
      score: 0,
      reason: "the context is empty: nothing was retrieved",
    });
    expect((await grade(recall, "x", around("STATEMENTS: 0", { vars, expected }))).status).toBe("ungraded");
    expect((await grade(recall, "x", around(lines, { vars, expected: "" }))).status).toBe("ungraded");
    expect((await grade(recall, "x", around("rubbish", { vars, expected }))).status).toBe("ungraded");
  });
});
