import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Spool } from "./spool.ts";

describe("Spool", () => {
  it("gives back what was added, from memory and from a file alike", () => {
    const folder = mkdtempSync(join(tmpdir(), "evals-spool-"));
    const texts = Array.from({ length: 3_000 }, (_, i) => (i % 7 === 0 ? "" : `${i} ä日\u2028 `.repeat(i % 50)));
    try {
      for (const memoryLimit of [1, 100_000, 1e9]) {
        const spool = new Spool({ folder, memoryLimit });
        for (const text of texts) spool.add(text);
        expect(spool.count).toBe(texts.length);
        expect(spool.onDisk).toBe(memoryLimit < 1e9);
        for (const index of [2_999, 0, 7, 1_500, 2_998]) expect(spool.read(index)).toBe(texts[index]);
        spool.add("late");
        expect(spool.read(3_000)).toBe("late");
        expect(texts.every((text, index) => spool.read(index) === text)).toBe(true);
        spool.close();
        expect(readdirSync(folder)).toEqual([]);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("refuses a number that is not there", () => {
    const spool = new Spool();
    spool.add("a");
    for (const index of [-1, 1, 0.5]) expect(() => spool.read(index)).toThrow(RangeError);
  });
});
