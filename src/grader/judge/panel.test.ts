import { describe, expect, it } from "vitest";
import type { Reply } from "../../domain/output.ts";
import { failing, gradeBy, replying } from "../__fixtures__/grade-by.ts";
import { checkGrader, judgesOf } from "../nested.ts";
import { normaliseGrader } from "../schema.ts";

type Said = Readonly<Record<string, string | Reply>>;
const base = { type: "judge", rubric: "Is it polite?" };

async function grade(grader: object, said: Said) {
  const panel = Object.keys(said);
  const reply = (_: unknown, model: string) => {
    const one = said[model];
    return typeof one === "string" ? replying(one) : (one ?? failing("network", "nobody"));
  };
  return (await gradeBy({ ...base, panel, ...grader }, "Thanks!", { reply })).grade;
}

const PASS = "Kind.\nVERDICT: PASS";
const FAIL = "Curt.\nVERDICT: FAIL";

describe("a panel", () => {
  it("decides by the majority, and keeps what each member said", async () => {
    const decided = await grade({}, { a: PASS, b: FAIL, c: FAIL });
    expect(decided).toMatchObject({
      score: 0,
      pass: false,
      reason: 'a PASS, b FAIL, c FAIL: "Curt."',
      costUsd: 0.003,
      parts: [
        { model: "a", verdict: "PASS", score: 1, reason: '"Kind."' },
        { model: "b", verdict: "FAIL", score: 0, reason: '"Curt."' },
        { model: "c", verdict: "FAIL" },
      ],
      judge: {
        model: "a, b, c",
        reply: `[a]\n${PASS}\n[b]\n${FAIL}\n[c]\n${FAIL}`,
        inputTokens: 300,
        outputTokens: 60,
        calls: 3,
        cachedCalls: 0,
        spentUsd: 0.003,
      },
    });
  });
  it("states a tie, whatever the order", async () => {
    expect(await grade({}, { a: PASS, b: FAIL })).toMatchObject({
      status: "ungraded",
      reason: "the panel is tied: a PASS, b FAIL",
    });
    expect(await grade({}, { b: FAIL, a: PASS })).toMatchObject({ reason: "the panel is tied: b FAIL, a PASS" });
  });
  it("does without a member that could not have changed the result", async () => {
    expect(await grade({}, { a: PASS, b: PASS, c: "hm" })).toMatchObject({ score: 1, pass: true });
    expect(await grade({}, { a: PASS, b: PASS, c: PASS, d: FAIL, e: "hm" })).toMatchObject({ score: 1 });
    expect(await grade({}, { a: PASS, b: PASS, c: FAIL, d: "hm" })).toMatchObject({
      status: "ungraded",
      reason: "d gave no verdict, which could decide: a PASS, b PASS, c FAIL",
    });
    // One vote against it would be a tie.
    expect(await grade({}, { a: PASS, b: "hm" })).toMatchObject({ status: "ungraded" });
    expect(await grade({}, { a: "hm", b: "" })).toMatchObject({ reason: "no member of the panel gave a verdict" });
  });
  it("knows the price of members that answered beside one that was refused", async () => {
    const one = await grade({}, { a: PASS, b: PASS, c: failing("rate_limit", "429") });
    expect(one).toMatchObject({ score: 1, costUsd: 0.002, judge: { calls: 3, spentUsd: 0.002, inputTokens: 200 } });
    const unknown = await grade({}, { a: PASS, b: replying(PASS, "stop", null) });
    expect(unknown).toMatchObject({ costUsd: null, judge: { spentUsd: null } });
  });
  it("pays for what was not replayed", async () => {
    const cached = { ...replying(PASS), cached: true };
    expect(await grade({}, { a: cached, b: PASS })).toMatchObject({
      costUsd: 0.002,
      judge: { cached: false, calls: 2, cachedCalls: 1, spentUsd: 0.001 },
    });
    expect(await grade({}, { a: cached, b: cached })).toMatchObject({ judge: { cached: true, spentUsd: 0 } });
  });

  it("passes unanimously or not at all", async () => {
    const all = { combine: "unanimous" };
    expect(await grade(all, { a: PASS, b: PASS })).toMatchObject({ score: 1, pass: true });
    expect(await grade(all, { a: PASS, b: FAIL })).toMatchObject({ score: 0, pass: false });
    expect(await grade(all, { a: "hm", b: FAIL })).toMatchObject({ score: 0, pass: false });
    expect(await grade(all, { a: PASS, b: "hm" })).toMatchObject({ status: "ungraded" });
    const labels = { ...all, mode: "labels", labels: { good: 1, bad: 0 } };
    expect(await grade(labels, { a: "VERDICT: good", b: "VERDICT: bad" })).toMatchObject({
      status: "ungraded",
      reason: "the panel is not unanimous: a good, b bad",
    });
    expect(await grade(labels, { a: "VERDICT: bad", b: "VERDICT: bad" })).toMatchObject({ label: "bad", pass: false });
  });

  it("takes means, which need every member", async () => {
    const scale = { mode: "scale", scale: [0, 10], min: 0.6 };
    expect(await grade(scale, { a: "VERDICT: 4", b: "VERDICT: 6" })).toMatchObject({
      score: 0.5,
      pass: false,
      reason: "a 0.4, b 0.6: 4 on a scale from 0 to 10",
    });
    expect(await grade(scale, { a: "VERDICT: 8", b: "VERDICT: 6" })).toMatchObject({ score: 0.7, pass: true });
    expect(await grade(scale, { a: "VERDICT: 8", b: "ten" })).toMatchObject({
      status: "ungraded",
      reason: 'b: judge reply has no verdict: "ten"',
    });
    expect(await grade({ combine: "mean", min: 0.5 }, { a: PASS, b: FAIL })).toMatchObject({ score: 0.5, pass: true });
  });

  it("has the majority of three labels, not the first", async () => {
    const labels = { mode: "labels", labels: { good: 1, fair: 0.5, bad: 0 }, min: 0.5 };
    const said = (a: string, b: string, c: string) => ({ a: `VERDICT: ${a}`, b: `VERDICT: ${b}`, c: `VERDICT: ${c}` });
    expect(await grade(labels, said("bad", "good", "good"))).toMatchObject({ label: "good", score: 1, pass: true });
    expect(await grade(labels, said("bad", "fair", "good"))).toMatchObject({ status: "ungraded" });
  });

  it("is a list of several models, each once", () => {
    const problems = (raw: object) =>
      checkGrader(normaliseGrader({ ...base, ...raw })).map(({ path, message }) => `${path}: ${message}`);
    expect(problems({ panel: ["a", "b"] })).toEqual([]);
    expect(judgesOf(normaliseGrader({ ...base, panel: ["a", "b"] }))).toEqual(["a", "b"]);
    expect(problems({})).toEqual([": state model (one judge) or panel (a list of them)"]);
    expect(problems({ model: "a", panel: ["a", "b"] })[0]).toContain("not both");
    expect(problems({ panel: ["a", "a"] })[0]).toContain("stands twice");
    expect(problems({ model: "a", combine: "mean", min: 0.5 })).toEqual(["combine: combine needs a panel"]);
    expect(problems({ panel: ["a", "b"], combine: "mean" })[0]).toContain("need min");
    expect(problems({ panel: ["a", "b"], mode: "scale", scale: [1, 5], min: 0.5, combine: "majority" })[0]).toContain(
      "numbers are combined by mean",
    );
  });
});
