import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Baseline, BaselineRow } from "../domain/comparison.ts";
import { readBaseline, writeBaseline } from "./baseline.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "evals-baseline-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const ROW: BaselineRow = {
  caseId: "t-1",
  digest: "0123456789ab",
  candidate: "mini",
  passed: 0.666667,
  score: 0.5,
  graders: { exact: 0.5 },
  latencyMs: 412.3,
  costUsd: 0.0000121,
  n: 3,
};
const BASELINE: Baseline = {
  suite: "support",
  runId: "support-1",
  savedAt: "2026-01-02T00:00:00.000Z",
  startedAt: "2026-01-01T00:00:00.000Z",
  digests: { dataset: "d", graders: "g" },
  graders: { exact: "e" },
  repeats: 3,
  rows: [
    ROW,
    {
      ...ROW,
      candidate: "süß \u2028\n@x",
      passed: null,
      score: null,
      graders: {},
      gradersPassed: { rouge: 1 },
      latencyMs: null,
      costUsd: null,
      n: 0,
    },
  ],
};

async function save(text: string): Promise<string> {
  const path = join(folder, `${Math.trunc(performance.now() * 1e3)}.json`);
  await writeFile(path, text);
  return path;
}

describe("baseline files", () => {
  it("give back what was written, a row a line, as JSON that anybody can parse", async () => {
    const path = join(folder, "deep", "er", "b.json");
    await writeBaseline(path, BASELINE);
    expect(await readBaseline(path)).toEqual(BASELINE);
    const text = await readFile(path, "utf8");
    expect(text.split("\n")).toHaveLength(BASELINE.rows.length + 3);
    expect(JSON.parse(text)).toMatchObject({
      schema: "evals.baseline/1",
      suite: "support",
      rows: [{ case_id: "t-1", latency_ms: 412.3 }, {}],
    });
  });

  it("are read in any layout, and with a longer digest", async () => {
    const path = join(folder, "own.json");
    await writeBaseline(path, BASELINE);
    const document = JSON.parse(await readFile(path, "utf8")) as { rows: { digest: string }[] };
    for (const row of document.rows) row.digest = row.digest.padEnd(64, "f");
    expect(await readBaseline(await save(`\uFEFF${JSON.stringify(document, null, 2)}\r\n`))).toEqual(BASELINE);
  });

  it("may be empty", async () => {
    const path = join(folder, "empty.json");
    await writeBaseline(path, { ...BASELINE, rows: [] });
    expect((await readBaseline(path)).rows).toEqual([]);
  });

  it("say what is wrong, and in which line", async () => {
    const path = join(folder, "good.json");
    await writeBaseline(path, BASELINE);
    const lines = (await readFile(path, "utf8")).split("\n");
    const [header = "", first = "", second = ""] = lines;
    const broken = (one: string, two: string) => save([header, one, two, "]}", ""].join("\n"));
    for (const [text, message] of [
      [await broken(first.slice(0, 40), second), ":2:1: not valid JSON"],
      [await broken(first.slice(0, -1), second), ":"],
      [await broken(first, second.replace(/"n":0/, '"n":-1')), ':3:1 rows[1]: "n" is no whole number'],
      [await broken(first.replace('"t-1"', "7"), second), ':2:1 rows[0]: "case_id" is missing'],
      [await broken(first.replace("0.666667", "1.5"), second), ':2:1 rows[0]: "passed" is outside 0…1'],
      [await broken(first, first.slice(0, -1)), ":3:1 rows[1]: case t-1 of mini is there twice (line 2)"],
      [await save(header.replace("baseline/1", "baseline/2").concat("]}")), "newer version"],
      [await save('{"schema":"evals.run/1"}'), ":1:1: no evals.baseline/1 record"],
      [await save("<<<<<<< HEAD\n"), "not valid JSON"],
    ] as const) {
      await expect(readBaseline(text)).rejects.toMatchObject({
        name: "invalid_baseline",
        message: expect.stringContaining(`${text}`),
      });
      await expect(readBaseline(text)).rejects.toThrow(message);
      await expect(readBaseline(text)).rejects.toThrow("evals baseline save");
    }
    await expect(readBaseline(join(folder, "none.json"))).rejects.toMatchObject({ name: "baseline_not_found" });
  });
});
