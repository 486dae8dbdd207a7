import { describe, expect, it } from "vitest";
import type { Output } from "../../../domain/output.ts";
import type { ViewerCase, ViewerColumns, ViewerTrial } from "../../../domain/viewer.ts";
import type { RunSource } from "../../home/home.ts";
import { readCase } from "./case-cache.ts";
import { neighboursOf } from "./case-neighbours.ts";
import { cutsOfTrial, cutText, fileOfCut, shownBytes } from "./cut-text.ts";
import { cutsOfCase, datasetLine, editedExpected, expectedText, readTags } from "./dataset-line.ts";
import { chosenSides, diffSides, EXPECTED_SIDE } from "./diff-sides.ts";
import { originOf, trialFacts } from "./trial-facts.ts";

const plain: ViewerCase["case"] = {
  id: "c1",
  input: "hello",
  expected: undefined,
  tags: [],
  cluster: null,
  weight: null,
  severity: null,
  metadata: {},
  vars: {},
};

const answered = (text: string, more: Partial<Output> = {}): Output =>
  ({
    status: "ok",
    answer: { text, toolCalls: [], finishReason: "stop", rawFinishReason: null, responseId: null },
    latencyMs: 412,
    firstTokenMs: null,
    usage: { inputTokens: 12, outputTokens: null, cacheReadTokens: 0, cacheWriteTokens: null, reasoningTokens: null },
    costUsd: null,
    queueMs: 0,
    cached: false,
    attempts: [],
    ...more,
  }) as Output;

const trial = (candidate: string, output: Output | null, repeat = 1): ViewerTrial => ({
  candidate,
  repeat,
  outcome: "failed",
  output,
  scores: [],
});

describe("datasetLine", () => {
  it("leaves out what the case does not have", () => {
    expect(datasetLine(plain)).toEqual({ id: "c1", input: "hello" });
  });

  it("is the line as a dataset states it", () => {
    const line = datasetLine({
      ...plain,
      input: [{ role: "assistant", content: "", toolCalls: [{ id: "1", name: "f", arguments: { someKey: 1 } }] }],
      expected: null,
      tags: ["x"],
      cluster: "k",
      weight: 2,
      severity: "S1",
      metadata: { someKey: true },
      vars: { aVariable: 1, other: null },
    });
    expect(JSON.stringify(line)).toBe(
      '{"id":"c1","input":[{"role":"assistant","content":"","tool_calls":[{"id":"1","name":"f","arguments":{"someKey":1}}]}],' +
        '"expected":null,"tags":["x"],"cluster":"k","weight":2,"severity":"S1","metadata":{"someKey":true},"aVariable":1,"other":null}',
    );
  });
});

describe("the form of a new case", () => {
  it("gives back what it was given", () => {
    for (const value of ["text", "12", "", ["a", 1], { a: null }, 3, null])
      expect(editedExpected(expectedText(value), value)).toEqual(value);
    expect(editedExpected("", undefined)).toBeUndefined();
  });

  it("takes text that is JSON no more as text", () => {
    expect(editedExpected("{broken", { a: 1 })).toBe("{broken");
    expect(editedExpected("new", undefined)).toBe("new");
    expect(editedExpected("[1]", "was text")).toBe("[1]");
  });

  it("reads tags between commas", () => expect(readTags(" a, b c,,a ")).toEqual(["a", "b c"]));
});

describe("cuts", () => {
  const cuts = [
    { where: "input", bytes: 5_452_595 },
    { where: "m/1 output.text", bytes: 5_452_595 },
    { where: "m/10 exact.reason", bytes: 70_000 },
  ];
  const found: ViewerCase = { case: plain, trials: [trial("m", null), trial("m", null, 10)], cuts };

  it("are told apart by what they are of", () => {
    expect(cutsOfCase(found)).toEqual([cuts[0]]);
    expect(cutsOfTrial(cuts, "m", 1)).toEqual([{ where: "output.text", bytes: 5_452_595 }]);
    expect(cutsOfTrial(cuts, "m", 10).map(fileOfCut)).toEqual(["scores.jsonl"]);
  });

  it("say how much there is, and where", () => {
    const [cut] = cutsOfTrial(cuts, "m", 1);
    if (cut === undefined) throw new Error("it is cut");
    const shown = shownBytes(cut, answered("é".repeat(32_768)));
    expect(cutText(cut, fileOfCut(cut), shown)).toBe("output.text cut at 64 KB of 5.2 MB; whole in outputs.jsonl");
  });
});

describe("sides of a difference", () => {
  const found: ViewerCase = { case: { ...plain, expected: { a: 1 } }, trials: [], cuts: [] };
  const answers = ["m1", "m2"].map((label) => ({ label, trials: [trial(label, answered(label))], cuts: [] }));
  const sides = diffSides(found, [...answers, { label: "m3", trials: [], cuts: [] }], 1);

  it("are the expected value and every answer", () => {
    expect(sides.map(({ name, text }) => [name, text])).toEqual([
      [EXPECTED_SIDE, '{\n  "a": 1\n}'],
      ["m1", "m1"],
      ["m2", "m2"],
      ["m3", null],
    ]);
  });

  it("are those of the address, or the likeliest", () => {
    const names = (a: string | null, b: string | null, of = sides) =>
      chosenSides(of, a, b, "m2")?.map(({ name }) => name);
    expect(names("m1", "m2")).toEqual(["m1", "m2"]);
    expect(names(null, null)).toEqual([EXPECTED_SIDE, "m1"]);
    expect(names(null, EXPECTED_SIDE)).toEqual(["m2", EXPECTED_SIDE]);
    expect(names("gone", null, sides.slice(1))).toEqual(["m2", "m1"]);
    expect(names(null, null, sides.slice(1, 2))).toBeUndefined();
  });
});

describe("trialFacts", () => {
  it("says what is unknown as unknown", () => {
    expect(trialFacts(answered("x"))).toEqual([
      ["latency", "412 ms"],
      ["cost", "unknown"],
      ["tokens in", "12"],
      ["tokens out", "unknown"],
    ]);
  });

  it("knows where an answer is from", () => {
    expect(originOf(answered("x"))).toBeNull();
    expect(originOf(answered("x", { cached: true }))).toBe("replayed from the cache");
    expect(originOf(answered("x", { cached: true, reusedFrom: "r1" }))).toBe("taken from run r1");
  });
});

describe("neighboursOf", () => {
  it("walks the list", () => {
    expect(neighboursOf(["a", "b", "c"], "b")).toEqual({ previous: "a", next: "c", place: 2, of: 3 });
    expect(neighboursOf(["a"], "a")).toEqual({ previous: null, next: null, place: 1, of: 1 });
    expect(neighboursOf(["a", "b"], "elsewhere")).toEqual({ previous: null, next: "a", place: null, of: 2 });
  });
});

describe("readCase", () => {
  const columns = { chunkCases: 2 } as ViewerColumns;

  it("reads a chunk once, and again after it failed", async () => {
    const asked: number[] = [];
    let broken = true;
    const source = {
      chunk: async (at: number) => {
        asked.push(at);
        if (at === 3 && broken) throw new Error("gone");
        return [0, 1].map((one) => ({ case: { ...plain, id: `c${at * 2 + one}` }, trials: [], cuts: [] }));
      },
    } as unknown as RunSource;
    const ids = [];
    for (const at of [0, 1, 2, 1]) ids.push((await readCase(source, columns, at)).case.id);
    expect(ids).toEqual(["c0", "c1", "c2", "c1"]);
    expect(asked).toEqual([0, 1]);
    await expect(readCase(source, columns, 6)).rejects.toThrow("gone");
    broken = false;
    expect((await readCase(source, columns, 6)).case.id).toBe("c6");
    for (const at of [8, 10, 12]) await readCase(source, columns, at);
    await readCase(source, columns, 0);
    expect(asked).toEqual([0, 1, 3, 3, 4, 5, 6, 0]);
  });
});
