import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { decodeUtf8, type Line, readLines } from "./lines.ts";

const folder = mkdtempSync(join(tmpdir(), "lines-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function linesOf(content: string | Buffer, start?: number): Promise<Line[]> {
  const path = join(folder, "file");
  writeFileSync(path, content);
  return collect(readLines(path, start));
}

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

const shown = (lines: readonly Line[]) => lines.map(({ bytes, ...rest }) => ({ ...rest, text: bytes.toString() }));

describe("readLines", () => {
  it("gives numbers, offsets and whether the line ended", async () => {
    expect(shown(await linesOf("a\n\nbc\r\nlast"))).toEqual([
      { number: 1, text: "a", terminated: true, offset: 0 },
      { number: 2, text: "", terminated: true, offset: 2 },
      { number: 3, text: "bc", terminated: true, offset: 3 },
      { number: 4, text: "last", terminated: false, offset: 7 },
    ]);
  });

  it("gives nothing for an empty file or a bare BOM", async () => {
    expect(await linesOf("")).toEqual([]);
    expect(await linesOf("\ufeff")).toEqual([]);
  });

  it("drops a BOM at the start of the file alone", async () => {
    const lines = shown(await linesOf("\ufeffa\n\ufeffb\n"));
    expect(lines.map(({ text }) => text)).toEqual(["a", "\ufeffb"]);
    expect(lines.map(({ offset }) => offset)).toEqual([3, 5]);
  });

  it("does not split at a lone CR, U+0085, U+2028 or U+2029", async () => {
    const text = "a\rb\u0085c\u2028d\u2029e";
    expect(shown(await linesOf(`${text}\n`)).map((line) => line.text)).toEqual([text]);
  });

  it("keeps the CR of a line that was cut short: it may be content", async () => {
    expect(shown(await linesOf("a\r"))).toEqual([{ number: 1, text: "a\r", terminated: false, offset: 0 }]);
  });

  it("goes on from an offset", async () => {
    expect(shown(await linesOf("aa\nbb\ncc\n", 3)).map(({ text, offset }) => [text, offset])).toEqual([
      ["bb", 3],
      ["cc", 6],
    ]);
  });

  it("joins lines that are longer than a chunk, and splits CRLF across chunks", async () => {
    const chunk = 1 << 18;
    const long = "x".repeat(chunk - 1);
    const huge = "é".repeat(chunk * 3);
    const lines = shown(await linesOf(`${long}\r\n${huge}\nend\n`));
    expect(lines.map(({ text }) => text)).toEqual([long, huge, "end"]);
  });

  it("reads a line of 64 MB in linear time", async () => {
    const size = 64 << 20;
    const [whole, split] = [`${"x".repeat(size)}\ny`, `${"x".repeat((1 << 16) - 1)}\n`.repeat(size >> 16)];
    let [wholeMs, splitMs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    // Against the same bytes in short lines, at their best: a slow machine is slow for both.
    for (let round = 0; round < 3; round++) {
      let started = performance.now();
      const lines = await linesOf(whole);
      wholeMs = Math.min(wholeMs, performance.now() - started);
      expect(lines.map(({ bytes }) => bytes.length)).toEqual([size, 1]);
      started = performance.now();
      expect(await linesOf(split)).toHaveLength(size >> 16);
      splitMs = Math.min(splitMs, performance.now() - started);
    }
    expect(wholeMs / splitMs).toBeLessThan(8);
  });

  it("gives back any texts that are written as lines", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: "binary" })), async (raw) => {
        const texts = raw.map((text) => text.replace(/[\n\r]/g, "").replace(/^\ufeff+/, ""));
        const lines = shown(await linesOf(texts.map((text) => `${text}\n`).join("")));
        expect(lines.map(({ text }) => text)).toEqual(texts.map((text) => Buffer.from(text).toString()));
        expect(lines.every(({ terminated }) => terminated)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it("rejects for a file that is not there", async () => {
    await expect(collect(readLines(join(folder, "none")))).rejects.toMatchObject({ code: "ENOENT" });
  });
});

describe("decodeUtf8", () => {
  it("refuses bytes that are no UTF-8, and goes on working", () => {
    expect(() => decodeUtf8(Buffer.from([0x61, 0xff]))).toThrow(TypeError);
    expect(() => decodeUtf8(Buffer.from([0xe2, 0x82]))).toThrow(TypeError);
    expect(decodeUtf8(Buffer.from("\ufeff€"))).toBe("\ufeff€");
  });
});
