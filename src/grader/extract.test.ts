import { describe, expect, it } from "vitest";
import type { ExtractStep } from "../domain/suite.ts";
import { normaliseExtract } from "./extract/step-schema.ts";
import { compileExtract } from "./extract.ts";

/** What a step as YAML has it leaves of a text; null: it found nothing. */
async function extracted(raw: unknown, text: string): Promise<string | null> {
  const found = (await compileExtract(normaliseExtract(raw)))(text);
  return found.status === "found" ? found.text : null;
}

function table(step: unknown, rows: readonly (readonly [string, string | null])[]): void {
  it.each(rows)("%j → %j", async (text, wanted) => {
    expect(await extracted(step, text)).toBe(wanted);
  });
}

describe("number", () => {
  table("number", [
    ["1,234.50", "1234.50"],
    ["The total is $1,234.50.", "1234.50"],
    ["first 7 then 25 then done", "25"],
    ["the result is -5 exactly", "-5"],
    ["the result is −5", "-5"],
    ["pages 3-5", "5"],
    ["GPT-4", "4"],
    ["x = -5", "-5"],
    ["(-5)", "-5"],
    ["-$5", "-5"],
    ["$-5", "-5"],
    ["€ 1.50", "1.50"],
    ["60%", "60"],
    ["+5", "5"],
    ["The answer is 42.", "42"],
    ["2.5e-3 mol", "2.5e-3"],
    ["1E6", "1E6".toLowerCase()],
    ["3 eggs", "3"],
    ["3eggs", "3"],
    ["about 3 × 10^8 m/s", "3e8"],
    ["6.02 \\times 10^{23}", "6.02e23"],
    ["1.6 × 10⁻¹⁹", "1.6e-19"],
    ["\\boxed{1{,}234}", "1234"],
    ["1\u202f000\u202f000", "1000000"],
    ["1'234", "1234"],
    ["1, 2, 3", "3"],
    ["1,2345", "2345"],
    ["wait...5", "5"],
    [".5", ".5"],
    ["No.5", "5"],
    ["１２３", "123"],
    ["答案是42", "42"],
    ["5²", "5"],
    ["the chance is 3/4.", "3/4"],
    ["-½ extra", "-1/2"],
    ["it takes 2½ hours", "2 1/2"],
    ["on 12/05/2024", "2024"],
    ["1/2 of 10", "10"],
    ["12,34,567 rupees", "1234567"],
    ["no digits", null],
    ["", null],
    ["-", null],
  ]);
});

describe("answer_line", () => {
  table("answer_line", [
    ["#### 18", "18"],
    ["She has 3.\nA: 18", "18"],
    ["A: 1\nA: 2\nmore", "2"],
    ["Answer: B", "B"],
    ["ANSWER: No\nActually…\nANSWER: Yes", "Yes"],
    ["**Answer:** 42", "42"],
    ["**Answer**: 42", "42"],
    ["**Final answer: 42**", "42"],
    ["The answer: blue\r\nBye", "blue"],
    ["Option A: wrong", null],
    ["Q&A: nothing", null],
    ["my counteranswer: 5", null],
    ["Answer:\nnext line", null],
    ["##### heading", null],
    ["nothing", null],
  ]);
});

describe("last_line", () => {
  table("last_line", [
    ["a\nb\n\n  ", "b"],
    ["one", "one"],
    ["a\r\nb\r\n", "b"],
    ["  \n ", null],
  ]);
});

describe("after", () => {
  table({ after: "=>" }, [
    ["a => b => c\nd ", "c\nd"],
    ["a =>", null],
    ["none", null],
  ]);
});

describe("code_block", () => {
  table("code_block", [
    ["```js\nlet a;\n```", "let a;"],
    ["```\none\n```\ntext\n```\ntwo\nlines\n```\nend", "two\nlines"],
    ["~~~\nx\n~~~", "x"],
    ["````\n```\ninner\n```\n````", "```\ninner\n```"],
    ["cut:\n```py\nprint(1)", "print(1)"],
    ["inline ```code``` only", null],
    ["```\n```", null],
    ["none", null],
  ]);
});

describe("json", () => {
  table({ json: "answer" }, [
    ['{"answer": "x"}', "x"],
    ['Sure!\n```json\n{"answer": 5}\n```\nDone', "5"],
    ['So {name} gives {"answer": [1, {"a": "}"}]} then {"answer": 2}', '[1,{"a":"}"}]'],
    ['{"answer": false}', "false"],
    ['{"answer": null}', null],
    ['{"other": 1}', null],
    ["no JSON", null],
    ['{"answer": 1', null],
  ]);
  it("is whole with @", async () => {
    expect(await extracted({ json: "@" }, 'x {"a": 1} y')).toBe('{"a":1}');
  });
  it("refuses a path that is none", async () => {
    await expect(compileExtract([{ kind: "json", path: "a[", onMissing: "failed" }])).rejects.toThrow(/no JMESPath/);
  });
});

describe("choice", () => {
  table("choice", [
    ["B", "B"],
    ["b", "B"],
    ["(B)", "B"],
    ["B.", "B"],
    ["**B**", "B"],
    ["**B.** London", "B"],
    ["**B. London**", "B"],
    ["B) London", "B"],
    ["Answer: B", "B"],
    ["ANSWER: (c)", "C"],
    ["The answer is B.", "B"],
    ["The correct answer is **(D)**.", "D"],
    ["The correct option is C, because it is blue.", "C"],
    ["the answer is $\\boxed{C}$", "C"],
    ["\\boxed{\\text{D}}", "D"],
    ["I would choose option C here", "C"],
    ["Let me think. ANSWER: A\nWait, that is wrong.\nANSWER: B", "B"],
    ["(A) is tempting, yet (C) holds", "C"],
    ["Answer: B\n\nA. is wrong\nC. is wrong", "B"],
    ["A. Paris\nB. Rome", "B"],
    ["The answer is A because it fits", "A"],
    ["The answer is A", "A"],
    ["The answer is a dog", null],
    ["The answer is A dog", null],
    ["A dog barks.", null],
    ["I think so", null],
    ["It must be C", "C"],
    ["f(x) = word(s)", null],
    ["U.S.A.", null],
    ["", null],
  ]);
});

describe("regex", () => {
  table({ regex: "(\\d+) apples" }, [
    ["1 apples, 2 apples", "2"],
    ["none", null],
  ]);
  it("takes the first match, another group, or the whole", async () => {
    expect(await extracted({ regex: "(\\d+) apples", match: "first" }, "1 apples, 2 apples")).toBe("1");
    expect(await extracted({ regex: "(\\d+) (\\w+)", group: 2 }, "1 apples, 2 pears")).toBe("pears");
    expect(await extracted({ regex: "\\d+ \\w+" }, "1 apples, 2 pears")).toBe("2 pears");
    expect(await extracted({ regex: "(a)b", group: 0 }, "ab")).toBe("ab");
    expect(await extracted({ regex: "ANSWER", flags: "i" }, "answer")).toBe("answer");
  });
  it("passes over matches without the group, and over empty ones", async () => {
    expect(await extracted({ regex: "x(\\d+)|y" }, "x1 x2 y")).toBe("2");
    expect(await extracted({ regex: "\\d*" }, "a 12 b")).toBe("12");
    expect(await extracted({ regex: "ANSWER:\\s*(\\d+)?" }, "ANSWER: ")).toBe(null);
  });
  it("gives up on a catastrophic pattern: ungraded, whatever on_missing says", async () => {
    const extract = await compileExtract(normaliseExtract({ regex: "^(a+)+$", on_missing: "keep" }));
    const started = performance.now();
    expect(extract(`${"a".repeat(60)}!`)).toEqual({
      status: "missing",
      policy: "ungraded",
      reason: "/^(a+)+$/ took more than 250 ms",
    });
    expect(performance.now() - started).toBeLessThan(20_000);
  });
  it("refuses a group that is not there", async () => {
    const step: ExtractStep = { kind: "regex", pattern: "a", flags: "", group: 1, match: "last", onMissing: "failed" };
    await expect(compileExtract([step])).rejects.toThrow("/a/ has no group 1");
  });
});

describe("steps", () => {
  it("run in order", async () => {
    expect(await extracted(["answer_line", { strip: "$," }, "trim"], "1\nA: $ 1,234 ")).toBe("1234");
    expect(await extracted({ strip: "[]" }, "none of them")).toBe("none of them");
    expect(await extracted("trim", "  ")).toBe("");
  });
  it("say what to do when they find nothing", async () => {
    const policy = async (raw: unknown) => (await compileExtract(normaliseExtract(raw)))("text");
    expect(await policy("number")).toEqual({ status: "missing", policy: "failed", reason: "no number in the text" });
    expect(await policy({ number: true, on_missing: "ungraded" })).toMatchObject({ policy: "ungraded" });
    expect(await policy([{ number: true, on_missing: "keep" }, "trim"])).toEqual({ status: "found", text: "text" });
    expect(await policy([{ number: true, on_missing: "keep" }, "choice"])).toMatchObject({ status: "missing" });
  });
  it("end in time on a megabyte of anything", async () => {
    const steps = [
      "number",
      "choice",
      "answer_line",
      "last_line",
      "code_block",
      { json: "a" },
      { regex: "(\\w+)\\s*$" },
    ];
    for (const unit of [
      "1",
      "a",
      " ",
      "{",
      "[",
      "(A) ",
      "A ",
      '"',
      "\n",
      "```\n",
      "answer ",
      "1,111",
      "*",
      "- ",
      '{"a":[',
      "A.",
    ]) {
      const text = unit.repeat(Math.floor(1_000_000 / unit.length));
      for (const step of steps) {
        const extract = await compileExtract(normaliseExtract(step));
        const started = performance.now();
        extract(text);
        expect(performance.now() - started, `${JSON.stringify(step)} on ${JSON.stringify(unit)}`).toBeLessThan(20_000);
      }
    }
  }, 240_000);
});
