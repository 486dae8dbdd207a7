import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Graded } from "../domain/grader.ts";
import type { Json } from "../domain/json.ts";
import { gradeBy, type Surroundings } from "./__fixtures__/grade-by.ts";
import { hasNamespaces } from "./code/sandbox.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "evals-code-test-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(
  language: string,
  answer: string,
  tests: Json,
  more: object = {},
  around: Surroundings = {},
): Promise<Graded> {
  const { grade } = await gradeBy({ type: "code", language, ...more }, answer, {
    vars: { tests },
    baseDir: folder,
    ...around,
  });
  return grade;
}
const js = (answer: string, tests: Json = "", more: object = {}) => run("javascript", answer, tests, more);
const python = (answer: string, tests: Json = "", more: object = {}) => run("python", answer, tests, more);
const reasonOf = (grade: Graded) =>
  grade.status === "scored" && grade.pass === true ? "passed" : `${grade.status}: ${grade.reason}`;

const ADD_JS = "const add = (a, b) => a + b;";
const CHECK_JS = 'const assert = require("node:assert"); assert.equal(add(1, 2), 3);';

describe("code in JavaScript", { concurrent: true }, () => {
  it.each([
    ["a script", ADD_JS, CHECK_JS],
    ["the same names in both", `const assert = require("node:assert"); ${ADD_JS}`, CHECK_JS],
    ["CommonJS exports", "module.exports = { add: (a, b) => a + b };", CHECK_JS],
    ["ESM exports", "export const add = (a, b) => a + b;", CHECK_JS],
    ["ESM tests of a script", ADD_JS, 'import assert from "node:assert"; assert.equal(add(1, 2), 3);'],
    ["tests that wait", "async function later() { return 5; }", "if ((await later()) !== 5) throw new Error('no');"],
    [
      "tests that import",
      "export default 5;",
      'import five from "./solution.js"; if (five !== 5 || solution !== 5) throw 1;',
    ],
    ["tests that end the program", ADD_JS, `${CHECK_JS} process.exit(0);`],
    ["a list of lines", ADD_JS, ["const ok = add(1, 2) === 3;", "if (!ok) throw new Error('no');"]],
  ])("passes %s", async (_, answer, tests) => {
    expect(reasonOf(await js(answer, tests))).toBe("passed");
  });

  it.each([
    ["a wrong answer", "const add = () => 4;", CHECK_JS, /^AssertionError: .*4 == 3|^AssertionError: Expected values/],
    ["no such function", "const sum = 1;", CHECK_JS, /^ReferenceError: add is not defined/],
    ["a syntax error", "const add = (;", CHECK_JS, /^SyntaxError/],
    ["a late error", "setTimeout(() => { throw new Error('late'); }, 20);", "1;", /late/],
    ["an early end", "process.exit(0);", CHECK_JS, /ended before its tests/],
    ["an end inside a function", "function add() { process.exit(0); }", "add();", /ended before its tests/],
    ["tests that never settle", ADD_JS, "await new Promise(() => {});", /ended before its tests/],
  ])("fails %s", async (_, answer, tests, reason) => {
    const grade = await js(answer, tests);
    expect(grade).toMatchObject({ status: "scored", score: 0, pass: false, reason: expect.stringMatching(reason) });
  });

  it("tells exit code, time and what stood between it and the machine", async () => {
    const isolation = (await hasNamespaces()) ? "namespaces" : "permissions";
    expect((await js("process.exitCode = 3;", "1;")).parts).toEqual({
      exit_code: 3,
      ms: expect.any(Number),
      isolation,
    });
    expect(reasonOf(await js("process.exitCode = 3;", "1;"))).toBe("scored: the tests ended with exit code 3");
  });
});

describe("code in Python", { concurrent: true }, () => {
  it.each([
    ["asserts", "def add(a, b):\n    return a + b", "assert add(1, 2) == 3"],
    [
      "an import of the answer",
      "def add(a, b):\n    return a + b",
      "from solution import add as plus\nassert plus(1, 2) == 3",
    ],
    [
      "unittest",
      "def add(a, b):\n    return a + b",
      "import unittest\nclass T(unittest.TestCase):\n    def test(self):\n        self.assertEqual(add(1, 2), 3)\nunittest.main()",
    ],
    [
      "an answer with a main of its own",
      "def add(a, b):\n    return a + b\nif __name__ == '__main__':\n    print(input())",
      "assert add(1, 2) == 3",
    ],
  ])("passes %s", async (_, answer, tests) => {
    expect(reasonOf(await python(answer, tests))).toBe("passed");
  });

  it.each([
    [
      "a bare assert, with the line",
      "def add(a, b):\n    return 4",
      "assert add(1, 2) == 3",
      /^AssertionError: assert add\(1, 2\) == 3$/,
    ],
    ["a message", "x = 1", "assert x == 2, 'x is not 2'", /^AssertionError: x is not 2$/],
    ["a syntax error", "def f(:", "1", /^SyntaxError/],
    ["an early end", "import sys\nsys.exit(0)", "assert False", /the answer ended the program/],
    ["an end without a word", "import os\nos._exit(0)", "assert False", /ended before its tests/],
    [
      "a failing unittest",
      "x = 1",
      "import unittest\nclass T(unittest.TestCase):\n    def test(self):\n        self.assertEqual(x, 2)\nunittest.main()",
      /^AssertionError: 1 != 2/,
    ],
  ])("fails %s", async (_, answer, tests, reason) => {
    expect(await python(answer, tests)).toMatchObject({ pass: false, score: 0, reason: expect.stringMatching(reason) });
  });
});

describe("code by a command", { concurrent: true }, () => {
  it("runs any language: by a list or a text, with the files that it names", async () => {
    expect(reasonOf(await run("bash", "two() { echo 2; }", '[ "$(two)" = 2 ]', { command: ["bash"] }))).toBe("passed");
    expect(reasonOf(await run("sh", "two() { echo 3; }", '[ "$(two)" = 2 ]', { command: "sh {file}" }))).toMatch(
      /exit code 1/,
    );
    expect(reasonOf(await run("text", "a", "a", { command: "cmp {solution} {tests}" }))).toBe("passed");
  });
  it("is ungraded where the command is not there, and refused where it is not said", async () => {
    expect(await run("cobol", "x", "y", { command: ["no-such-cobol"] })).toMatchObject({ status: "ungraded" });
    expect(reasonOf(await run("cobol", "x", "y"))).toBe("ungraded: there is no command for cobol");
  });
});

describe("tests", () => {
  it("come from the suite (inline or a file), else from the case", async () => {
    writeFileSync(join(folder, "check.js"), "if (x !== 2) throw new Error('from the file');");
    expect(reasonOf(await js("const x = 1;", "", { tests: "if (x !== 2) throw new Error('inline');" }))).toContain(
      "inline",
    );
    expect(reasonOf(await js("const x = 1;", "", { tests: "check.js" }))).toContain("from the file");
    expect(reasonOf(await run("js", "const x = 1;", "", {}, { expected: "throw new Error('expected')" }))).toContain(
      "expected",
    );
    await expect(js("x", "", { tests: "none.js" })).rejects.toThrow(/tests cannot be read.*none\.js/);
  });
  it("are needed", async () => {
    expect(await js("x", "")).toEqual({
      status: "ungraded",
      reason: "the case has no tests (a text in `tests` or `expected`)",
    });
    expect(await js(" ", "1;")).toMatchObject({ pass: false, reason: "there is no code in the answer" });
  });
});

describe("what code may do", { concurrent: true }, () => {
  it("sees nothing of our environment", async () => {
    const seen = "const names = Object.keys(process.env).sort().join();";
    const grade = await js(seen, "throw new Error(names);");
    expect(reasonOf(grade)).toMatch(
      /Error: HOME,LANG,PATH,(PWD,)?PYTHONDONTWRITEBYTECODE,PYTHONHASHSEED,(SHLVL,)?TMPDIR(,_)?$|Error: HOME,LANG,OLDPWD,PATH/,
    );
  });

  it("reaches no server, not even here", async () => {
    let asked = 0;
    const server = createServer((_, response) => {
      asked += 1;
      response.end("secret");
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    try {
      const grades = [
        await js(`const said = fetch("http://127.0.0.1:${port}").then((r) => r.text());`, "await said;"),
        await python(
          `import urllib.request\nurllib.request.urlopen("http://127.0.0.1:${port}", timeout=3).read()`,
          "1",
        ),
      ];
      if (await hasNamespaces()) {
        for (const grade of grades) expect(grade).toMatchObject({ pass: false });
        expect(asked).toBe(0);
      }
    } finally {
      server.close();
    }
  });

  it("writes in its own folder and nowhere else", async () => {
    const inside = "import os\nopen('a.txt', 'w').write('x')\nassert os.path.expanduser('~') == os.getcwd()";
    expect(reasonOf(await python(inside, "1"))).toBe("passed");
    const path = join(folder, "written-by-code");
    expect(await python(`open(${JSON.stringify(path)}, 'w').write('x')`, "1")).toMatchObject({ pass: false });
    expect(await js(`require("node:fs").writeFileSync(${JSON.stringify(path)}, "x");`, "1")).toMatchObject({
      pass: false,
    });
    expect(existsSync(path)).toBe(false);
  });

  it("runs no longer than its time, and in processor time no longer than that", async () => {
    expect(reasonOf(await js("while (true) {}", "1", { timeout_s: 1, cpu_s: 30 }))).toBe(
      "scored: it ran longer than 1 s",
    );
    expect(reasonOf(await python("while True: pass", "1", { cpu_s: 1 }))).toMatch(
      /^scored: it took more than 1 s of processor time$/,
    );
    expect(reasonOf(await python("import time\ntime.sleep(60)", "1", { timeout_s: 1 }))).toBe(
      "scored: it ran longer than 1 s",
    );
  });
});
