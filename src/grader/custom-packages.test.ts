import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Graded } from "../domain/grader.ts";
import { gradeBy, type Surroundings } from "./__fixtures__/grade-by.ts";
import { graderSchema, normaliseGrader } from "./schema.ts";
import { graderSources } from "./sources.ts";

let folder: string;

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

async function by(raw: object, text = "the answer", around: Surroundings = {}): Promise<Graded> {
  return (await gradeBy(raw, text, { baseDir: folder, ...around })).grade;
}

const passed = { status: "scored", score: 1, pass: true, label: null, reason: null };

describe("a grader of a package", () => {
  beforeAll(() => {
    write(
      "node_modules/@acme/graders/package.json",
      JSON.stringify({ name: "@acme/graders", version: "1.2.0", type: "module", exports: { import: "./main.js" } }),
    );
    write(
      "node_modules/@acme/graders/main.js",
      "export const tone = (output, { options }) => ({ score: options.score ?? 1, label: options.grader ?? null });\nexport default () => true;",
    );
    write("node_modules/old/package.json", JSON.stringify({ name: "old", version: "1.0.0", main: "lib" }));
    write("node_modules/old/lib/index.js", "exports.check = (output) => output === 'the answer';");
    write("local/package.json", JSON.stringify({ name: "local", type: "module", main: "./index.js" }));
    write("local/index.js", "export { polite } from './polite.js';");
    write("local/polite.js", "export const polite = async () => true;");
  });

  it("is found from the suite's folder, ESM, CommonJS or a folder", async () => {
    expect(await by({ type: "@acme/graders#tone" })).toMatchObject({ score: 1, pass: null });
    expect(await by({ type: "@acme/graders#default" })).toEqual(passed);
    expect(await by({ type: "old#check" })).toEqual(passed);
    expect(await by({ type: "./local#polite" })).toEqual(passed);
    expect(await by({ type: "./local/polite.js#polite" })).toEqual(passed);
  });

  it("is given its own keys as options; the common ones are ours", async () => {
    const raw = {
      type: "@acme/graders#tone",
      score: 0.5,
      grader: "not ours",
      fields: { a: 1 },
      min: 0.6,
      weight: 2,
      id: "tone",
    };
    expect(await by(raw)).toMatchObject({ score: 0.5, pass: false, label: "not ours" });
    expect(normaliseGrader(raw)).toMatchObject({
      id: "tone",
      min: 0.6,
      weight: 2,
      options: { options: { score: 0.5, grader: "not ours", fields: { a: 1 } } },
    });
    expect(normaliseGrader({ type: "a#b" })).toMatchObject({ id: "a#b", options: { options: {} } });
    expect(await by({ type: "not", grader: { type: "@acme/graders#default" } })).toMatchObject({ pass: false });
  });

  it("is refused at once where it is not there", async () => {
    await expect(by({ type: "@acme/none#tone" })).rejects.toThrow(/cannot find @acme\/none from .*is it installed/);
    await expect(by({ type: "./none#tone" })).rejects.toMatchObject({ name: "package_not_found" });
    await expect(by({ type: "@acme/graders#tune" })).rejects.toThrow(/has no function "tune"; it exports tone/);
  });

  it("has a type of one form, and leaves the mistakes of other types as they are", () => {
    expect(graderSchema.safeParse({ type: "@acme/graders#" }).error?.issues).toMatchObject([
      { path: ["type"], message: expect.stringContaining('expected "package#export"') },
    ]);
    expect(graderSchema.safeParse({ type: "a#b", weight: -1 }).error?.issues).toMatchObject([{ path: ["weight"] }]);
    expect(graderSchema.safeParse({ type: "@acme/graders" }).error?.issues).toMatchObject([
      { code: "invalid_union", discriminator: "type", path: ["type"] },
    ]);
    for (const raw of [null, undefined, 5, "exact", []]) expect(graderSchema.safeParse(raw).success).toBe(false);
  });

  it("names what decides its grades: its code, or its version", async () => {
    const sources = async (raw: unknown) =>
      (await graderSources(normaliseGrader(raw), folder)).map((path) => path.slice(folder.length + 1));
    expect(await sources({ type: "@acme/graders#tone" })).toEqual([
      "node_modules/@acme/graders/package.json",
      "node_modules/@acme/graders/main.js",
    ]);
    expect(await sources({ type: "all", graders: [{ type: "./local#polite" }] })).toEqual([
      "local/package.json",
      "local/index.js",
      "local/polite.js",
    ]);
    write("judge.sh", "echo true");
    expect(await sources({ type: "exec", command: "sh ./judge.sh --strict" })).toEqual(["judge.sh"]);
    expect(await sources({ type: "code", language: "js", tests: "local/polite.js" })).toEqual(["local/polite.js"]);
    expect(await sources({ type: "code", language: "js", tests: "assert.ok(true);" })).toEqual([]);
  });
});
