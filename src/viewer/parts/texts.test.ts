import { describe, expect, it } from "vitest";
import { bytesText } from "./bytes-text.ts";
import { diffTexts } from "./diff-texts.ts";
import { prettyJson } from "./pretty-json.ts";
import { readableText } from "./readable-text.ts";

describe("prettyJson", () => {
  it("indents objects and lists", () => {
    expect(prettyJson('{"a":[1,{"b":"x, {y}: \\"z\\""}],"c":{},"d":[]}')).toBe(
      '{\n  "a": [\n    1,\n    {\n      "b": "x, {y}: \\"z\\""\n    }\n  ],\n  "c": {},\n  "d": []\n}',
    );
  });

  it("keeps values as they were written", () => {
    const text = '{"id": 12345678901234567890, "id": 1.50e3, "__proto__": null}';
    expect(prettyJson(text)).toBe('{\n  "id": 12345678901234567890,\n  "id": 1.50e3,\n  "__proto__": null\n}');
  });

  it("takes a fence away", () => expect(prettyJson('```json\n{"a":1}\n```\n')).toBe('{\n  "a": 1\n}'));

  it.each(["", "12", '"text"', "{a: 1}", '{"a": 1} and more', "```json\nnothing\n```", "[1,]"])(
    "is nothing for %j",
    (text) => expect(prettyJson(text)).toBeNull(),
  );

  it("bears what is nested deep", () => {
    const text = "[".repeat(2_000) + "]".repeat(2_000);
    expect((prettyJson(text) ?? "").replace(/\s/g, "")).toBe(text);
  });
});

describe("diffTexts", () => {
  const joined = (diff: ReturnType<typeof diffTexts>, without: "added" | "removed") =>
    diff.status === "ok"
      ? diff.pieces.flatMap(({ text, change }) => (change === without ? [] : [text])).join("")
      : null;

  it("tells words that came from words that went", () => {
    expect(diffTexts("the old  house", "the new  house")).toEqual({
      status: "ok",
      by: "words",
      pieces: [
        { text: "the ", change: "same" },
        { text: "old", change: "removed" },
        { text: "new", change: "added" },
        { text: "  house", change: "same" },
      ],
    });
  });

  it("holds both texts whole", () => {
    const [a, b] = ["one\n\ttwo  three\n", "one two\n four "];
    const diff = diffTexts(a, b);
    expect(joined(diff, "added")).toBe(a);
    expect(joined(diff, "removed")).toBe(b);
  });

  it("goes by lines where words are too many", () => {
    const lines = Array.from({ length: 9_000 }, (_, at) => `line ${at} of a long text`);
    const diff = diffTexts(lines.join("\n"), lines.with(4_000, "another").join("\n"));
    expect(diff).toMatchObject({ status: "ok", by: "lines" });
  });

  it("gives up in time", () => {
    const words = (start: number) => Array.from({ length: 30_000 }, (_, at) => `w${start + at * 2}\n`).join("");
    expect(diffTexts(words(0), words(1), 20)).toEqual({ status: "too-large" });
  });
});

describe("readableText", () => {
  it("shows what would turn a line around, and leaves languages and emoji alone", () => {
    expect(readableText("a\u202egnp.exe\u202c \x1b[31m\tb\n")).toBe("a\\u202egnp.exe\\u202c \\x1b[31m\tb\n");
    for (const text of ["\u05e9\u05dc\u05d5\u05dd\u200f!", "👩\u200d👩\u200d👧", "soft\u00adhyphen"])
      expect(readableText(text)).toBe(text);
  });
});

describe("bytesText", () => {
  it("is short", () =>
    expect([812, 65_536, 1_500, 5_452_595].map(bytesText)).toEqual(["812 bytes", "64 KB", "1.5 KB", "5.2 MB"]));
});
