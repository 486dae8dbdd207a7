import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeFileAtomic } from "../../base/atomic-write.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { RunManifest } from "../../domain/run.ts";
import type { ViewerCase } from "../../domain/viewer.ts";
import { readManifest } from "../../log/documents.ts";
import { run } from "../../run.ts";
import { jsonl } from "../../testing/cli.ts";
import { measureRun } from "../measure-run.ts";
import { openViewerRun, type ViewerRunData, type ViewerRunOptions } from "./open-viewer-run.ts";

const CASES = 130;
const ids = Array.from({ length: CASES }, (_, at) => at);
const LONG = `${"ä".repeat(100_000)}end`;
const PIXELS = "iVBORw0K".repeat(20_000);
const SUITE = `name: seen
dataset: cases.jsonl
models:
  - { id: a, provider: recorded, path: a.jsonl }
  - { id: b, provider: recorded, path: b.jsonl }
graders:
  - { type: exact }
  - { id: short, type: length, max: 4, advisory: true, when: "tag:odd" }
requirements:
  - { metric: accuracy, min: 0.2 }
reference: b
run: { repeats: 2, max_error_rate: 1 }
`;

const input = (at: number) =>
  at === 3
    ? [
        {
          role: "user",
          content: [
            { type: "text", text: "What is\nit?" },
            { type: "image", media_type: "image/png", data: PIXELS },
          ],
        },
      ]
    : at === 4
      ? { question: "Where?", place: "\u202eOslo" }
      : `case\n\t${at} \u001b[31m`;
const answer = (at: number, repeat: number) => (at === 5 ? LONG : (at + repeat) % 5 === 0 ? "no" : "yes");
const rowsOf = (latency: number) =>
  ids.flatMap((at) =>
    [1, 2].map((repeat) => ({
      id: `c-${at}`,
      repeat,
      latency_ms: latency + at,
      ...(at === 7 ? { error: { kind: "server", message: "<b>down</b>" } } : { output: answer(at, repeat) }),
    })),
  );

let root: string;
let folder: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "evals-viewer-"));
  const files = {
    "s.yaml": SUITE,
    "cases.jsonl": jsonl(
      ids.map((at) => ({
        id: `c-${at}`,
        input: input(at),
        expected: at === 6 ? { a: 1 } : "yes",
        tags: at % 2 ? ["odd", "all"] : ["all"],
      })),
    ),
    "a.jsonl": jsonl(rowsOf(100)),
    "b.jsonl": jsonl(rowsOf(50)),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  ({ folder } = await run({ suite: "s.yaml", cwd: root, env: {}, reports: [] }));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function open(of: string, options: ViewerRunOptions = {}, more: Partial<RunManifest> = {}) {
  const manifest = { ...(await readManifest(of)), ...more };
  return openViewerRun(of, manifest, await measureRun(of, manifest, null), options);
}

async function allCases(data: ViewerRunData): Promise<ViewerCase[]> {
  const found: ViewerCase[] = [];
  for await (const some of data.chunks()) found.push(...some);
  return found;
}

const linesOf = (file: string) =>
  readFileSync(join(folder, file), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as JsonObject);

describe("openViewerRun", () => {
  it("tells of the run without what is nobody's business", async () => {
    const { run: seen, close } = await open(folder);
    expect(seen.manifest).toMatchObject({
      suite: "seen",
      status: "complete",
      reference: "b",
      repeats: 2,
      graders: [
        { id: "exact", type: "exact", advisory: false },
        { id: "short", type: "length", advisory: true },
      ],
    });
    expect(seen.folder).toBe(`reports/${seen.manifest.runId}`);
    expect(JSON.stringify(seen)).not.toContain(root);
    expect(seen.pairs.map(({ metric, candidate, baseline }) => [metric, candidate, baseline])).toEqual([
      ["accuracy", "a", "b"],
    ]);
    expect(seen.curves.map(({ candidate, n }) => [candidate, n])).toEqual([
      ["a", 258],
      ["b", 258],
    ]);
    expect(seen.fronts).toContainEqual({ metric: "latency_p95_ms", candidates: ["b"] });
    await close();
  });

  it("has columns of all cases, in the order of the run, on one line each", async () => {
    const { columns, close } = await open(folder);
    expect(columns.ids).toEqual(linesOf("cases.jsonl").map(({ id }) => id));
    const row = (at: number) => columns.ids.indexOf(`c-${at}`);
    const at = (index: number) => [columns.inputs[row(index)], columns.expected[row(index)]];
    expect(at(1)).toEqual(["case 1 \\x1b[31m", "yes"]);
    expect(at(3)).toEqual(["What is it? [image]", "yes"]);
    expect(at(4)).toEqual(['{"question":"Where?","place":"\\u202eOslo"}', "yes"]);
    expect(at(6)).toEqual(["case 6 \\x1b[31m", '{"a":1}']);
    expect(columns.tagNames).toEqual(["all", "odd"]);
    expect(columns.tags[row(1)]).toEqual([1, 0]);
    expect(columns).toMatchObject({ repeats: 2, chunkCases: 50, trials: { shown: 4 * CASES, of: 4 * CASES } });
    const [a] = columns.candidates;
    expect(a?.candidate).toBe("a");
    const outcome = (index: number) => a?.outcomes.slice(2 * row(index), 2 * row(index) + 2);
    expect([0, 3, 4, 7].map(outcome)).toEqual(["pp", "pf", "fp", "ee"]);
    expect(a?.grades.short?.slice(2 * row(1), 2 * row(1) + 2)).toBe("pp");
    expect(a?.grades.short?.slice(2 * row(2), 2 * row(2) + 2)).toBe("--");
    expect(a?.latencyMs[2 * row(9)]).toBe(109);
    expect([4, 7, 9].map((index) => a?.answers[row(index)])).toEqual(["no", "", "no"]);
    expect(a?.answers[row(5)]).toBe(`${"ä".repeat(79)}…`);
    await close();
  });

  it("gives each case with every trial, as the folder has it", async () => {
    const data = await open(folder);
    expect(data.chunkCount).toBe(3);
    expect((await data.chunk(2)).map((one) => one.case.id)).toEqual(data.columns.ids.slice(100));
    expect(await data.chunk(3)).toEqual([]);
    const found = await allCases(data);
    expect(found.map((one) => one.case.id)).toEqual(data.columns.ids);
    const outputs = new Map(
      (linesOf("outputs.jsonl") as (JsonObject & { output: JsonObject | null })[]).map((line) => [line.trial, line]),
    );
    for (const one of found) {
      expect(one.trials.map(({ candidate, repeat }) => `${candidate}${repeat}`)).toEqual(["a1", "a2", "b1", "b2"]);
      for (const { candidate, repeat, output, outcome, scores } of one.trials) {
        const line = outputs.get(`${one.case.id}/${candidate}/${repeat}`);
        expect(output?.finishedAt).toBe(line?.finished_at);
        if (output?.status === "ok" && one.cuts.length === 0) expect(output.answer.text).toBe(line?.output?.text);
        const odd = one.case.tags.includes("odd");
        expect(scores.map(({ grader }) => grader)).toEqual(
          outcome === "errored" ? [] : odd ? ["exact", "short"] : ["exact"],
        );
      }
    }
    const broken = found.find((one) => one.case.id === "c-7");
    expect(broken?.trials[0]).toMatchObject({
      outcome: "errored",
      output: { status: "error", error: { message: "<b>down</b>" } },
    });
    expect(found.some((one) => "digest" in one.case)).toBe(false);
    await data.close();
  });

  it("cuts long texts and names their size; half an image is none", async () => {
    const data = await open(folder);
    const found = await allCases(data);
    const long = found.find((one) => one.case.id === "c-5");
    const output = long?.trials[0]?.output;
    expect(output?.status === "ok" && output.answer.text).toBe("ä".repeat(32_768));
    expect(long?.cuts).toContainEqual({ where: "a/1 output.text", bytes: 200_003 });
    const seen = found.find((one) => one.case.id === "c-3");
    expect(seen?.cuts).toEqual([{ where: "input[0].content[1]", bytes: PIXELS.length }]);
    expect(seen?.case.input).toMatchObject([{ content: [{ text: "What is\nit?" }, { type: "text" }] }]);
    expect(JSON.stringify(found).length).toBeLessThan(900_000);
    await data.close();
  });

  it("shows a sample where there is room for no more: what did not pass first", async () => {
    const whole = await open(folder);
    const failing = whole.columns.candidates.map(({ outcomes }) =>
      ids.map((at) => /[^p]/.test(outcomes.slice(2 * at, 2 * at + 2))),
    );
    const wanted = failing.flat().filter(Boolean).length;
    const data = await open(folder, { most: 2 * wanted + 10 });
    const { columns } = data;
    expect(columns.trials).toEqual({ shown: 2 * wanted + 10, of: 4 * CASES });
    expect(columns.ids.length).toBeLessThan(CASES);
    const found = await allCases(data);
    expect(found.map((one) => one.case.id)).toEqual(columns.ids);
    expect(found.flatMap(({ trials }) => trials)).toHaveLength(columns.trials.shown);
    for (const [at, one] of found.entries()) {
      expect(one.trials.length).toBeGreaterThan(0);
      for (const [which, { candidate, outcomes, answers }] of columns.candidates.entries()) {
        const own = one.trials.filter((trial) => trial.candidate === candidate);
        const letters = outcomes.slice(2 * at, 2 * at + 2);
        expect(letters === "..").toBe(own.length === 0);
        if (own.length === 0) expect(answers[at]).toBe("");
        const position = whole.columns.ids.indexOf(one.case.id);
        if (failing[which]?.[position]) expect(own).toHaveLength(2);
      }
    }
    await Promise.all([data.close(), whole.close()]);
  });

  it("opens a run that goes on: the last line of a trial counts, and half a line is none", async () => {
    const live = join(root, "live");
    await cp(folder, live, { recursive: true });
    const outputs = linesOf("outputs.jsonl");
    const scores = linesOf("scores.jsonl");
    const first = outputs[0] as JsonObject & { output: JsonObject };
    const again = { ...first, output: { ...first.output, text: "again" } };
    const kept = outputs.slice(0, 100);
    writeFileSync(join(live, "outputs.jsonl"), `${jsonl([...kept, again])}{"schema":"evals.output/1","trial":"c-`);
    const known = new Set(kept.slice(0, 60).map(({ trial }) => trial));
    writeFileSync(join(live, "scores.jsonl"), jsonl(scores.filter(({ trial }) => known.has(trial as string))));
    const data = await open(live, {}, { status: "running", finishedAt: null });
    // What comes later is not the table's any more.
    appendFileSync(join(live, "outputs.jsonl"), "more\n");
    expect(data.run.manifest.status).toBe("running");
    const found = await allCases(data);
    expect(found).toHaveLength(CASES);
    const trials = found.flatMap((one) =>
      one.trials.map((trial) => ({ id: `${one.case.id}/${trial.candidate}/${trial.repeat}`, ...trial })),
    );
    expect(trials.filter(({ output }) => output !== null)).toHaveLength(100);
    expect(trials.filter(({ outcome }) => outcome === "missing")).toHaveLength(4 * CASES - 100);
    const changed = trials.find(({ id }) => id === first.trial);
    expect(changed?.output?.status === "ok" && changed.output.answer.text).toBe("again");
    const letters = data.columns.candidates.map(({ outcomes }) => outcomes).join("");
    expect([...letters].filter((letter) => letter === "-")).toHaveLength(4 * CASES - 100);
    await data.close();
  });

  it("goes on with the scores that it has seen when others take their place, and says so when they are changed", async () => {
    const graded = join(root, "graded");
    await cp(folder, graded, { recursive: true });
    const path = join(graded, "scores.jsonl");
    const data = await open(graded);
    const before = await allCases(data);
    await writeFileAtomic(path, jsonl(linesOf("scores.jsonl").reverse()));
    expect(await allCases(data)).toEqual(before);
    await data.close();
    const other = await open(graded);
    writeFileSync(path, readFileSync(path, "utf8").slice(0, -1_000));
    await expect(allCases(other)).rejects.toThrow("load the run again");
    await other.close();
  });
});
