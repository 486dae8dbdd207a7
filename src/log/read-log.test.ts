import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UserError } from "../base/errors.ts";
import type { Score } from "../domain/score.ts";
import { anyScore } from "./__fixtures__/arbitraries.ts";
import { encodeScore } from "./codec.ts";
import { type Block, readCases, readOutputs, readScoreBlocks, readScores, wholeBytes } from "./read-log.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "read-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const line = (trial: string) =>
  encodeScore({
    trial,
    fingerprint: "f",
    grader: "exact",
    status: "ungraded",
    reason: "é",
    extracted: null,
    severity: null,
    costUsd: null,
    judge: null,
  });

const path = () => join(folder, "scores.jsonl");

async function trials(content: string | Buffer): Promise<string[]> {
  writeFileSync(path(), content);
  const found: string[] = [];
  for await (const { trial } of readScores(folder)) found.push(trial);
  return found;
}

async function problemOf(content: string | Buffer) {
  try {
    await trials(content);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("reading a log", () => {
  it("gives records in file order, and none where there is no file", async () => {
    expect(await trials(`${line("a")}\n${line("b")}\n${line("a")}\n`)).toEqual(["a", "b", "a"]);
    const none: unknown[] = [];
    for await (const output of readOutputs(folder)) none.push(output);
    expect(none).toEqual([]);
  });

  it("gives hundreds at a time, each with the place of its line", async () => {
    const lines = Array.from({ length: 5_000 }, (_, at) => line(`t-${at}`));
    writeFileSync(path(), `${lines.join("\n")}\n`);
    const blocks: Block<Score>[] = [];
    for await (const block of readScoreBlocks(folder)) blocks.push(block);
    expect(blocks.length).toBeLessThan(50);
    const placed = blocks.flat();
    expect(placed.map(({ record }) => record.trial)).toEqual(lines.map((_, at) => `t-${at}`));
    const bytes = readFileSync(path());
    for (const at of [0, 2_345, 4_999]) {
      const { offset, bytes: length } = placed[at]?.place ?? { offset: 0, bytes: 0 };
      expect(bytes.toString("utf8", offset, offset + length)).toBe(lines[at]);
    }
  });

  it("refuses a run whose cases are gone: it could say nothing", async () => {
    await expect(readCases(folder).next()).rejects.toMatchObject({ name: "damaged_run" });
  });

  it("leaves out a last line that a crash cut short, wherever it was cut", async () => {
    const torn = Buffer.from(line("b"));
    for (let length = 0; length <= torn.length; length++) {
      const content = Buffer.concat([Buffer.from(`${line("a")}\n`), torn.subarray(0, length)]);
      expect(await trials(content)).toEqual(["a"]);
    }
    expect(await trials(Buffer.concat([Buffer.from(`${line("a")}\n`), Buffer.alloc(4096)]))).toEqual(["a"]);
  });

  it("passes over blank lines and takes CRLF", async () => {
    expect(await trials(`\n${line("a")}\r\n\r\n${line("b")}\n\n`)).toEqual(["a", "b"]);
  });

  it.each([
    ["a damaged line", '{"schema": "evals.score/1", "trial'],
    ["a foreign record", '{"schema": "evals.output/1"}'],
    ["a foreign name that begins alike", '{"schema": "evals.scores/1"}'],
    ["a record without a schema", "{}"],
    ["no object", "null"],
    ["a list", "[]"],
    ["a record that says too little", '{"schema": "evals.score/1", "trial": "a"}'],
  ])("%s in the middle is an error that names the line", async (_, bad) => {
    const error = await problemOf(`${line("a")}\n\n${bad}\n${line("b")}\n`);
    expect(error.name).toBe("damaged_log");
    expect(error.message.startsWith(`${path()}:3:1: this line cannot be read (`)).toBe(true);
    expect(error.message).not.toContain("undefined");
  });

  it("bytes that are no UTF-8 are an error", async () => {
    const error = await problemOf(
      Buffer.concat([Buffer.from('{"schema": "'), Buffer.from([0xff]), Buffer.from('"}\n')]),
    );
    expect(error.message).toContain(":1:1:");
  });

  it("says that a newer version wrote it", async () => {
    expect((await problemOf(`{"schema": "evals.score/2"}\n`)).message).toContain("newer version of evals");
  });
});

describe("wholeBytes", () => {
  it.each([
    ["", 0],
    ["torn", 0],
    ["a\n", 2],
    ["a\nb", 2],
    ["a\r\nb", 3],
    ["a\r\n", 3],
    ["é\n\n", 4],
    ["\ufeffa\nb", 5],
  ])("%j ends in whole lines at %d", async (content, bytes) => {
    writeFileSync(path(), content);
    expect(await wholeBytes(path())).toBe(bytes);
  });

  it.each([0, 1, 65_535, 65_536, 65_537, 200_000])("reads back over a torn line of %d bytes", async (torn) => {
    writeFileSync(path(), `a\n${"x".repeat(70_000)}\n${"y".repeat(torn)}`);
    expect(await wholeBytes(path())).toBe(70_003);
  });

  it("cut there and appended to, a log reads as if the torn line had never been", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyScore, { maxLength: 4 }), anyScore, fc.nat(), async (whole, torn, at) => {
        const before = whole.map((score) => `${encodeScore(score)}\n`).join("");
        const bytes = Buffer.from(encodeScore(torn));
        writeFileSync(path(), Buffer.concat([Buffer.from(before), bytes.subarray(0, at % (bytes.length + 1))]));
        truncateSync(path(), await wholeBytes(path()));
        expect(readFileSync(path(), "utf8")).toBe(before);
        appendFileSync(path(), `${line("next")}\n`);
        const found: string[] = [];
        for await (const { trial } of readScores(folder)) found.push(trial);
        expect(found).toEqual([...whole.map(({ trial }) => trial), "next"]);
      }),
      { numRuns: 50 },
    );
  });
});
