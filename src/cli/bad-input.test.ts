import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../domain/json.ts";
import { type CliResult, jsonl, makeProject } from "../testing/cli.ts";
import { type FakeServer, startFakeServer } from "../testing/fake-server/start-fake-server.ts";

let server: FakeServer;
beforeAll(async () => {
  server = await startFakeServer();
});
afterAll(() => server.close());

const KEYS = { OPENAI_API_KEY: "sk-test-key-1234567890", ANTHROPIC_API_KEY: "sk-ant-test-1234567890" };

const cases = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: `t-${index + 1}`,
    input: `question ${index + 1}`,
    expected: "ok",
    tags: ["a"],
  }));

/** A suite that is fine; each test breaks one thing of it. */
const suite = (change: (text: string) => string = (text) => text) =>
  change(`name: support
dataset: ../datasets/support.jsonl
prompts:
  - id: terse
    messages:
      - { role: user, content: "{{ input }}" }
models:
  - id: mini
    provider: openai
    model: gpt-4.1-mini
    base_url: ${server.baseUrl}/v1
  - id: haiku
    provider: anthropic
    model: claude-haiku-4-5
    base_url: ${server.baseUrl}
graders:
  - type: exact
`);

const replace = (from: string | RegExp, to: string) => () => suite((text) => text.replace(from, to));

interface Broken {
  readonly what: string;
  /** The suite file; default: one without fault. */
  readonly suite?: () => string;
  /** The dataset; default: 20 good lines. */
  readonly dataset?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What the message must hold: place and fix. */
  readonly says: readonly string[];
}

const SUITE = "evals/support.yaml";
const DATA = "datasets/support.jsonl";
const LINES = jsonl(cases(20));

const BROKEN: readonly Broken[] = [
  {
    what: "YAML that does not parse",
    suite: () => `${suite()}requirements: [ { metric: accuracy, min: 0.8 }\n`,
    says: [`${SUITE}:`],
  },
  {
    what: "`grader:` for `graders:`",
    suite: replace("graders:", "grader:"),
    says: [`${SUITE}:16:1`, "grader", 'did you mean "graders"?'],
  },
  {
    what: "a grader type with a typing mistake",
    suite: replace("type: exact", "type: exat"),
    says: [`${SUITE}:17:5 graders[0].type: unknown grader "exat"; did you mean "exact"?`],
  },
  {
    what: "an unknown provider",
    suite: replace("provider: openai", "provider: opnai"),
    says: [`${SUITE}:9:5`, "models[0].provider", '"opnai"', 'did you mean "openai"?'],
  },
  {
    what: "a model without its name",
    suite: replace("    model: gpt-4.1-mini\n", ""),
    says: [`${SUITE}:8:5`, "models[0]", '"model"', "model: gpt-4.1-mini"],
  },
  {
    what: "a dataset that is not there",
    suite: replace("../datasets/support.jsonl", "../datasets/suport.jsonl"),
    says: [`${SUITE}:2:`, "datasets/suport.jsonl"],
  },
  {
    what: "line 14 of the dataset cut off",
    dataset: jsonl(cases(13)) + '{"id": "t-14", "input": "questi\n' + jsonl(cases(20).slice(14)),
    says: [`${DATA}:14:`],
  },
  {
    what: "two cases with one id",
    dataset: LINES + '{"id": "t-3", "input": "again", "expected": "ok"}\n',
    says: [`${DATA}:21`, "t-3", "3"],
  },
  { what: "an empty dataset", dataset: "", says: [DATA, "holds no rows"] },
  {
    what: "--where that matches nothing",
    args: ["--where", "tags=refund"],
    says: [DATA, "no row matches tags=refund (20 rows read)"],
  },
  {
    what: "an undefined variable of a template",
    suite: replace("{{ input }}", "{{ question }}"),
    says: [`${SUITE}:6:`, "prompts[0].messages[0].content", "question", "case t-1", `${DATA}:1`],
  },
  {
    what: "a variable that one case lacks",
    suite: replace("{{ input }}", "{{ city }}"),
    dataset: jsonl(cases(20).map((row, at) => (at === 6 ? row : { ...row, city: "Bern" }))),
    says: [`${SUITE}:6:`, "city", "case t-7", `${DATA}:7`],
  },
  {
    what: "missing keys, all of them in one message",
    env: {},
    says: [`${SUITE}:7`, "OPENAI_API_KEY (for mini)", "ANTHROPIC_API_KEY (for haiku)", ".env"],
  },
  { what: "an empty key", env: { ...KEYS, OPENAI_API_KEY: "" }, says: ["OPENAI_API_KEY (for mini)"] },
  { what: "-c abc", args: ["-c", "abc"], says: ["-c, --concurrency", '"abc" is not a whole number of at least 1'] },
  { what: "an unknown flag", args: ["--concurency", "4"], says: ["--concurency", "--concurrency"] },
  { what: "a model that the suite does not have", args: ["-m", "minni"], says: ["minni", 'did you mean "mini"?'] },
  { what: "an unknown report format", args: ["--report", "pdf"], says: ["pdf", "md"] },
  { what: "a report format of later", args: ["--report", "htm"], says: ["htm", "html"] },
  {
    what: "a provider module that does not parse",
    suite: () =>
      suite((text) => text.replace("graders:", "  - { id: own, provider: module, path: ./own.ts }\ngraders:")),
    files: { "evals/own.ts": "export default function answer( {\n" },
    says: ["evals/own.ts:2:1: the module of model own cannot be loaded: it does not parse"],
  },
  {
    what: "a JavaScript module that does not parse",
    suite: () =>
      suite((text) => text.replace("graders:", "  - { id: own, provider: module, path: ./own.mjs }\ngraders:")),
    files: { "evals/own.mjs": "export default () => 1;\nconst a = ;\n" },
    says: ["evals/own.mjs:2:11: the module of model own cannot be loaded: Unexpected token"],
  },
  {
    what: "a provider module that throws when it is loaded",
    suite: () =>
      suite((text) => text.replace("graders:", "  - { id: own, provider: module, path: ./own.ts }\ngraders:")),
    files: { "evals/own.ts": "\nthrow new Error('no data');\n" },
    says: ["evals/own.ts:2:7: the module of model own cannot be loaded: no data"],
  },
  {
    what: "a provider module without a default export",
    suite: () =>
      suite((text) => text.replace("graders:", "  - { id: own, provider: module, path: ./own.ts }\ngraders:")),
    files: { "evals/own.ts": "export const answer = () => 'x';\n" },
    says: ["evals/own.ts: ", "export default (request, context) => text"],
  },
  {
    what: "a folder of runs that cannot be written",
    args: ["--out", "taken"],
    files: { taken: "a file stands here" },
    says: ["taken"],
  },
  { what: "a suite that is not there", args: ["evals/suport.yaml"], says: ["evals/suport.yaml"] },
  {
    what: "a requirement on a slice without a case",
    suite: () => `${suite()}requirements:\n  - { metric: accuracy, slice: "tag:zz", min: 0.5 }\n`,
    says: [`${SUITE}:19:`, "tag:zz"],
  },
  {
    what: "an unknown metric",
    suite: () => `${suite()}requirements:\n  - { metric: acuracy, min: 0.5 }\n`,
    says: [`${SUITE}:19:`, 'did you mean "accuracy"?'],
  },
  {
    what: "a second suite that is broken",
    files: { "evals/zweite.yaml": "name: zweite\nmodel: []\n" },
    says: ["evals/zweite.yaml:2:1", "models"],
  },
  { what: "a run to resume that is not there", args: ["--resume=nothing"], says: ["no run"] },
];

async function attempt(broken: Broken, more: readonly string[] = []) {
  await using project = await makeProject({
    [SUITE]: (broken.suite ?? suite)(),
    [DATA]: broken.dataset ?? LINES,
    ...broken.files,
  });
  const result = await project.evals(["run", ...(broken.args ?? []), ...more], broken.env ?? KEYS);
  return { result, runs: await project.runs() };
}

/** One clear message: no stack trace, nothing of ours in it, nothing on stdout. */
function expectClear({ code, stderr }: CliResult): void {
  expect(stderr).not.toMatch(/^ {4}at /m);
  expect(stderr).not.toMatch(/internal error/i);
  expect(stderr).not.toMatch(/node_modules|chunks\//);
  expect(stderr.trim().split("\n").length).toBeLessThanOrEqual(4);
  expect(code).toBe(2);
}

describe("bad input", { concurrent: true }, () => {
  it.each(BROKEN)("$what: exit 2, place and fix, nothing called", async (broken) => {
    const { result, runs } = await attempt(broken);
    for (const text of broken.says) expect(result.stderr).toContain(text);
    expectClear(result);
    expect(result.stdout).toBe("");
    expect(runs).toEqual([]);
    expect(server.stats.requests).toBe(0);
  });

  // Every fifth: one of each kind of fault is enough, they go the same way.
  it.each(BROKEN.filter((_, at) => at % 5 === 0))("$what: with --json an error object on stdout", async (broken) => {
    const { result } = await attempt(broken, ["--json"]);
    const { error } = JSON.parse(result.stdout) as { error: JsonObject };
    expect(Object.keys(error)).toEqual(expect.arrayContaining(["name", "message", "file", "line", "col"]));
    expect(error.name).toMatch(/^[a-z_]+$/);
    expect(error.message).not.toBe("");
    expect(error.name).not.toBe("internal_error");
    expect(result.code).toBe(2);
  });

  it("tells all that is wrong at once", async () => {
    const { result } = await attempt({
      what: "",
      suite: () => suite((text) => text.replace("exact", "exat").replace("provider: openai", "provider: opnai")),
      says: [],
    });
    expect(result.stderr).toContain('unknown grader "exat"');
    expect(result.stderr).toContain('"opnai"');
  });

  it("knows the nearest command, and those of a later version", async () => {
    await using project = await makeProject();
    const mistyped = await project.evals(["rnu"]);
    expect(mistyped.stderr).toContain("unknown command 'rnu'");
    expect(mistyped.stderr).toContain("Did you mean run?");
    expectClear(mistyped);
    expect(mistyped.stdout).toBe("");
    const later = await project.evals(["review", "latest"]);
    expect(later.stderr).toContain("not built yet");
    expectClear(later);
  });

  it("says what to do in a folder without evals/", async () => {
    await using project = await makeProject();
    const result = await project.evals(["run"]);
    expect(result.stderr).toContain("evals init");
    expectClear(result);
  });
});

describe("validate", { concurrent: true }, () => {
  const files = (text: string) => ({ [SUITE]: text, [DATA]: LINES });

  it("says ok, with what there is", async () => {
    await using project = await makeProject(files(suite()));
    const result = await project.evals(["validate"], KEYS);
    expect(result).toEqual({ code: 0, stdout: `${SUITE}: ok, 20 cases, 2 candidates\n`, stderr: "" });
  });

  it("gives problems in one shape with --json", async () => {
    await using project = await makeProject(files(suite((text) => text.replace("exact", "exat"))));
    const result = await project.evals(["validate", "--json"], KEYS);
    expect(JSON.parse(result.stdout)).toEqual({
      ok: false,
      problems: [
        {
          file: SUITE,
          line: 17,
          col: 5,
          path: "graders[0].type",
          message: 'unknown grader "exat"; did you mean "exact"?',
          severity: "error",
        },
      ],
    });
    expect(result.code).toBe(2);
    expect((await project.evals(["validate", "--json", "evals/none.yaml"])).code).toBe(2);
  });

  it("warns of a missing key, and with --keys refuses", async () => {
    await using project = await makeProject(files(suite()));
    const warned = await project.evals(["validate"]);
    expect(warned.code).toBe(0);
    expect(warned.stderr).toMatch(/^warning: evals\/support\.yaml:7:1 models: API keys are missing/);
    const json = await project.evals(["validate", "--json"]);
    expect(JSON.parse(json.stdout)).toMatchObject({ ok: true, problems: [{ severity: "warning", line: 7 }] });
    const refused = await project.evals(["validate", "--keys"]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("OPENAI_API_KEY (for mini)");
    expectClear(refused);
  });

  it("calls nothing", () => expect(server.stats.requests).toBe(0));
});
