import { createWriteStream, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UserError } from "../base/errors.ts";
import type { DatasetSpec } from "../domain/suite.ts";
import { type Dataset, type OpenOptions, openDataset } from "./open-dataset.ts";

let folder: string;
let serial = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "evals-dataset-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(content: string, extension = "jsonl"): string {
  const path = join(folder, `${++serial}.${extension}`);
  writeFileSync(path, content);
  return path;
}

function lines(...rows: readonly object[]): string {
  return file(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
}

function spec(paths: string | readonly string[], rest: Partial<DatasetSpec> = {}): DatasetSpec {
  return { paths: [paths].flat(), format: null, fields: {}, where: {}, limit: null, ...rest };
}

async function failure(given: DatasetSpec, options: OpenOptions = {}): Promise<UserError> {
  try {
    (await openDataset(given, options)).close();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

function idsOf(dataset: Dataset): string[] {
  return Array.from({ length: dataset.count }, (_, index) => dataset.read(index).id);
}

/** Memory in use after a collection. */
function usedMegabytes(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}

describe("openDataset", () => {
  it("gives cases by position, with their sources", async () => {
    const path = file('{"id":"a","input":"x\u2028"}\r\n\r\n{"id":"b","input":"y","expected":false,"k":1}');
    const dataset = await openDataset(spec(path));
    expect(dataset).toMatchObject({ count: 2, rowsRead: 2, warnings: [], files: [path] });
    expect(dataset.read(1)).toMatchObject({ id: "b", input: "y", expected: false, vars: { k: 1 } });
    expect(dataset.read(0)).toMatchObject({ id: "a", input: "x\u2028", expected: undefined });
    expect(dataset.sourceOf(1)).toEqual({ file: path, line: 3 });
    expect(() => dataset.read(2)).toThrow(RangeError);
    dataset.close();
  });

  it("reads a folder's data files in name order, hidden files and other kinds apart", async () => {
    const data = join(folder, "data");
    mkdirSync(join(data, "deeper"), { recursive: true });
    writeFileSync(join(data, "b.csv"), "id,input,tags\n2,two,x|y\n");
    writeFileSync(join(data, "a.jsonl"), '{"id":"1","input":"one"}\n');
    writeFileSync(join(data, "c.json"), '[{"id":"3","input":"three"}]');
    writeFileSync(join(data, "README.md"), "no data");
    writeFileSync(join(data, ".hidden.jsonl"), "not read");
    writeFileSync(join(data, "deeper", "d.jsonl"), '{"id":"4","input":"four"}');
    const dataset = await openDataset(spec(data));
    expect(idsOf(dataset)).toEqual(["1", "2", "3"]);
    expect(dataset.read(1).tags).toEqual(["x", "y"]);
    expect(dataset.sourceOf(2)).toEqual({ file: join(data, "c.json"), line: 1 });
    expect((await failure(spec(join(data, "deeper"), { format: "csv" }))).name).toBe("empty_dataset");
  });

  it("splits the column that is mapped to tags", async () => {
    const dataset = await openDataset(
      spec(file("input,labels\nq,a|b\n", "csv"), { fields: { tags: "labels" }, where: { labels: "b" } }),
    );
    expect(dataset.read(0)).toMatchObject({ tags: ["a", "b"], vars: {} });
  });

  it("gives equal lines without an id -2, -3 and one warning", async () => {
    const path = lines({ input: "same" }, { input: "other" }, { input: "same" }, { input: "same" }, { input: "other" });
    const dataset = await openDataset(spec(path));
    const [same = "", other = ""] = idsOf(dataset);
    expect(same).toMatch(/^[0-9a-f]{12}$/);
    expect(dataset.read(0).digest.slice(0, 12)).toBe(same);
    expect(idsOf(dataset)).toEqual([same, other, `${same}-2`, `${same}-3`, `${other}-2`]);
    expect(dataset.warnings).toHaveLength(1);
    expect(dataset.warnings[0]).toMatchObject({ file: path, line: 3, severity: "warning" });
    expect(dataset.warnings[0]?.message).toContain(`3 rows are equal to an earlier one (this one to ${path}:1)`);
  });

  it("refuses equal written ids, and names both lines", async () => {
    const one = lines({ id: "a", input: "1" }, { id: 7, input: "2" });
    const two = lines({ id: "b", input: "1" }, { id: "7", input: "3" });
    const error = await failure(spec([one, two]));
    expect(error.name).toBe("invalid_dataset");
    expect(error.message).toBe(`${two}:2 id: "7" is the id of ${one}:2 too: ids are unique in a dataset`);
  });

  it("digests ids and contents in file order", async () => {
    const a = { id: "a", input: "1" };
    const b = { id: "b", input: "2" };
    const digest = async (path: string, rest: Partial<DatasetSpec> = {}) =>
      (await openDataset(spec(path, rest))).digest;
    const one = await digest(lines(a, b));
    expect(one).toMatch(/^[0-9a-f]{64}$/);
    expect(await digest(file("id,input\na,1\nb,2\n", "csv"))).toBe(one);
    expect(await digest(lines(a, b, { id: "c", input: "3", skip: 1 }), { where: { skip: null } })).toBe(one);
    expect(await digest(lines(b, a))).not.toBe(one);
    expect(await digest(lines(a, { ...b, id: "c" }))).not.toBe(one);
    expect(await digest(lines(a, { ...b, input: "3" }))).not.toBe(one);
  });

  it("reports all problems of a file at once, broken lines among them", async () => {
    const path = file(
      '{"id":"a","input":"x"}\nbroken\n{"id":"a","input":"y","weight":-1}\n{"id":"a","input":"y"}\n{"q":1}\n{"input":"to',
    );
    const error = await failure(spec(path));
    expect(error.name).toBe("invalid_dataset");
    expect(error.problems.map((problem) => problem.line)).toEqual([2, 3, 4, 5, 6]);
    expect(error.message).toContain(`${path}:5 input: is missing: the line has "q"`);
    expect(error.message).toContain("line 6 is not valid JSON: it ends in the middle (was the file cut off?)");
  });

  it("shows fifty problems and counts the rest", async () => {
    const error = await failure(spec(file("x\n".repeat(73))));
    expect(error.problems).toHaveLength(51);
    expect(error.message.split("\n").at(-1)).toMatch(/: and 23 more problems$/);
  });

  it("refuses a mapping that never finds its column, and one of an unknown key", async () => {
    const path = lines({ question: "q", answer: "a" });
    const error = await failure(spec(path, { fields: { input: "question", expected: "anwser" } }));
    expect(error.message).toBe(
      `${path}: no row has a value in the column "anwser" of \`fields: {expected: anwser}\`; did you mean "answer"?`,
    );
    expect((await failure(spec(path, { fields: { inptu: "question" } }))).message).toContain('did you mean "input"?');
  });

  it("refuses a dataset without rows, and warns of an empty file among others", async () => {
    const [empty, header, blank] = [file(""), file("id,input\n", "csv"), file("\n\n")];
    for (const path of [empty, header, blank, file("[]", "json")]) {
      const error = await failure(spec(path));
      expect(error.name).toBe("empty_dataset");
      expect(error.message).toContain(path);
    }
    const dataset = await openDataset(spec([empty, lines({ input: "x" })]));
    expect(dataset.warnings).toEqual([expect.objectContaining({ file: empty, severity: "warning" })]);
  });

  it("applies the suite's filter and the command line's, on the raw line", async () => {
    const path = lines(
      { q: "1", lang: "de", n: 1 },
      { q: "2", lang: "de", n: 2 },
      { q: "3", lang: "en", n: 1 },
      { lang: "fr" },
    );
    const dataset = await openDataset(spec(path, { fields: { input: "q" }, where: { lang: "de" } }), {
      extraWhere: [["q", { not: "2" }]],
    });
    expect(dataset.count).toBe(1);
    expect(dataset.rowsRead).toBe(4);
    expect(dataset.sourceOf(0).line).toBe(1);
  });

  it("says which values occur when a filter matches nothing", async () => {
    const path = lines({ input: "1", lang: "de" }, { input: "2", lang: "en" });
    const error = await failure(spec(path, { where: { lang: "fr" } }), { extraWhere: [["lnag", "de"]] });
    expect(error.name).toBe("no_matching_cases");
    expect(error.message).toBe(
      `${path}: no row matches lang=fr and lnag=de (2 rows read); values of "lang": de, en; no row has a value in "lnag"; did you mean "lang"?`,
    );
  });

  it("names files from the working directory when it is told", async () => {
    const path = lines({ id: "a", input: "x" }, { id: "b", input: 1 }, { id: "a", input: "y" });
    const name = path.slice(folder.length + 1);
    const error = await failure(spec(path), { cwd: folder });
    expect(error.problems.map((problem) => problem.file)).toEqual([name, name]);
    expect(error.message).toContain(`${name}:3 id: "a" is the id of ${name}:1 too`);
    const missing = await failure(spec(join(folder, "none.jsonl")), { cwd: folder });
    expect(missing.message).toBe("none.jsonl: no such file");
    const dataset = await openDataset(spec(lines({ input: "x" })), { cwd: folder, extraWhere: { input: "x" } });
    expect(dataset.sourceOf(0).file).not.toContain(folder);
    expect(dataset.files[0]).toContain(folder);
  });

  it("says that a file is missing", async () => {
    expect(await failure(spec(join(folder, "none.jsonl")))).toMatchObject({ name: "missing_file" });
  });

  it("holds 100,000 long cases in a file that leaves nothing behind", async () => {
    const path = join(folder, "large.jsonl");
    const out = createWriteStream(path);
    const padding = "lorem ipsum dolor sit amet ".repeat(20);
    for (let i = 0; i < 100_000; i++)
      out.write(`${JSON.stringify({ input: `${i} ${padding}`, expected: String(i), tags: [`t${i % 7}`] })}\n`);
    out.end();
    await finished(out);
    const spoolDir = mkdtempSync(join(folder, "spool-"));
    const before = usedMegabytes();
    const started = performance.now();
    const dataset = await openDataset(spec(path), { spoolDir });
    const seconds = (performance.now() - started) / 1000;
    expect(dataset.count).toBe(100_000);
    for (const index of [0, 99_999, 50_000]) {
      expect(dataset.read(index)).toMatchObject({ expected: String(index), tags: [`t${index % 7}`] });
      expect(dataset.sourceOf(index).line).toBe(index + 1);
    }
    // 60 MB of text that is not to stay in memory.
    expect(usedMegabytes() - before).toBeLessThan(30);
    expect(seconds).toBeLessThan(30);
    dataset.close();
    expect(readdirSync(spoolDir)).toEqual([]);
  }, 60_000);
});
