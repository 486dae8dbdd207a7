import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeFileAtomic } from "./atomic-write.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "atomic-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("writeFileAtomic", () => {
  it("writes text, bytes and pieces, and replaces what was there", async () => {
    const path = join(folder, "file");
    await writeFileAtomic(path, "a long first text");
    expect(readFileSync(path, "utf8")).toBe("a long first text");
    await writeFileAtomic(path, new Uint8Array([0xff, 0]));
    expect([...readFileSync(path)]).toEqual([0xff, 0]);
    await writeFileAtomic(path, pieces(["é", "", "\n"]));
    expect(readFileSync(path, "utf8")).toBe("é\n");
    expect(readdirSync(folder)).toEqual(["file"]);
  });

  it("leaves the old content and no trace when writing fails half way", async () => {
    const path = join(folder, "file");
    writeFileSync(path, "old");
    const broken = async function* () {
      yield "new";
      throw new Error("source failed");
    };
    await expect(writeFileAtomic(path, broken())).rejects.toThrow("source failed");
    expect(readFileSync(path, "utf8")).toBe("old");
    expect(readdirSync(folder)).toEqual(["file"]);
  });

  it("leaves no trace where the target cannot be replaced", async () => {
    const path = join(folder, "taken");
    mkdirSync(join(path, "inside"), { recursive: true });
    await expect(writeFileAtomic(path, "x")).rejects.toThrow();
    expect(readdirSync(folder)).toEqual(["taken"]);
    await expect(writeFileAtomic(join(folder, "none", "x"), "x")).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("shows readers a whole content at any moment", async () => {
    const path = join(folder, "file");
    const contents = ["a".repeat(1 << 20), "b".repeat(1 << 20)];
    await writeFileAtomic(path, contents[0] ?? "");
    let writing = true;
    const writer = (async () => {
      for (let i = 1; i <= 20; i++) await writeFileAtomic(path, contents[i % 2] ?? "");
      writing = false;
    })();
    let reads = 0;
    while (writing) {
      expect(contents).toContain(readFileSync(path, "utf8"));
      reads += 1;
      await new Promise((done) => setImmediate(done));
    }
    await writer;
    expect(reads).toBeGreaterThan(0);
  });

  it("lets several write at once: one of them wins whole", async () => {
    const path = join(folder, "file");
    const contents = Array.from({ length: 20 }, (_, index) => `${index}`.repeat(10_000));
    await Promise.all(contents.map((content) => writeFileAtomic(path, content)));
    expect(contents).toContain(readFileSync(path, "utf8"));
    expect(readdirSync(folder)).toEqual(["file"]);
  });
});

async function* pieces(texts: readonly string[]) {
  yield* texts;
}
