import { spawn } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jsonl, MAIN, makeProject, type Project } from "../testing/cli.ts";

const suite = (name: string) => `name: ${name}
dataset: ../cases.jsonl
models:
  - { id: own, provider: module, path: ./own.mjs, prices: none }
graders: [{ type: exact }]
`;

const CASES = 30;
const ANSI = /\x1b/;

let project: Project;
beforeAll(async () => {
  project = await makeProject({
    "evals/one.yaml": suite("one"),
    "evals/two.yaml": suite("two"),
    "evals/hand.yaml": `${suite("hand")}manual: true\n`,
    "evals/own.mjs": "export default ({ input }) => (input.endsWith('3') ? 'no' : 'yes');\n",
    "cases.jsonl": jsonl(
      Array.from({ length: CASES }, (_, index) => ({ id: `c-${index}`, input: `case ${index}`, expected: "yes" })),
    ),
  });
});
afterAll(() => project.remove());

describe("what goes where", { concurrent: true }, () => {
  it("prints exactly one JSON document with run --json", async () => {
    const { code, stdout, stderr } = await project.evals(["run", "evals/one.yaml", "--json", "--out", "json"]);
    const document = JSON.parse(stdout) as Record<string, unknown>;
    expect(document).toMatchObject({ schema: "evals.summary/1", suite: "one" });
    expect(await project.read(`json/${(await project.runs("json"))[0]}/summary.json`)).toBe(stdout);
    expect(stderr).toBe("");
    expect(code).toBe(0);
  });

  it("prints an array for several suites, in order, and a note of what was left out", async () => {
    const { stdout, stderr } = await project.evals(["run", "--json", "--out", "several"]);
    const documents = JSON.parse(stdout) as { suite: string }[];
    expect(documents.map((document) => document.suite)).toEqual(["one", "two"]);
    expect(stderr).toBe("note: evals/hand.yaml says manual: true; name it to run it\n");
  });

  it("has no colour where there is no terminal", async () => {
    const { stdout, stderr } = await project.evals(["run", "evals/one.yaml", "--out", "plain"]);
    expect(stdout).toContain("own");
    expect(stdout).not.toMatch(ANSI);
    expect(stderr).toBe("");
  });

  it("has colour on stdout with FORCE_COLOR, unless it is refused", async () => {
    const run = ["run", "evals/one.yaml", "--out", "coloured"];
    expect((await project.evals(run, { FORCE_COLOR: "1" })).stdout).toMatch(ANSI);
    expect((await project.evals([...run, "--no-color"], { FORCE_COLOR: "1" })).stdout).not.toMatch(ANSI);
    expect((await project.evals(run, { NO_COLOR: "1" })).stdout).not.toMatch(ANSI);
    const json = await project.evals([...run, "--json"], { FORCE_COLOR: "1" });
    expect(json.stdout).not.toMatch(ANSI);
    const [, one] = await project.runs("coloured");
    expect(await project.read(`coloured/${one}/report.md`)).not.toMatch(ANSI);
  });

  it("shows a table's whole content at any width", async () => {
    const { stdout } = await project.evals(["run", "evals/one.yaml", "--out", "narrow"], { COLUMNS: "60" });
    expect(stdout).toContain("90.0%");
  });

  it("bears a reader that closes the pipe early", async () => {
    await project.evals(["run", "evals/one.yaml", "--out", "early"]);
    const child = spawn(
      "sh",
      [
        "-c",
        `"$0" "$1" models | head -1; "$0" "$1" show latest --json --out early | head -c 1`,
        process.execPath,
        MAIN,
      ],
      { cwd: project.root },
    );
    let stderr = "";
    let stdout = "";
    child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
    child.stdout.on("data", (text: Buffer) => (stdout += text.toString()));
    await new Promise((done) => child.once("close", done));
    expect(stdout.split("\n")).toHaveLength(2);
    expect(stderr).not.toMatch(/EPIPE|^ {4}at /m);
  });

  it("writes what was asked for to a pipe whole", async () => {
    const { stdout } = await project.evals(["models", "--json"]);
    const known = JSON.parse(stdout) as unknown[];
    expect(known.length).toBeGreaterThan(200);
    expect(stdout.length).toBeGreaterThan(65_536);
  });
});
