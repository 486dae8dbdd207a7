import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppendLog } from "./append-log.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "append-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("AppendLog", () => {
  it.each([
    ["", {}],
    [", by a thread where the disk is slow", { slowWriteMs: -1 }],
  ])("writes many concurrent lines, each once, in the order of the calls%s", async (_, options) => {
    const path = join(folder, "log");
    const log = await AppendLog.open(path, options);
    const lines = Array.from({ length: 5_000 }, (_, index) => `${index} ${"é".repeat(index % 300)}`);
    const acknowledged: number[] = [];
    await Promise.all(
      lines.map(async (line, index) => {
        // Some come in the same tick, some later, while a write is under way.
        if (index >= 2_500) await new Promise((done) => setTimeout(done, Math.floor(index / 500)));
        await log.append(line);
        acknowledged.push(index);
      }),
    );
    await log.close();
    const written = readFileSync(path, "utf8");
    expect(written.endsWith("\n")).toBe(true);
    expect(written.trimEnd().split("\n")).toEqual(lines);
    expect(acknowledged).toHaveLength(5_000);
  });

  it("has a line on disk when its promise resolves", async () => {
    const path = join(folder, "log");
    const log = await AppendLog.open(path);
    for (let i = 0; i < 20; i++) {
      await log.append(`line ${i}`);
      expect(readFileSync(path, "utf8").endsWith(`line ${i}\n`)).toBe(true);
    }
    await log.close();
  });

  it("goes on with a file that is there", async () => {
    const path = join(folder, "log");
    writeFileSync(path, "old\n");
    const log = await AppendLog.open(path);
    await log.append("two\nlines");
    await log.close();
    expect(readFileSync(path, "utf8")).toBe("old\ntwo\nlines\n");
  });

  it("close waits for what is under way", async () => {
    const path = join(folder, "log");
    const log = await AppendLog.open(path);
    const pending = Array.from({ length: 100 }, (_, index) => log.append(`${index}`));
    await log.close();
    expect(readFileSync(path, "utf8").trimEnd().split("\n")).toHaveLength(100);
    await Promise.all(pending);
  });

  it("syncs while it writes, without a line lost or out of order", async () => {
    const path = join(folder, "log");
    const log = await AppendLog.open(path, { syncMs: 1 });
    const lines = Array.from({ length: 200 }, (_, index) => `line ${index}`);
    for (const line of lines) {
      await log.append(line);
      if (Number(line.slice(5)) % 20 === 0) await new Promise((done) => setTimeout(done, 2));
    }
    await log.close();
    expect(readFileSync(path, "utf8").trimEnd().split("\n")).toEqual(lines);
  });

  it("rejects where the folder is missing", async () => {
    await expect(AppendLog.open(join(folder, "none", "log"))).rejects.toMatchObject({ code: "ENOENT" });
  });

  it.runIf(existsSync("/dev/full"))(
    "rejects every append of a full disk, those that wait and those that come later",
    async () => {
      const log = await AppendLog.open("/dev/full");
      const ten = () => Promise.allSettled(Array.from({ length: 10 }, (_, index) => log.append(`${index}`)));
      const first = ten();
      // These come while the first write is under way, or just after it.
      await new Promise((done) => setImmediate(done));
      const settled = (await Promise.all([first, ten()])).flat();
      expect(settled.map(({ status }) => status)).toEqual(new Array(20).fill("rejected"));
      await expect(log.append("later")).rejects.toMatchObject({ code: "ENOSPC" });
      await log.close();
    },
  );
});
