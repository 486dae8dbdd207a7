import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Graded } from "../domain/grader.ts";
import { contextFor, gradeBy, type Surroundings } from "./__fixtures__/grade-by.ts";
import { makeGrader } from "./registry.ts";
import { graderSchema, normaliseGrader } from "./schema.ts";

let folder: string;

let serial = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "evals-custom-"));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

const fresh = (source: string, extension = "mjs") => write(`${++serial}.${extension}`, source);

async function by(raw: object, text = "the answer", around: Surroundings = {}): Promise<Graded> {
  return (await gradeBy(raw, text, { baseDir: folder, ...around })).grade;
}

const module = (source: string, more: object = {}, around: Surroundings = {}, extension = "mjs") =>
  by({ type: "module", path: fresh(source, extension), ...more }, "the answer", around);

const shell = (command: string | readonly string[], more: object = {}) => by({ type: "exec", command, ...more });

const passed = { status: "scored", score: 1, pass: true, label: null, reason: null };

/** What a grader may give, as source and as a grade. */
const RESULTS: readonly (readonly [string, object])[] = [
  ["true", passed],
  ["false", { status: "scored", score: 0, pass: false, reason: "the grader gave false" }],
  ["0.25", { status: "scored", score: 0.25, pass: null }],
  ["1.5", { status: "ungraded", reason: "the score 1.5 is not between 0 and 1" }],
  [
    '{"score": 0.5, "pass": true, "label": "warm", "reason": "kind"}',
    { score: 0.5, pass: true, label: "warm", reason: "kind" },
  ],
  ['{"pass": true}', { score: 1, pass: true }],
  [
    '{"pass": false, "label": "cold"}',
    { score: 0, pass: false, label: "cold", reason: "the grader gave cold, pass: false" },
  ],
  ['{"score": 0.5, "pass": null, "reason": null}', { score: 0.5, pass: null, reason: null }],
  ['{"verdict": 1}', { status: "ungraded", reason: expect.stringContaining("gave an object with verdict") }],
  [
    '{"score": "1"}',
    { status: "ungraded", reason: '`score` of a grader\'s result is a number from 0 to 1; this one gave "1"' },
  ],
  [
    '{"score": 1, "pass": 1}',
    { status: "ungraded", reason: expect.stringContaining("`pass` of a grader's result is true or false") },
  ],
  ["null", { status: "ungraded", reason: expect.stringContaining("gave null") }],
  ["[1]", { status: "ungraded", reason: expect.stringContaining("gave a list") }],
];

describe("module", () => {
  it.each(RESULTS)("reads %s", async (source, grade) => {
    expect(await module(`export default () => (${source});`)).toMatchObject(grade);
    expect(await module(`export default async () => (${source});`)).toMatchObject(grade);
  });

  it("is ungraded with what else it was, never 0", async () => {
    expect(await module("export default () => {};")).toMatchObject({
      status: "ungraded",
      reason: expect.stringContaining("gave nothing"),
    });
    expect(await module("export default () => 'yes';")).toMatchObject({
      status: "ungraded",
      reason: expect.stringContaining('gave "yes"'),
    });
    expect(await module("export default () => NaN;")).toMatchObject({
      status: "ungraded",
      reason: "the score NaN is not between 0 and 1",
    });
  });

  it("is ungraded with its message when it throws", async () => {
    const grade = { status: "ungraded", reason: "the grader threw: no such thing" };
    expect(await module("export default () => { throw new Error('no\\n such thing'); };")).toEqual(grade);
    expect(await module("export default async () => { throw new Error('no\\n such thing'); };")).toEqual(grade);
    expect(await module("export default () => Promise.reject('no such thing');")).toEqual(grade);
  });

  it("is ungraded when it never ends, and is told so by its signal", async () => {
    const source =
      "export default (_, { signal }) => new Promise(() => { signal.onabort = () => { globalThis.toldToStop = true; }; });";
    expect(await module(source, { timeout_s: 0.05 })).toEqual({
      status: "ungraded",
      reason: "the grader did not answer within 0.05 s",
    });
    expect((globalThis as { toldToStop?: boolean }).toldToStop).toBe(true);
  });

  it("passes at `min`, after extraction", async () => {
    expect(await module("export default () => 0.25;", { min: 0.2 })).toMatchObject({ score: 0.25, pass: true });
    expect(await module("export default () => 0.25;", { min: 0.3 })).toMatchObject({
      pass: false,
      reason: "score 0.25 is below 0.3",
    });
    expect(await module("export default (output) => output === 'answer';", { extract: { regex: "\\w+$" } })).toEqual(
      passed,
    );
  });

  it("is told all of the case, as a copy", async () => {
    const source = `export default (output, { signal, ...context }) => {
      context.case.vars.a = "changed";
      return { score: 1, reason: JSON.stringify({ output, context: { ...context, case: { ...context.case, vars: 0 } }, aborted: signal.aborted }) };
    };`;
    const vars = { a: "kept" };
    const grade = await module(
      source,
      { options: { tone_of: [1] } },
      { expected: "x", vars, metadata: { camelKey: 1 } },
    );
    expect(vars).toEqual({ a: "kept" });
    expect(JSON.parse((grade as { reason: string }).reason)).toEqual({
      output: "the answer",
      aborted: false,
      context: {
        case: { id: "c-1", input: "a question", expected: "x", tags: [], metadata: { camelKey: 1 }, vars: 0 },
        expected: "x",
        candidate: "mini",
        repeat: 1,
        answer: { text: "the answer", tool_calls: [], finish_reason: "stop", raw_finish_reason: null },
        usage: {
          input_tokens: 100,
          output_tokens: 20,
          cache_read_tokens: null,
          cache_write_tokens: null,
          reasoning_tokens: null,
        },
        latency_ms: 1,
        cost_usd: null,
        options: { tone_of: [1] },
      },
    });
    expect(
      await module("export default (_, context) => !('expected' in context) && !('expected' in context.case);"),
    ).toEqual(passed);
  });

  it("takes TypeScript and CommonJS", async () => {
    expect(
      await module("export default (output: string): boolean => output.endsWith('answer');", {}, {}, "ts"),
    ).toEqual(passed);
    expect(await module("module.exports = () => true;", {}, {}, "cjs")).toEqual(passed);
  });

  it("refuses at once what cannot be loaded or is no function", async () => {
    await expect(module("export const grade = () => true;")).rejects.toMatchObject({
      name: "invalid_module",
      message: expect.stringMatching(
        /\.mjs: the module of grader "module" has no function as its default export; it exports grade/,
      ),
    });
    await expect(module("throw new Error('at load');")).rejects.toThrow(/cannot be loaded: at load/);
    await expect(module("export default (", {}, {}, "ts")).rejects.toMatchObject({ name: "invalid_module" });
    await expect(by({ type: "module", path: "none.ts" })).rejects.toThrow(/none\.ts.*cannot be loaded/);
  });
});

describe("exec", () => {
  it.each(RESULTS)("reads %s", async (source, grade) => {
    expect(await shell(["printf", "%s\\n", source])).toMatchObject(grade);
  });

  it("reads Python's booleans, and says what else was printed", async () => {
    expect(await shell("echo True")).toEqual(passed);
    expect(await shell("echo False")).toMatchObject({ pass: false });
    expect(await shell("echo looks good")).toMatchObject({
      status: "ungraded",
      reason: expect.stringContaining('printed "looks good"'),
    });
    expect(await shell("true")).toMatchObject({
      status: "ungraded",
      reason: expect.stringContaining("printed nothing"),
    });
  });

  it("gives output and context as JSON on stdin, in the suite's folder", async () => {
    write(
      "judge.cjs",
      `const { output, context } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
      console.log(output === "the answer" && context.expected === "x" && context.case.id === "c-1");`,
    );
    expect(
      await by({ type: "exec", command: [process.execPath, "judge.cjs"] }, "the answer", { expected: "x" }),
    ).toEqual(passed);
  });

  it("is ungraded with the last line of stderr when it fails, ends late or is not there", async () => {
    expect(await shell("echo true; echo one >&2; echo two >&2; exit 3")).toEqual({
      status: "ungraded",
      reason: "two (exit 3)",
    });
    expect(await shell("exit 1")).toEqual({ status: "ungraded", reason: "the command failed: exit 1" });
    expect(await shell(["/no/such/program"])).toMatchObject({
      status: "ungraded",
      reason: expect.stringContaining("cannot be started"),
    });
    expect(await shell("sleep 30", { timeout_s: 0.1 })).toEqual({
      status: "ungraded",
      reason: "the command did not answer within 0.1 s",
    });
    expect(await shell("yes")).toEqual({ status: "ungraded", reason: "the command wrote more than 1 MB to stdout" });
  });

  it("does not start a thousand processes at once", async () => {
    const running = join(folder, "running");
    mkdirSync(running);
    const grader = await makeGrader(
      normaliseGrader(
        graderSchema.parse({
          type: "exec",
          command: `touch running/$$; ls running | wc -l | sed 's/.*/{"score":1,"reason":"&"}/'; rm running/$$`,
        }),
      ),
      { baseDir: folder },
    );
    const grades = await Promise.all(
      Array.from({ length: 200 }, async () => (await grader.grade("x", contextFor({}))).grade),
    );
    const most = Math.max(
      ...grades.map((grade) => (grade.status === "scored" ? Number(grade.reason?.trim()) : Number.POSITIVE_INFINITY)),
    );
    const { availableParallelism } = await import("node:os");
    expect(most).toBeLessThanOrEqual(availableParallelism());
  });
});
