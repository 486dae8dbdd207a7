import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LineCounter } from "./run-stamp.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "evals-watch-"));
});
afterEach(() => rm(folder, { recursive: true }));

describe("LineCounter", () => {
  it("counts whole lines of a file that grows, and none that is not there", async () => {
    const path = join(folder, "outputs.jsonl");
    const counter = new LineCounter(path);
    expect(await counter.count()).toBe(0);
    await writeFile(path, "one\ntwo\nthr");
    expect(await counter.count()).toBe(2);
    expect(await counter.count()).toBe(2);
    await appendFile(path, `ee\n${"x".repeat(3 << 20)}\n\n`);
    expect(await counter.count()).toBe(5);
  });
});
