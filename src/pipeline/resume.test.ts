import { readFileSync, writeFileSync } from "node:fs";
import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../domain/json.ts";
import { type RunRequest, run } from "../run.ts";
import { createRandom } from "../stats/sfc32.ts";
import { CASES, FILES, range, SUITE, trialsIn } from "./__fixtures__/kept-suite.ts";

let root: string;
let whole: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "resume-"));
  restore();
  whole = (await start({ repeats: 2 })).folder;
});
afterAll(() => rm(root, { recursive: true }));

function restore(): void {
  for (const [name, text] of Object.entries(FILES))
    writeFileSync(join(root, name), text.replace('"CALLS"', JSON.stringify(join(root, "calls"))));
}

const start = (more: Partial<RunRequest> = {}) =>
  run({ suite: join(root, "s.yaml"), cwd: root, env: {}, reports: [], ...more });
const read = (folder: string, file: string) => readFileSync(join(folder, file), "utf8");
const calls = () =>
  read(root, "calls")
    .trimEnd()
    .split("\n")
    .filter((line) => line !== "");

/** A summary but for what names the run, and its times. The module's latency is a time. */
function figures(folder: string): JsonObject {
  const {
    run_id: _,
    started_at: __,
    finished_at: ___,
    wall_ms: ____,
    ...rest
  } = JSON.parse(read(folder, "summary.json")) as JsonObject;
  return JSON.parse(JSON.stringify(rest), (key, value) =>
    /latency|first_token|per_s$/.test(key) ? "time" : value,
  ) as JsonObject;
}

/** The run as a crash would have left it: its logs cut at these bytes. */
async function crashed(outputs: number, scores: number): Promise<string> {
  const id = `kept-${Math.random().toString(16).slice(2)}`;
  const folder = join(root, "reports", id);
  await cp(whole, folder, { recursive: true });
  await rm(join(folder, "summary.json"));
  const manifest = JSON.parse(read(folder, "run.json")) as JsonObject;
  const running = { ...manifest, run_id: id, status: "running", status_reason: null, finished_at: null };
  writeFileSync(join(folder, "run.json"), JSON.stringify(running));
  for (const [file, bytes] of [
    ["outputs.jsonl", outputs],
    ["scores.jsonl", scores],
  ] as const)
    writeFileSync(join(folder, file), readFileSync(join(whole, file)).subarray(0, bytes));
  return folder;
}

/** Scores are written after their outputs: a crash between leaves those of what was scored until then. */
function scoredUntil(outputBytes: number, share: number): number {
  const seen = new Set(trialsIn(readFileSync(join(whole, "outputs.jsonl")).subarray(0, outputBytes)));
  let bytes = 0;
  for (const line of read(whole, "scores.jsonl").split("\n").slice(0, -1)) {
    if (!seen.has(String((JSON.parse(line) as JsonObject).trial))) break;
    bytes += Buffer.byteLength(line) + 1;
  }
  return Math.floor(bytes * share);
}

async function resumed(folder: string, more: Partial<RunRequest> = {}): Promise<void> {
  writeFileSync(join(root, "calls"), "");
  await start({ resume: folder, ...more });
}

describe("a run that is gone on with", () => {
  it("comes to the same summary, wherever it was cut, and calls only what is missing", async () => {
    const random = createRandom(7);
    const size = readFileSync(join(whole, "outputs.jsonl")).length;
    for (let round = 0; round < 25; round++) {
      const at = Math.floor(random() * (size + 1));
      const folder = await crashed(at, scoredUntil(at, random()));
      const before = trialsIn(readFileSync(join(folder, "outputs.jsonl")));
      await resumed(folder);
      expect(figures(folder)).toEqual(figures(whole));
      const all = trialsIn(readFileSync(join(folder, "outputs.jsonl")));
      expect(all.slice(0, before.length)).toEqual(before);
      expect([...all].sort()).toEqual(trialsIn(readFileSync(join(whole, "outputs.jsonl"))).sort());
      expect(calls()).toHaveLength(2 * CASES - before.filter((trial) => trial.includes("/b/")).length);
      expect((await readdir(folder)).filter((name) => name.endsWith(".lock"))).toEqual([]);
      await rm(folder, { recursive: true });
    }
  });

  it("repairs a last line that was cut anywhere, of the outputs and of the scores", async () => {
    const ends = (file: string) => {
      const bytes = readFileSync(join(whole, file));
      return { from: bytes.lastIndexOf("\n", bytes.length - 2) + 1, to: bytes.length };
    };
    const [outputs, scores] = [ends("outputs.jsonl"), ends("scores.jsonl")];
    const last = trialsIn(readFileSync(join(whole, "outputs.jsonl"))).at(-1) ?? "";
    const unscored = readFileSync(join(whole, "scores.jsonl")).indexOf(`"trial":"${last}"`);
    const scoredBefore = readFileSync(join(whole, "scores.jsonl")).lastIndexOf("\n", unscored) + 1;
    // Every byte is cut at in read-log.test.ts; here the whole run is gone on with.
    const cuts = [
      ...range(outputs.from, outputs.to, 23).map((at) => [at, scoredBefore] as const),
      ...range(scores.from, scores.to, 23).map((at) => [outputs.to, at] as const),
      [outputs.to - 1, scoredBefore] as const,
      [outputs.to, scores.to - 1] as const,
    ];
    for (const [at, scored] of cuts) {
      const folder = await crashed(at, scored);
      await resumed(folder);
      expect(figures(folder)).toEqual(figures(whole));
      for (const file of ["outputs.jsonl", "scores.jsonl"])
        for (const line of read(folder, file).split("\n").slice(0, -1)) JSON.parse(line);
      await rm(folder, { recursive: true });
    }
  }, 60_000);

  it("names the line of any other damage, and writes nothing", async () => {
    for (const file of ["outputs.jsonl", "scores.jsonl"]) {
      const folder = await crashed(1e9, 1e9);
      const lines = read(folder, file).split("\n");
      lines[2] = "#### not JSON";
      writeFileSync(join(folder, file), lines.join("\n"));
      await expect(resumed(folder)).rejects.toThrow(`${join(folder, file)}:3:1: this line cannot be read`);
      expect(JSON.parse(read(folder, "run.json"))).toMatchObject({ status: "running" });
      expect((await readdir(folder)).filter((name) => name.endsWith(".lock"))).toEqual([]);
      await rm(folder, { recursive: true });
    }
  });

  it("grades what has no scores, or not all of them, without a call", async () => {
    const folder = await crashed(1e9, 0);
    await resumed(folder);
    expect(calls()).toEqual([]);
    expect(figures(folder)).toEqual(figures(whole));
    await rm(folder, { recursive: true });
  });

  it("calls what errored again", async () => {
    process.env.EVALS_TEST_FAILS = "c-3";
    writeFileSync(join(root, "calls"), "");
    const { summary, folder } = await start({ repeats: 2 });
    delete process.env.EVALS_TEST_FAILS;
    expect(summary.status).toBe("incomplete");
    await resumed(folder);
    expect(calls()).toEqual(["c-3/1", "c-3/2"]);
    const { spent: _, ...then } = figures(whole);
    expect(figures(folder)).toMatchObject(then);
    await rm(folder, { recursive: true });
  });
});

describe("what has changed since the first start", () => {
  it.each<[string, string, string | RegExp, string, string[]]>([
    ["a parameter", "s.yaml", "temperature: 0", "temperature: 0.2", ["models[b].params.temperature: 0 → 0.2"]],
    [
      "a prompt",
      "s.yaml",
      "In a {{ tone }}",
      "In one {{ tone }}",
      ["prompts[terse].messages[0].content:", '"In a {{', '"In one {{'],
    ],
    ["a variable", "s.yaml", "tone: plain", "tone: rude", ['vars.tone: "plain" → "rude"']],
    ["a program", "b.ts", "[147]", "[148]", ["models[b]: the content of a file"]],
    ["a recording", "a.jsonl", "né", "nah", ["models[a]: the content of a file"]],
    [
      "a grader",
      "s.yaml",
      "ignore_case: false",
      "ignore_case: true",
      ["graders[exact].ignore_case: false → true", "without a call"],
    ],
    [
      "a new grader",
      "s.yaml",
      "requirements:",
      "  - { type: regex, pattern: y }\nrequirements:",
      ["graders[regex]: none →"],
    ],
    ["a requirement", "s.yaml", "min: 0.2", "min: 0.3", ["requirements[0].min: 0.2 → 0.3"]],
    ["a case", "cases.jsonl", "case 7", "case seven", ["case c-7 has changed"]],
    ["the number of cases", "cases.jsonl", /^.*c-11.*\n/m, "", ["where the dataset now gives"]],
    ["the candidates", "s.yaml", "id: b,", "id: c,", ["candidates: a, b → a, c"]],
    ["a setting", "s.yaml", "slices:", "run: { max_error_rate: 0.5 }\nslices:", ["run.max_error_rate: 0.02 → 0.5"]],
  ])("%s is named, and nothing is called", async (_, file, from, to, says) => {
    const folder = await crashed(2_000, 0);
    const text = read(root, file);
    writeFileSync(join(root, file), text.replace(from, to));
    expect(read(root, file)).not.toBe(text);
    try {
      const error = await resumed(folder).catch((thrown: Error) => thrown);
      for (const words of ["resume_changed", ...says]) expect(`${error?.name}: ${error?.message}`).toContain(words);
      expect(`${error?.message}`).toMatch(/--reuse kept-/);
    } finally {
      restore();
    }
    expect(calls()).toEqual([]);
    expect(readFileSync(join(folder, "outputs.jsonl"))).toHaveLength(2_000);
    await rm(folder, { recursive: true });
  });

  it.each([
    ["limits", /$/, "run: { concurrency: 3, timeout_s: 9, max_attempts: 2 }\n"],
    ["a description, and the places of things", "requirements:\n", "description: other\nrequirements:\n\n\n"],
  ])("%s may be others", async (_, from, to) => {
    const folder = await crashed(2_000, 0);
    writeFileSync(join(root, "s.yaml"), SUITE.replace(from, to));
    await resumed(folder).finally(restore);
    expect(figures(folder)).toEqual(figures(whole));
    await rm(folder, { recursive: true });
  });
});

describe("flags of the first start", () => {
  it("are taken over, and one that says otherwise is refused by name", async () => {
    const where = [["lang", "de"]] as const;
    const { folder, summary } = await start({ limit: 4, repeats: 2, seed: 5, models: ["b"], where });
    expect(summary.candidates.map(({ id }) => id)).toEqual(["b"]);
    const manifest = { ...(JSON.parse(read(folder, "run.json")) as JsonObject), status: "running" };
    writeFileSync(join(folder, "run.json"), JSON.stringify(manifest));
    const then = figures(folder);
    writeFileSync(join(folder, "outputs.jsonl"), "");
    writeFileSync(join(folder, "scores.jsonl"), "");
    for (const [more, says] of [
      [{ limit: 5 }, "-n 5 (the run has -n 4)"],
      [{ repeats: 3 }, "--repeats 3 (the run has 2)"],
      [{ seed: 6 }, "--seed 6 (the run has 5)"],
      [{ where: [["lang", "fr"]] }, "--where lang=fr (the run has lang=de)"],
      [{ models: ["a"] }, "candidates: b → a"],
      [{ reuse: whole }, "--reuse starts a new one"],
    ] as [Partial<RunRequest>, string][])
      await expect(resumed(folder, more)).rejects.toThrow(says);
    expect(calls()).toEqual([]);
    await resumed(folder, { resume: true, limit: 4, models: ["b"] });
    expect(calls()).toHaveLength(8);
    expect(figures(folder)).toEqual(then);
    await rm(folder, { recursive: true });
  });
});

describe("--reuse", () => {
  it("takes what is unchanged, calls the rest, and says so", async () => {
    writeFileSync(join(root, "cases.jsonl"), FILES["cases.jsonl"]?.replace("case 7", "case 77") ?? "");
    writeFileSync(join(root, "calls"), "");
    const { folder, summary } = await start({ repeats: 2, reuse: whole }).finally(restore);
    expect(calls().sort()).toEqual(["c-7/1", "c-7/2"]);
    const [, b] = summary.candidates;
    expect(b?.trials).toMatchObject({ cached: 2 * CASES - 2, errored: 0, missing: 0 });
    expect(summary.spent.calls).toBe(2);
    const oldId = (JSON.parse(read(whole, "run.json")) as JsonObject).run_id;
    expect(summary.notes.join("\n")).toContain(`${4 * CASES - 4} of ${4 * CASES} outputs were taken from ${oldId}`);
    const lines = read(folder, "outputs.jsonl")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as JsonObject);
    const taken = lines.filter((line) => line.reused_from === oldId);
    expect(taken).toHaveLength(4 * CASES - 4);
    expect(
      taken.every(
        ({ cached, attempts, candidate }) =>
          cached === true && (candidate === "a" || (attempts as unknown[]).length === 1),
      ),
    ).toBe(true);
    await rm(folder, { recursive: true });
  });

  it("grades with the graders of now, without a call, also when gone on with", async () => {
    writeFileSync(join(root, "s.yaml"), SUITE.replace("max: 4", "max: 2"));
    writeFileSync(join(root, "calls"), "");
    const { folder, summary } = await start({ repeats: 2, reuse: whole }).finally(() => {});
    expect(calls()).toEqual([]);
    expect(summary.status).toBe("complete");
    const then = figures(folder);
    writeFileSync(join(folder, "outputs.jsonl"), readFileSync(join(folder, "outputs.jsonl")).subarray(0, 3_000));
    writeFileSync(join(folder, "scores.jsonl"), "");
    await resumed(folder).finally(restore);
    expect(calls()).toEqual([]);
    expect(figures(folder)).toEqual(then);
    await rm(folder, { recursive: true });
  });

  it("says when nothing was still good, and takes no errors", async () => {
    writeFileSync(join(root, "b.ts"), read(root, "b.ts").replace("[147]", "[148]"));
    const { folder, summary } = await start({ repeats: 2, reuse: whole, models: ["b"] }).finally(restore);
    expect(summary.notes.join("\n")).toContain("no output of the run to reuse was still good");
    await rm(folder, { recursive: true });
  });
});
