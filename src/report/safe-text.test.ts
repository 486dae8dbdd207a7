import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutToWidth, displayWidth, wrapName, wrapText } from "./display-width.ts";
import { excerpt, markdownCode, markdownName, markdownText, oneLine, visibleText } from "./safe-text.ts";

const DANGEROUS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;
const anyText = fc.string({ unit: "binary", maxLength: 60 });

describe("visibleText", () => {
  it.each([
    ["\u001b[31mred\u001b[0m", "\\x1b[31mred\\x1b[0m"],
    ["\u009b2J", "\\x9b2J"],
    ["a\u202egnp.exe", "a\\u202egnp.exe"],
    ["zero\u200bwidth", "zero\\u200bwidth"],
    ["soft\u00adhyphen", "soft\\xadhyphen"],
    ["tag \u{e0041}", "tag \\u{e0041}"],
    ["half \ud800 pair", "half \\ud800 pair"],
    ["\u0007\b\u007f", "\\x07\\x08\\x7f"],
    ["grüße 日本 🙂\ttab\nline", "grüße 日本 🙂\ttab\nline"],
    ["::error::x", "\\x3a:error::x"],
    ["a\n  ::Warning file=a::x", "a\n  \\x3a:Warning file=a::x"],
    ["say ::add-mask::e", "say \\x3a:add-mask::e"],
    ["std::error::Error ::elsewhere:: a::b", "std::error::Error ::elsewhere:: a::b"],
    ["x ##[error]y", "x ##\\x5berror]y"],
    ["##vso[task.x] ##teamcity[y] ## [z] #[w]", "##vso\\x5btask.x] ##teamcity\\x5by] ## [z] #[w]"],
  ])("%j", (text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  it("leaves a CI nothing to obey, wherever its lines are broken", () => {
    const pieces = fc.constantFrom("::", ":", "error", "group", " ", "-", "a", "##", "[", "]", "\n", "/", "\u00a0");
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), fc.integer({ min: 3, max: 20 }), (parts, columns) => {
        const shown = visibleText(parts.join(""));
        expect(shown).not.toMatch(/##\w*\[/);
        const lines = shown.split("\n").flatMap((line) => wrapText(line, columns));
        // A word that is broken by force may be cut before its colons: this width has none that long.
        const words = shown.split(/\s/).every((word) => word.length <= columns);
        if (words) for (const line of lines) expect(line).not.toMatch(/^\s*::(error|group)\b.*::/);
      }),
    );
  });
});

describe("oneLine and excerpt", () => {
  it("make one line of any text, with nothing dangerous in it", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const line of [oneLine(text), excerpt(text, 20)]) {
          expect(line).not.toMatch(/[\n\r\t]/);
          expect(line).not.toMatch(DANGEROUS);
        }
        expect(displayWidth(excerpt(text, 20))).toBeLessThanOrEqual(20);
      }),
    );
  });

  it("takes line breaks of any kind as a space", () => {
    expect(excerpt(" a\r\n b\n\n\tc\u2028d ", 80)).toBe("a b c d");
  });

  it("says that it was cut, by columns and not by code units", () => {
    expect(excerpt("x".repeat(50), 10)).toBe(`${"x".repeat(9)}…`);
    expect(excerpt("x".repeat(10), 10)).toBe("x".repeat(10));
    expect(excerpt("日本語日本語", 9)).toBe("日本語日…");
    expect(excerpt("🙂".repeat(30), 5)).toBe("🙂🙂…");
    expect(excerpt(`${" ".repeat(100)}x`, 10)).toContain("…");
  });

  it("does little work for a text of megabytes", () => {
    const text = "a\n".repeat(5_000_000);
    const started = performance.now();
    for (let i = 0; i < 2_000; i++) excerpt(text, 80);
    expect(performance.now() - started).toBeLessThan(4_000);
  });
});

describe("markdown", () => {
  const hostile =
    "<script>alert(1)</script> | [a](javascript:x) ![i](http://e.test/p.png) `code` **b** ~~s~~ https://evil.test www.evil.test @torvalds #1\n\n# head \u001b[31m";

  it("text has no tag, pipe, link, mention or line break of its own", () => {
    expect(markdownText(hostile)).toBe(
      "&lt;script&gt;alert(1)&lt;/script&gt; \\| \\[a\\](javascript:x) \\!\\[i\\](http\\://e.test/p.png) \\`code\\` \\*\\*b\\*\\* \\~\\~s\\~\\~ https\\://evil.test www\\.evil.test @&#8203;torvalds #&#8203;1 # head \\\\x1b\\[31m",
    );
  });

  it("text keeps entities as they were written, and names readable", () => {
    expect(markdownText("&lt; &amp;")).toBe("&amp;lt; &amp;amp;");
    expect(markdownText("latency_p95_ms _x_")).toBe("latency_p95_ms \\_x\\_");
  });

  it("text never splits a cell, whatever it holds", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("|", "\\", "`", "a", "<", "\n", "["), maxLength: 12 }), (text) => {
        const cell = markdownText(text);
        // A pipe splits unless an odd number of backslashes stands before it.
        for (const { index } of cell.matchAll(/\|/g)) {
          const before = /\\*$/.exec(cell.slice(0, index))?.[0].length ?? 0;
          expect(before % 2).toBe(1);
        }
        expect(cell).not.toMatch(/[<\n]/);
      }),
    );
  });

  it.each([
    ["plain", "`plain`"],
    ["a `b` c", "``a `b` c``"],
    ["`", "`` ` ``"],
    ["``` ``", "```` ``` `` ````"],
    ["<b> | \n @x", "`<b> | @x`"],
    ["", ""],
  ])("%j as code is %s", (text, code) => {
    expect(markdownCode(text)).toBe(code);
  });

  it("code is closed by its own fence alone", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("`", "a", " "), maxLength: 12 }), (text) => {
        const code = markdownCode(text);
        if (code === "") return;
        const fence = /^`+/.exec(code)?.[0] ?? "";
        const inner = code.slice(fence.length, -fence.length);
        expect(code.endsWith(fence)).toBe(true);
        expect([...inner.matchAll(/`+/g)].map(([run]) => run.length)).not.toContain(fence.length);
        expect(inner.startsWith("`") || inner.endsWith("`")).toBe(false);
      }),
    );
  });

  it("names are code in a cell, unless a cell cannot hold them so", () => {
    expect(markdownName("gpt-4.1@v1.2")).toBe("`gpt-4.1@v1.2`");
    expect(markdownName("tag:a|b")).toBe("tag:a\\|b");
    expect(markdownName("a\\")).toBe("a\\\\");
  });
});

describe("display width", () => {
  it.each([
    ["abc", 3],
    ["é", 1],
    ["e\u0301", 1],
    ["日本", 4],
    ["한글", 4],
    ["🙂", 2],
    ["", 0],
  ])("%j takes %d columns", (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  it("cuts between characters", () => {
    expect(cutToWidth("日本語", 5)).toBe("日本");
    expect(cutToWidth("abcdef", 3)).toBe("abc");
    expect(cutToWidth("e\u0301e\u0301", 1)).toBe("e\u0301");
  });

  it("wraps at spaces and loses no word", () => {
    expect(wrapText("one two three", 7)).toEqual(["one two", "three"]);
    expect(wrapText("a averylongword b", 5)).toEqual(["a", "avery", "longw", "ord b"]);
    expect(wrapText("日本語日本語", 5)).toEqual(["日本", "語日", "本語"]);
    expect(wrapText("日本 日本", 6)).toEqual(["日本", "日本"]);
    const words = fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1 });
    fc.assert(
      fc.property(words, fc.integer({ min: 8, max: 30 }), (list, columns) => {
        const lines = wrapText(list.join(" "), columns);
        expect(lines.join(" ")).toBe(list.join(" "));
        expect(lines.every((line) => line.length <= columns)).toBe(true);
      }),
    );
  });

  it("breaks names where they have joints", () => {
    expect(wrapName("gpt-4.1-mini@terse", 13)).toEqual(["gpt-4.1-mini@", "terse"]);
    expect(wrapName("a".repeat(25), 10)).toEqual(["a".repeat(10), "a".repeat(10), "a".repeat(5)]);
    expect(wrapName("short", 10)).toEqual(["short"]);
  });
});
