import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../domain/json.ts";
import { makeProject, type Project } from "../testing/cli.ts";
import { documentFiles } from "../testing/document-files.ts";
import { type FakeServer, startFakeServer } from "../testing/fake-server/start-fake-server.ts";
import type { Documents } from "./documents.ts";

type Name = keyof Documents;

// What real runs write, against the schemas that are shipped: every file, every line, every --json document.
const FOLDER = join(import.meta.dirname, "..", "..", "schema");
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: false });
const checks = new Map<string, ValidateFunction>(
  readdirSync(FOLDER)
    .filter((file) => file !== "suite.json")
    .map((file) => [
      file.replace(/\.json$/, ""),
      ajv.compile(JSON.parse(readFileSync(join(FOLDER, file), "utf8")) as JsonObject),
    ]),
);
const seen = new Set<Name>();

/** null: valid. */
function wrongWith(name: Name, value: unknown): string | null {
  const check = checks.get(name);
  if (check === undefined) throw new Error(`no schema/${name}.json`);
  return check(value) ? null : `${name}: ${ajv.errorsText(check.errors)}`;
}

function expectValid(name: Name, value: unknown): void {
  seen.add(name);
  expect(wrongWith(name, value), JSON.stringify(value).slice(0, 4_000)).toBeNull();
}

let server: FakeServer;
let project: Project;

/** The document that a command prints; `--json` is added. */
async function printed(name: Name, args: readonly string[], codes: readonly number[] = [0]): Promise<Json> {
  const { code, stdout, stderr } = await project.evals([...args, "--json"]);
  expect(codes, `evals ${args.join(" ")}\n${stdout}\n${stderr}`).toContain(code);
  const document = JSON.parse(stdout) as Json;
  expectValid(name, document);
  return document;
}

async function expectValidFolder(run: string): Promise<void> {
  expectValid("run", await project.document("run.json", run));
  expectValid("summary", await project.document("summary.json", run));
  for (const line of await project.lines("cases.jsonl", run)) expectValid("case", line);
  for (const line of await project.lines("outputs.jsonl", run)) expectValid("output", line);
  for (const line of await project.lines("scores.jsonl", run)) expectValid("score", line);
}

beforeAll(async () => {
  server = await startFakeServer({
    reply({ lastUserText, model, n }) {
      if (model.startsWith("judge")) {
        const verdict = /<<<FIRST/.test(lastUserText) ? "TIE" : n % 3 === 0 ? "FAIL" : "PASS";
        return { text: n % 11 === 0 ? "rubbish" : `So.\nVERDICT: ${verdict}` };
      }
      if (lastUserText.endsWith("9")) return { error: { status: 400, message: "no" } };
      if (n === 10 || n === 60) return { error: { status: 429, message: "slow" }, headers: { "retry-after-ms": "5" } };
      if (n % 4 === 0) return { finish: "tool_calls", toolCalls: [{ name: "paint", arguments: { colorName: "red" } }] };
      if (n % 7 === 0) return { finish: "tool_calls", toolCalls: [{ name: "paint", arguments: "{broken" }] };
      return { text: lastUserText.split(" ")[0] ?? "", usage: { input: 9, output: 2, cacheRead: 3, reasoning: 1 } };
    },
  });
  project = await makeProject(documentFiles(server.baseUrl));
});
afterAll(async () => {
  await project.remove();
  await server.close();
});

describe("what is written is as the schemas say", () => {
  const runs: string[] = [];
  const newest = async () => (await project.runs()).at(-1) ?? "";

  it("before a run", async () => {
    await printed("dry-run", ["run", "evals/wide.yaml", "--dry-run"]);
    await printed("gate-plan", ["gate", "evals/wide.yaml", "--plan", "--no-baseline"]);
    await printed("validate", ["validate"]);
    await printed("validate", ["validate", "broken.yaml"], [2]);
    await printed("models", ["models", "gpt-4.1"]);
    await printed("list", ["list"]);
  });

  it("a run with everything in it, its baseline, and one compared with it", async () => {
    await printed("summary", ["run", "evals/wide.yaml"], [0, 1, 3, 4]);
    runs.push(await newest());
    await expectValidFolder(await newest());
    await printed("baseline-save", ["baseline", "save", "latest"]);
    expectValid("baseline", JSON.parse(await project.read("evals/baselines/wide.json")));
    await printed("baseline-show", ["baseline", "show"]);

    await printed(
      "summary",
      ["run", "evals/wide.yaml", "--reuse", "latest", "-m", "own,old,dice", "-n", "40"],
      [0, 1, 3, 4],
    );
    runs.push(await newest());
    const summary = await project.document("summary.json");
    expect(JSON.stringify(summary)).toContain('"baseline:');
    await expectValidFolder(await newest());
    expect((await project.lines("outputs.jsonl")).some((line) => "reused_from" in line)).toBe(true);
  });

  it("a run that stops early, on chat messages", async () => {
    await printed("summary", ["run", "evals/early.yaml", "--stop-early"], [0, 1, 3]);
    await expectValidFolder(await newest());
    expect(await project.document("run.json")).toMatchObject({ stop_early: { looks: 5 } });
    await printed("summary", ["grade", "latest"], [0, 1, 3]);
    await expectValidFolder(await newest());
  });

  it("what is asked of runs", async () => {
    const [first = "", second = ""] = runs;
    await printed("compare", ["compare", first]);
    await printed("compare", ["compare", first, second, "--metric", "accuracy,latency_p50_ms", "--slice", "tag:even"]);
    await printed("select", ["select", first, "--require", "accuracy>=0.5"], [0, 1, 3, 4]);
    await printed("select", ["select", first, "--maximize", "accuracy", "--minimize", "latency_p50_ms"], [0, 1, 3, 4]);
    await printed("history", ["history", "wide"]);
    await printed("summary", ["gate", second], [0, 1, 3, 4]);
    await printed("gate-plan", ["gate", first, "--plan"]);
    await printed("calibration", ["judge", "calibrate", first, "--labels", "labels.jsonl", "--grader", "tone"]);
    await printed("list", ["list"]);
    await printed("show-run", ["show", first]);
    await printed("show-case", ["show", first, "c-4"]);
    await printed("cache-info", ["cache", "info"]);
    await printed("cache-clear", ["cache", "clear"]);
    await printed("cache-info", ["cache", "info"]);
  });

  it("errors", async () => {
    await printed("error", ["run", "broken.yaml"], [2]);
    await printed("error", ["show", "nobody"], [2]);
    await printed("error", ["run", "--nonsense"], [2]);
  });

  it("leaves no schema out", () => {
    expect([...checks.keys()].filter((name) => !seen.has(name as Name))).toEqual([]);
  });

  it("had every kind of line in it", async () => {
    const [first = ""] = runs;
    const outputs = JSON.stringify(await project.lines("outputs.jsonl", first));
    for (const part of [
      '"error":{',
      '"tool_calls":[{',
      '"retry_after_ms":5',
      '"first_token_ms":1',
      '"status":"ok"',
      "malformed_tool_call",
    ])
      expect(outputs).toContain(part);
    const scores = JSON.stringify(await project.lines("scores.jsonl", first));
    for (const part of ['"status":"ungraded"', '"parts":', '"judge":{', '"severity":"minor"'])
      expect(scores).toContain(part);
    const summary = JSON.stringify(await project.document("summary.json", first));
    for (const part of [
      '"flaky":',
      '"classes":',
      '"simulated":true',
      '"max_drop":"50%"',
      '"max_drop":0.4',
      '"max_increase":"900%"',
    ])
      expect(summary).toContain(part);
  });

  it("refuses what is broken: any key missing, any key more, any value of another type", async () => {
    const [first = ""] = runs;
    const documents: [Name, JsonObject][] = [
      ["run", await project.document("run.json", first)],
      ["summary", await project.document("summary.json", first)],
      ["case", (await project.lines("cases.jsonl", first))[0] ?? {}],
      ["output", (await project.lines("outputs.jsonl", first))[0] ?? {}],
      ["score", (await project.lines("scores.jsonl", first))[0] ?? {}],
      ["baseline", JSON.parse(await project.read("evals/baselines/wide.json")) as JsonObject],
    ];
    // What may be absent, or may be anything.
    const OPTIONAL = /^(flags|stop_early|baseline|content_digests|reused_from|parts|expected)$/;
    const FREE = /^(input|vars|metadata|expected|parts)$/;
    for (const [name, document] of documents) {
      expect(wrongWith(name, document)).toBeNull();
      expect(wrongWith(name, { ...document, one_more: 1 }), name).toContain("additional properties");
      expect(wrongWith(name, { ...document, schema: `${String(document.schema)}0` }), name).toContain("schema");
      for (const [key, value] of Object.entries(document)) {
        const { [key]: _, ...without } = document;
        if (!OPTIONAL.test(key)) expect(wrongWith(name, without), `${name} without ${key}`).toContain("required");
        const other = typeof value === "boolean" ? "yes" : true;
        if (!FREE.test(key)) expect(wrongWith(name, { ...document, [key]: other }), `${name}: ${key}`).not.toBeNull();
      }
    }
  });

  it("refuses what is broken further down", async () => {
    const [first = ""] = runs;
    const summary = await project.document("summary.json", first);
    const [output = {}] = (await project.lines("outputs.jsonl", first)).filter(({ status }) => status === "ok");
    const [score = {}] = (await project.lines("scores.jsonl", first)).filter(({ status }) => status === "ungraded");
    const [requirement = {}, ...others] = summary.requirements as JsonObject[];
    const { min: _, ...boundless } = requirement;
    const broken: [Name, JsonObject][] = [
      ["output", { ...output, output: null }],
      ["output", { ...output, error: { kind: "server", message: "no", http_status: null, retryable: false } }],
      ["output", { ...output, usage: { ...(output.usage as JsonObject), inputTokens: 3 } }],
      ["output", { ...output, status: "good" }],
      ["score", { ...score, score: 0 }],
      ["score", { ...score, reason: null }],
      ["summary", { ...summary, verdict: "unsure" }],
      ["summary", { ...summary, requirements: [boundless, ...others] }],
      ["summary", { ...summary, requirements: [{ ...requirement, max: 1 }, ...others] }],
      ["summary", { ...summary, requirements: [{ ...boundless, max_drop: "half" }, ...others] }],
    ];
    for (const [name, document] of broken)
      expect(wrongWith(name, document), JSON.stringify(document).slice(0, 600)).not.toBeNull();
  });
});
