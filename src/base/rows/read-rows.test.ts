import { copyFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Problem } from "../../domain/problem.ts";
import { UserError } from "../errors.ts";
import { readRows } from "./read-rows.ts";
import type { Row } from "./row.ts";

let folder: string;
let serial = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "evals-rows-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(extension: string, content: string | Uint8Array): string {
  const path = join(folder, `${++serial}.${extension}`);
  writeFileSync(path, content);
  return path;
}

async function all(path: string, format: Parameters<typeof readRows>[1] = null): Promise<Row[]> {
  return collect(readRows(path, format));
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

async function failure(path: string, format: Parameters<typeof readRows>[1] = null): Promise<UserError> {
  try {
    await all(path, format);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

async function problems(path: string): Promise<{ rows: Row[]; problems: Problem[] }> {
  const found: Problem[] = [];
  const rows = await collect(readRows(path, null, { onProblem: (problem) => found.push(problem) }));
  return { rows, problems: found };
}

describe("readRows", () => {
  it("names the known formats for an unknown extension, and obeys an explicit format", async () => {
    const path = file("txt", '{"input":"a"}\n');
    const error = await failure(path);
    expect(error.name).toBe("unknown_format");
    expect(error.message).toMatch(/\.txt.*\.jsonl .*\.csv .*\.parquet/);
    expect(await all(path, "jsonl")).toEqual([{ value: { input: "a" }, file: path, line: 1 }]);
  });

  it("says that a file is missing or a folder", async () => {
    expect(await failure(join(folder, "none.jsonl"))).toMatchObject({
      name: "missing_file",
      message: expect.stringContaining("no such file"),
    });
    expect(await failure(folder, "jsonl")).toMatchObject({
      name: "missing_file",
      message: expect.stringContaining("folder"),
    });
  });
});

describe("JSON Lines", () => {
  it("reads past a BOM, CRLF, blank lines and U+2028, and counts physical lines", async () => {
    const path = file("ndjson", '\uFEFF{"a":"x\u2028y"}\r\n\r\n   \n{"a":"\u2029"}');
    expect(await all(path)).toEqual([
      { value: { a: "x\u2028y" }, file: path, line: 1 },
      { value: { a: "\u2029" }, file: path, line: 4 },
    ]);
  });

  it("says of a torn last line that the file may be cut off", async () => {
    for (const torn of ['{"a":"b', '{"a":', '{"a":1', '{"a"', "{"]) {
      const path = file("jsonl", `{"a":1}\n${torn}`);
      const error = await failure(path);
      expect(error.name).toBe("invalid_data");
      expect(error.problems[0]).toMatchObject({ file: path, line: 2 });
      expect(error.message).toContain("line 2 is not valid JSON: it ends in the middle (was the file cut off?)");
    }
  });

  it("gives the column where V8 gives the position", async () => {
    const path = file("jsonl", '{"a":1,}\n');
    const error = await failure(path);
    expect(error.problems[0]).toMatchObject({ line: 1, col: 8 });
    expect(error.message).toMatch(/^.*:1:8: line 1 is not valid JSON: expected double-quoted property name$/);
  });

  it("explains what other languages write, without quoting the data", async () => {
    const error = await failure(file("jsonl", '{"secret":"s3cr3t","a":NaN}\n'));
    expect(error.message).toContain("write null");
    expect(error.message).not.toContain("s3cr3t");
    expect((await failure(file("jsonl", "{'a': 1}\n"))).message).toContain("double quotes");
  });

  it("refuses a line that is no object, and one that is not UTF-8", async () => {
    expect((await failure(file("jsonl", "[1]\n"))).message).toContain("line 1 is a list, not an object");
    const latin1 = file("jsonl", Buffer.from('{"a":1}\n{"a":"caf\u00e9"}\n', "latin1"));
    expect((await failure(latin1)).problems[0]).toMatchObject({
      line: 2,
      message: expect.stringContaining("not UTF-8"),
    });
  });

  it("recognises a JSON document over several lines", async () => {
    expect((await failure(file("jsonl", '[\n  {"a": 1}\n]\n'))).message).toContain("format: json");
    expect((await failure(file("jsonl", '{\n  "a": 1\n}\n'))).message).toContain("format: json");
  });

  it("goes on after a bad line where somebody collects the problems", async () => {
    const { rows, problems: found } = await problems(file("jsonl", '{"a":1}\nx\n{"a":2}\n3\n'));
    expect(rows.map((row) => row.line)).toEqual([1, 3]);
    expect(found.map((problem) => problem.line)).toEqual([2, 4]);
  });

  it("keeps a key named __proto__ as data", async () => {
    const [row] = await all(file("jsonl", '{"__proto__":{"polluted":true}}\n'));
    expect(Object.hasOwn(row?.value ?? {}, "__proto__")).toBe(true);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe("JSON", () => {
  it("reads one array, with the line of each element", async () => {
    const path = file("json", '\uFEFF[{"a":"]{,\\"\\\\"},\n\n {"a":[1,{"b":2}],\n"c":{}}  , \n{"a":3}]\n');
    expect((await all(path)).map(({ line, value }) => [line, value])).toEqual([
      [1, { a: ']{,"\\' }],
      [3, { a: [1, { b: 2 }], c: {} }],
      [5, { a: 3 }],
    ]);
    expect(await all(file("json", "[]"))).toEqual([]);
    expect(await all(file("json", ""))).toEqual([]);
  });

  it("gives the place of a syntax error, and says when it is cut off", async () => {
    expect((await failure(file("json", '[\n{"a":1,}\n]'))).problems[0]).toMatchObject({ line: 2, col: 8 });
    const torn = await failure(file("json", '[\n{"a":"b'));
    expect(torn.problems[0]).toMatchObject({ line: 2 });
    expect(torn.message).toContain("was the file cut off?");
  });

  it("refuses what is no list of objects", async () => {
    expect((await failure(file("json", '{"data":[]}'))).message).toContain("an object, and should be one list");
    expect((await failure(file("json", '[{"a":1},\n7]'))).problems[0]).toMatchObject({ line: 2 });
    expect((await failure(file("json", '{"a":1}\n{"a":2}\n'))).message).toContain("format: jsonl");
    expect((await failure(file("json", Buffer.from('[\n"\u00e9"]', "latin1")))).problems[0]).toMatchObject({ line: 2 });
  });
});

describe("CSV", () => {
  it("keeps cells as text, drops empty ones, splits tags and counts physical lines", async () => {
    const path = file(
      "csv",
      '\uFEFFid,input,expected,tags\r\n007,"a ""b"",\r\nc",1.50,x| y\r\n\r\n8,"d\ne",,"p;q"\n9,f,"",\n',
    );
    expect((await all(path)).map(({ line, value }) => [line, value])).toEqual([
      [2, { id: "007", input: 'a "b",\r\nc', expected: "1.50", tags: ["x", "y"] }],
      [5, { id: "8", input: "d\ne", tags: ["p", "q"] }],
      [7, { id: "9", input: "f" }],
    ]);
  });

  it("takes the delimiter from the header, not from what is quoted in it", async () => {
    expect((await all(file("csv", "id;input\n1;a,b,c\n")))[0]?.value).toEqual({ id: "1", input: "a,b,c" });
    expect((await all(file("tsv", "id\tinput\n1\ta;b\n")))[0]?.value).toEqual({ id: "1", input: "a;b" });
    expect((await all(file("csv", '"a;b;c",input\n1,2\n')))[0]?.value).toEqual({ "a;b;c": "1", input: "2" });
    expect((await all(file("csv", "input\nonly\n")))[0]?.value).toEqual({ input: "only" });
  });

  it("leaves out a column without a name and splits the columns it is told to", async () => {
    const path = file("csv", ",input,labels\n0,a,x|y\n");
    const rows = await collect(readRows(path, null, { listColumns: ["labels"] }));
    expect(rows[0]?.value).toEqual({ input: "a", labels: ["x", "y"] });
  });

  it("names the line of a ragged row and goes on where problems are collected", async () => {
    const { rows, problems: found } = await problems(file("csv", 'a,b\n1,"x\ny"\n2\n3,4,5\n6,7\n'));
    expect(rows.map((row) => row.line)).toEqual([2, 6]);
    expect(found.map((problem) => [problem.line, problem.message.split(":")[0]])).toEqual([
      [4, "the row has 1 cell, the header 2"],
      [5, "the row has 3 cells, the header 2"],
    ]);
  });

  it("explains faults of quoting with the line of the record", async () => {
    expect((await failure(file("csv", 'a,b\n1,2\n3,"x\ny\n'))).problems[0]).toMatchObject({
      line: 3,
      message: expect.stringContaining("never closed"),
    });
    expect((await failure(file("csv", 'a,b\n1,x"y\n'))).problems[0]).toMatchObject({
      line: 2,
      message: expect.stringContaining("quote inside a cell"),
    });
    expect((await failure(file("csv", 'a,b\n1,"x\r\nz"\n1,"x"y\n'))).problems[0]).toMatchObject({
      line: 4,
      message: expect.stringContaining("doubled"),
    });
    expect((await failure(file("csv", "a,a\n1,2\n"))).message).toContain('"a" twice');
  });

  it("names every line that is not UTF-8", async () => {
    const path = file("csv", Buffer.from("a,b\n1,caf\u00e9\n2,x\n3,\u00fc\n", "latin1"));
    expect((await failure(path)).problems[0]).toMatchObject({ file: path, line: 2 });
    expect((await problems(path)).problems.map((problem) => problem.line)).toEqual([2, 4]);
  });

  it("reads characters that lie across chunk borders", async () => {
    const cell = "日本語".repeat(200_000);
    const rows = await all(file("csv", `a,b\n1,${cell}\n2,${cell}x\n`));
    expect(rows.map((row) => [row.line, row.value.b === `${cell}${row.line === 3 ? "x" : ""}`])).toEqual([
      [2, true],
      [3, true],
    ]);
  });
});

describe("Parquet", () => {
  const fixture = fileURLToPath(new URL("./__fixtures__/two-row-groups.gzip.parquet", import.meta.url));

  it("reads compressed row groups, and gives values that JSON holds", async () => {
    expect((await all(fixture)).map(({ line, value }) => [line, value])).toEqual([
      [1, { id: "p-1", input: "one", count: 1, ratio: 0.5, at: "2026-01-02T03:04:05.000Z", meta: { lang: "de" } }],
      [
        2,
        {
          id: "p-2",
          input: "two",
          count: "9007199254740993",
          ratio: null,
          at: "2026-01-02T03:04:06.000Z",
          meta: { lang: "en" },
        },
      ],
      [3, { id: "p-3", input: null, count: 3, ratio: 2, at: "2026-01-02T03:04:07.000Z", meta: { lang: "fr" } }],
    ]);
  });

  it("says of a torn file that it is not readable", async () => {
    const torn = join(folder, "torn.parquet");
    copyFileSync(fixture, torn);
    truncateSync(torn, 300);
    expect((await failure(torn)).message).toContain("not readable Parquet");
  });
});
