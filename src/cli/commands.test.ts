import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jsonl, makeProject, type Project } from "../testing/cli.ts";

const COMMANDS = ["init", "run", "validate", "report", "list", "show", "models", "cache", "judge", "history"];

describe("help", { concurrent: true }, () => {
  it.each(COMMANDS)("of %s has two worked examples", async (command) => {
    await using project = await makeProject();
    const { code, stdout, stderr } = await project.evals([command, "--help"]);
    expect(stdout).toContain(`Usage: evals ${command}`);
    const [, examples = ""] = stdout.split("\nExamples:\n");
    expect(examples.match(/^ {2}evals /gm)).toHaveLength(2);
    expect(stderr).toBe("");
    expect(code).toBe(0);
  });

  it("lists every command, with no command at all too", async () => {
    await using project = await makeProject();
    const [help, bare] = await Promise.all([project.evals(["--help"]), project.evals([])]);
    for (const command of COMMANDS) expect(help.stdout).toMatch(new RegExp(`^  ${command} `, "m"));
    expect(bare).toEqual(help);
    expect(help.code).toBe(0);
  });

  it("tells the version", async () => {
    await using project = await makeProject();
    const { version } = JSON.parse(await readFile("package.json", "utf8")) as { version: string };
    for (const flag of ["--version", "-v"])
      expect(await project.evals([flag])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  });
});

describe("init", { concurrent: true }, () => {
  it("writes what runs at once, without a key, and passes", async () => {
    await using project = await makeProject();
    const made = await project.evals(["init"]);
    expect(made.code).toBe(0);
    expect(made.stdout.split("\n")).toContain("evals/first.yaml");
    const run = await project.evals(["run"]);
    expect(run.stderr).toBe("");
    expect(run.stdout).toContain("requirements: pass");
    expect(run.code).toBe(0);
    expect((await project.evals(["validate", "--keys"])).code).toBe(0);
    const suite = await project.read("evals/first.yaml");
    expect(suite).toMatch(/^# yaml-language-server: \$schema=/);
  });

  it("overwrites nothing unasked", async () => {
    await using project = await makeProject({ "evals/first.yaml": "name: mine\n" });
    const refused = await project.evals(["init"]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("evals/first.yaml is there already; --force overwrites");
    expect(await project.read("evals/first.yaml")).toBe("name: mine\n");
    await expect(project.read("datasets/first.jsonl")).rejects.toThrow("ENOENT");
    expect((await project.evals(["init", "--force"])).code).toBe(0);
    expect(await project.read("evals/first.yaml")).toContain("name: first");
  });

  it("says so where it cannot write", async () => {
    await using project = await makeProject({ taken: "a file" });
    const refused = await project.evals(["init", "taken"]);
    expect(refused).toMatchObject({ code: 2, stdout: "" });
    expect(refused.stderr).toMatch(/^error: cannot write into taken: .*\n$/);
  });

  it("makes a new folder, and says how to go on", async () => {
    await using project = await makeProject();
    const made = await project.evals(["init", "my evals"]);
    expect(made.stderr).toContain('cd "my evals" && evals run');
    expect(await project.read("my evals/evals/first.yaml")).toContain("name: first");
  });
});

describe("what looks at runs", () => {
  let project: Project;
  let ids: readonly string[];
  beforeAll(async () => {
    project = await makeProject({
      "evals/one.yaml": `name: one
dataset: ../cases.jsonl
models:
  - { id: upper, provider: module, path: ./upper.mjs, prices: none }
  - { id: echo, provider: module, path: ./echo.mjs, prices: none }
graders: [{ type: exact }]
`,
      "evals/upper.mjs": "export default ({ input }) => input.toUpperCase();\n",
      "evals/echo.mjs": "export default ({ input }) => input;\n",
      "cases.jsonl": jsonl(
        ["A", "b", "C d"].map((input, at) => ({ id: `c-${at}`, input, expected: input.toUpperCase() })),
      ),
    });
    for (let time = 0; time < 2; time++) await project.evals(["run"]);
    ids = await project.runs();
  });
  afterAll(() => project.remove());

  it("lists them, the newest first", async () => {
    const [text, json] = await Promise.all([project.evals(["list"]), project.evals(["list", "--json"])]);
    const [older, newer] = ids;
    expect(text.stdout.indexOf(newer ?? "?")).toBeGreaterThan(0);
    expect(text.stdout.indexOf(older ?? "?")).toBeGreaterThan(text.stdout.indexOf(newer ?? "?"));
    const documents = JSON.parse(json.stdout) as { run_id: string; schema: string }[];
    expect(documents.map(({ run_id }) => run_id)).toEqual([newer, older]);
    expect(documents[0]?.schema).toBe("evals.run/1");
  });

  it("lists nothing where there is nothing", async () => {
    await using empty = await makeProject();
    const text = await empty.evals(["list"]);
    expect(text).toMatchObject({ code: 0, stdout: "" });
    expect(text.stderr).toContain("evals run makes one");
    expect((await empty.evals(["list", "--json"])).stdout).toBe("[]\n");
  });

  it("finds a run by latest, latest~1, id, prefix and folder", async () => {
    const [older = "", newer = ""] = ids;
    const shown = async (name: string) => {
      const { stdout } = await project.evals(["show", name, "--json"]);
      return (JSON.parse(stdout) as { run_id?: string }).run_id;
    };
    expect(await Promise.all(["latest", "latest~1", older, `reports/${newer}`].map(shown))).toEqual([
      newer,
      older,
      older,
      newer,
    ]);
    // As much of the id as tells the two apart.
    const different = [...newer].findIndex((letter, at) => letter !== older[at]);
    expect(await shown(newer.slice(0, different + 1))).toBe(newer);
    const [ambiguous, unknown, tooFar] = await Promise.all(
      ["one-", "on-2", "latest~7"].map((name) => project.evals(["show", name])),
    );
    expect(ambiguous).toMatchObject({ code: 2, stdout: "" });
    expect(ambiguous?.stderr).toContain("begins the ids of 2 runs");
    expect(unknown?.stderr).toContain('no run "on-2"');
    expect(tooFar?.stderr).toContain("there are only 2 runs");
  });

  it("shows a run as it was printed, and with its summary as JSON", async () => {
    const [text, json] = await Promise.all([
      project.evals(["show", "latest"]),
      project.evals(["show", "latest", "--json"]),
    ]);
    expect(text.stdout).toContain("upper");
    expect(text.stdout).toContain("100.0%");
    expect(JSON.parse(json.stdout)).toMatchObject({
      schema: "evals.run/1",
      summary: { schema: "evals.summary/1", candidates: [{ id: "upper" }, { id: "echo" }] },
    });
  });

  it("shows a case with every candidate's output", async () => {
    const [text, json, unknown] = await Promise.all([
      project.evals(["show", "latest", "c-2"]),
      project.evals(["show", "latest", "c-2", "--json"]),
      project.evals(["show", "latest", "c2"]),
    ]);
    for (const part of ["c-2", "upper", "echo", "C D", "C d", "exact: passed", "exact: failed"])
      expect(text.stdout).toContain(part);
    const document = JSON.parse(json.stdout) as { case: { id: string }; outputs: unknown[]; scores: unknown[] };
    expect(document.case.id).toBe("c-2");
    expect([document.outputs.length, document.scores.length]).toEqual([2, 2]);
    expect(unknown).toMatchObject({ code: 2, stdout: "" });
    expect(unknown.stderr).toContain('no case "c2"');
    expect(unknown.stderr).toContain("did you mean");
  });

  it("writes reports again, from the folder alone", async () => {
    const [older = ""] = ids;
    const before = await project.read(`reports/${older}/report.md`);
    const [markdown, json, unknown] = await Promise.all([
      project.evals(["report", older, "--format", "md"]),
      project.evals(["report", older, "--format", "json"]),
      project.evals(["report", older, "--format", "mdd"]),
    ]);
    expect(markdown.stdout).toBe(before);
    expect(JSON.parse(json.stdout)).toEqual(await project.document("summary.json", older));
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('did you mean "md"?');
  });

  it("knows models and what they cost", async () => {
    const [text, json, none] = await Promise.all([
      project.evals(["models", "gpt-4.1-mini"]),
      project.evals(["models", "gpt-4.1-mini", "--json"]),
      project.evals(["models", "no-such-model"]),
    ]);
    expect(text.stdout).toContain("$0.4");
    expect(text.stdout).toContain("1,047,576");
    const known = JSON.parse(json.stdout) as Record<string, unknown>[];
    expect(known[0]).toMatchObject({ provider: "openai", model: "gpt-4.1-mini", input: 0.4, output: 1.6 });
    expect(none).toMatchObject({ code: 0, stdout: "" });
    expect(none.stderr).toContain("prices:");
  });

  it("names a run that is damaged", async () => {
    await using broken = await makeProject({ "reports/x/run.json": "{", "reports/x/outputs.jsonl": "" });
    const shown = await broken.evals(["show", "reports/x"]);
    expect(shown.code).toBe(2);
    expect(shown.stderr).toContain("run.json is not valid JSON");
    expect(shown.stderr).not.toMatch(/^ {4}at /m);
  });
});
