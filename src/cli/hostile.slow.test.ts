import { parse } from "csv-parse/sync";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { marked } from "marked";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CliResult, jsonl, makeProject, type Project } from "../testing/cli.ts";

// Models, datasets and graders say what they like; nothing of it may come alive where it is shown.
const LINES = [
  "<script>alert(1)</script>",
  '<img src=x onerror="alert(1)">',
  "[click](javascript:alert(1)) ![pixel](https://evil.test/p.png) <https://evil.test> https://evil.test www.evil.test",
  "`` ` ``` code | cell | cell **bold** ~~gone~~ @torvalds #1",
  "\u001b[31mred\u001b[0m \u001b]0;title\u0007 \u001b[2J \u009b2J \u0000 \u007f",
  "\u202egnp.exe \u2066x\u2069 \u200bzero \u2028line \u{e0041}tag",
  "=cmd|'/c calc'!A0",
  "+1+1",
  "-1+1",
  "@SUM(1+1)",
  "\t=1+1",
  "::error::injected",
  "  ::warning file=a.ts,line=1::injected",
  "text ::notice title=a::injected",
  "\u00a0::add-mask::e",
  "x ##[error]injected ##[add-mask]e",
  "##vso[task.setvariable variable=x]y ##teamcity[buildStatus]",
  "]]> --> </system-out> &amp; &#x3c;",
  "\r\n::stop-commands::token",
  "\ud800 half",
];
const ALL = LINES.join("\n");
/** What an id, a label or a tag may be: one line. */
const NAMES = LINES.map((line) => line.replace(/[\r\n]/g, ""));
const HUGE = 5_000_000;
const long = (text: string) => text.repeat(Math.ceil(HUGE / text.length)).slice(0, HUGE);
const HUGE_TEXTS = [long("<script>"), long("::error::x\n"), long("\u001b[31m"), long("`|["), long(" ")];

const SUITE = `name: hostile
dataset: ../cases.jsonl
models:
  - { id: old, provider: recorded, path: ../old.jsonl }
  - { id: new, provider: recorded, path: ../new.jsonl }
graders:
  - { type: exact }
  - { id: says, type: module, path: ./says.mjs, advisory: true }
  - { id: breaks, type: module, path: ./breaks.mjs, when: "metadata.part:breaks" }
slices: [metadata.kind, metadata.part]
requirements:
  - { metric: accuracy, min: 0.9 }
  - { metric: accuracy, max_drop: 0.01, against: old }
run: { max_error_rate: 1, max_ungraded_rate: 1 }
`;

const cases = [
  ...NAMES.map((name, at) => ({ id: `${name} ${at}`, label: name, output: LINES[at] ?? "" })),
  ...NAMES.map((name, at) => ({ id: `all ${at}`, label: name, output: ALL })),
  ...HUGE_TEXTS.map((text, at) => ({ id: `huge ${at}`, label: "huge", output: text })),
];

const files = {
  "evals/hostile.yaml": SUITE,
  // What a grader says is the output's own words.
  "evals/says.mjs": "export default (output) => ({ score: 0, pass: false, label: output, reason: output });\n",
  "evals/breaks.mjs": "export default (output) => { throw new Error(output); };\n",
  "cases.jsonl": jsonl(
    cases.map(({ id, label }, at) => ({
      id,
      input: at % 2 === 0 ? ALL : { text: ALL, [label || "none"]: label },
      expected: label,
      tags: [label],
      metadata: { kind: label, part: at % 3 === 0 ? "breaks" : "works" },
    })),
  ),
  // Every fifth is an error in hostile words; "new" is right now and then, so that there is something to compare.
  "old.jsonl": jsonl(cases.map(({ id, output }, at) => (at % 5 === 4 ? { id, error: output } : { id, output }))),
  "new.jsonl": jsonl(cases.map(({ id, label, output }, at) => ({ id, output: at % 2 === 0 ? label : output }))),
};

const COMMANDS =
  "add-mask add-matcher add-path debug echo endgroup error group notice remove-matcher save-state set-env set-output stop-commands warning";
const REGISTERED = new Set(COMMANDS.split(" "));

/** Lines that a CI's runner takes for commands: `::name …::` at the start of a line, `##[name]` anywhere (GitHub, Azure, TeamCity). */
function commandsIn(text: string): string[] {
  return text.split(/\r\n|\r|\n/).filter((line) => {
    const [, name = ""] = /^\s*::([^: ]*)[^:]*(?::[^:]+)*::/.exec(line) ?? [];
    return REGISTERED.has(name.toLowerCase()) || /##\w*\[/.test(line);
  });
}

const LIVE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Surrogate}/u;

function expectPlain(text: string, own: RegExp = /^$/): void {
  expect(text).not.toMatch(LIVE);
  expect(commandsIn(text).filter((line) => !own.test(line))).toEqual([]);
}

/** Markdown without its code spans and what a backslash has taken the meaning from. */
function bareMarkdown(text: string): string {
  return (
    text
      // The empty character that stands after @ and #, so that they name nobody and nothing.
      .replaceAll("&#8203;", " ")
      .split("\n")
      .map((line) => line.replace(/\\[!-/:-@[-`{-~]|(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)/g, "•"))
      .join("\n")
  );
}

let project: Project;
let first: CliResult;
const run = async (...args: string[]) => {
  const result = await project.evals(args);
  expect(result.code, `${args.join(" ")}\n${result.stderr.slice(0, 2_000)}`).toBeLessThan(2);
  return result;
};
const reported = (name: string) => project.runs().then((runs) => project.read(`reports/${runs.at(-1)}/${name}`));

beforeAll(async () => {
  project = await makeProject(files);
  first = await project.evals(["run", "--report", "md,csv,junit"], { GITHUB_ACTIONS: "true" });
});
afterAll(() => project.remove());

describe("hostile texts", () => {
  it("in the terminal of run: no control character, no CI command but our own annotations", () => {
    expect(first.code, first.stderr).toBe(1);
    expectPlain(first.stdout);
    const own = /^::(error|warning|notice) file=evals\/hostile\.yaml,(line=\d+,col=\d+,)?title=[^:\n]+::[^\n]*$/;
    expectPlain(first.stderr, own);
    expect(first.stderr.split("\n").filter((line) => own.test(line)).length).toBeGreaterThan(0);
    expect(first.stdout.length).toBeLessThan(30_000);
  });

  it.each([
    [["show", "latest"]],
    [["compare", "latest"]],
    [["compare", "latest", "--slice", `tag:${NAMES[0]}`]],
    [["list"]],
    [["history", "hostile"]],
    [["report", "latest", "--format", "md"]],
    [["report", "latest", "--format", "csv"]],
    [["report", "latest", "--format", "junit"]],
  ])("in the terminal of %j", async (args) => {
    const { stdout, stderr } = await run(...args);
    expectPlain(stdout.replaceAll("\r\n", "\n"));
    expectPlain(stderr);
    expect(stdout).not.toBe("");
  });

  it("in the terminal of show, case by case", async () => {
    // Every case has all of it in its input; the ids differ, and the outputs.
    const chosen = cases.filter(
      ({ id }, at) => !/[\0\ud800]/.test(id) && !id.startsWith("-") && (at % 6 === 0 || at > 2 * NAMES.length),
    );
    for (const { id } of chosen) {
      const { stdout, stderr } = await run("show", "latest", id);
      expectPlain(stdout);
      expectPlain(stderr);
      expect(stdout.length).toBeLessThan(200_000);
    }
  });

  it("in errors", async () => {
    await project.write({
      "evals/wrong.yaml": `name: wrong\ndataset: ../bad.jsonl\nmodels: [{ id: m, provider: recorded, path: ../old.jsonl }]\ngraders: [{ type: exact }]\n`,
      "bad.jsonl": `{"id": "a", "input": "x", "weight": ${JSON.stringify(ALL)}}\n${ALL}\n`,
    });
    const { code, stdout, stderr } = await project.evals(["validate", "evals/wrong.yaml"]);
    expect(code).toBe(2);
    expectPlain(stdout + stderr);
    const unknown = await project.evals(["show", "latest", "::error::injectd"]);
    expect(unknown.code).toBe(2);
    expectPlain(unknown.stderr);
  });

  it("in Markdown: text and code alone", async () => {
    const text = await reported("report.md");
    expectPlain(text);
    expect(text.length).toBeLessThan(200_000);
    const bare = bareMarkdown(text);
    expect(bare.replace(/<\/?(details|summary)>/g, "")).not.toMatch(/<|>(?! \*\*)/);
    expect(bare).not.toMatch(/\]\(|\]\[|!\[|^\s*\[[^\]]*\]:/m);
    expect(bare).not.toMatch(/(https?|javascript|ftp|mailto):\/\/|\bwww\.\w/i);
    expect(bare).not.toMatch(/[@#]\w/);
    // As GitHub's dialect is read by others: no link, no image, no HTML but our own folds.
    const kinds: string[] = [];
    marked.walkTokens(marked.lexer(text), (token) => {
      if (token.type === "html")
        kinds.push(token.raw.replace(/<\/?(details|summary)>|Accuracy by slice \(\d+\)|\s/g, ""));
      else if (["link", "image", "def"].includes(token.type)) kinds.push(token.raw);
    });
    expect(kinds.filter((raw) => raw !== "")).toEqual([]);
    // Every row of a table has as many cells as its head.
    for (const table of text.split("\n\n").filter((block) => block.startsWith("|"))) {
      const columns = table.split("\n").map((line) => line.match(/(?<!\\)\|/g)?.length);
      expect(new Set(columns).size, table.slice(0, 2_000)).toBe(1);
    }
  });

  it("in CSV: no cell that a spreadsheet runs", async () => {
    const text = await reported("trials.csv");
    const rows = parse(text, { columns: true, bom: true }) as Record<string, string>[];
    expect(rows).toHaveLength(2 * cases.length);
    const cells = rows.flatMap((row) => Object.values(row));
    expect(cells.filter((cell) => /^[\s\u00a0\ufeff]*[=+\-@|%＝＋－＠]/u.test(cell) && !/^-?\d/.test(cell))).toEqual(
      [],
    );
    expect(cells.some((cell) => cell.startsWith("'=cmd|"))).toBe(true);
    expectPlain(text.replaceAll("\r\n", "\n"));
    expect(text.length).toBeLessThan(1_000_000);
  });

  it("in JUnit: well-formed, and what it says is text", async () => {
    const text = await reported("junit.xml");
    expect(XMLValidator.validate(text)).toBe(true);
    expectPlain(text);
    expect(text).not.toMatch(/<(?!\/?(testsuites?|testcase|failure|error|skipped|system-out)\b|\?xml)/);
    const { testsuites } = new XMLParser({
      ignoreAttributes: false,
      htmlEntities: true,
      isArray: (name) => name === "testcase",
    }).parse(text) as {
      testsuites: { testsuite: { testcase: { "@_name": string }[] }[] };
    };
    const names = testsuites.testsuite.slice(1).flatMap(({ testcase }) => testcase.map((one) => one["@_name"]));
    expect(names).toHaveLength(2 * cases.length);
    // What XML can say is there as it was.
    expect(names).toContain("::error::injected 11");
    expect(names).toContain("x ##[error]injected ##[add-mask]e 15");
    expect(text.length).toBeLessThan(1_000_000);
  });

  it("in GitHub's annotations and step summary", async () => {
    const { stdout } = await project.evals(["report", "latest", "--format", "github"], {
      GITHUB_ACTIONS: "true",
      GITHUB_STEP_SUMMARY: project.path("summary.md"),
    });
    const lines = stdout.trimEnd().split("\n");
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatch(/^::(error|warning|notice) file=evals\/hostile\.yaml,/);
    expectPlain(stdout, /^::(error|warning|notice) file=evals\/hostile\.yaml,/);
    expect(await project.read("summary.md")).toBe(`${await reported("report.md")}\n`);
  });
});
