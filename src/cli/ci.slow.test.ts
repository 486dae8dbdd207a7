import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { jsonl, MAIN, makeProject, type Project } from "../testing/cli.ts";
import { initFiles } from "./init-files.ts";
import { commands } from "./program.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const read = (name: string) => readFile(join(ROOT, name), "utf8");

interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

/** Every workflow that people may copy, and our own. */
const workflows = async (): Promise<Readonly<Record<string, string>>> => ({
  "action.yml": await read("action.yml"),
  "evals/examples/ci/github.yml": await read("evals/examples/ci/github.yml"),
  "evals/examples/ci/gitlab.yml": await read("evals/examples/ci/gitlab.yml"),
  ".github/workflows/evals.yml": await read(".github/workflows/evals.yml"),
  "what evals init writes": initFiles[".github/workflows/evals.yml"] ?? "",
  "README.md": [...(await read("README.md")).matchAll(/```ya?ml\n([\s\S]*?)```/g)]
    .map(([, text]) => text ?? "")
    .filter((text) => text.includes("jobs:"))
    .join("\n---\n"),
});

/** `evals run --x`, however it is started; what follows a pipe or a `>` is another program's. */
function commandLines(text: string): string[][] {
  const started = /(?:\bevals|\$EVALS_ACTION_COMMAND|dist\/main\.js) ([a-z]+)((?: +[^\s|>&;`)]+)*)/g;
  const verbs = new Set(commands.map(({ name }) => name));
  return text
    .split("\n")
    .filter((line) => /^\s*(- )?(run: |- )?(npx|evals|\$EVALS|node dist)|args:|`evals /.test(line))
    .flatMap((line) => (/args: /.test(line) ? [line.replace(/.*args: /, "evals run ")] : [line]))
    .flatMap((line) => [...line.matchAll(started)])
    .map(([, verb = "", rest = ""]) => [verb, ...rest.trim().split(/ +/)])
    .filter(([verb]) => verbs.has(verb ?? "") || verb !== "reports");
}

describe("workflow examples", () => {
  it("are YAML, and use no command or flag that there is not", async () => {
    const seen: string[] = [];
    for (const [name, text] of Object.entries(await workflows())) {
      for (const document of text.split("\n---\n")) expect(() => parse(document), name).not.toThrow();
      for (const [verb = "", ...words] of commandLines(text)) {
        const spec = commands.find((command) => command.name === verb);
        expect(spec, `${name}: evals ${verb}`).toBeDefined();
        for (const word of words.filter((one) => /^--?[a-z]/.test(one))) {
          const flag = word.replace(/=.*/, "");
          const known = spec?.options.flatMap(({ short, long }) => [short, long]) ?? [];
          expect(known, `${name}: evals ${verb} ${flag}`).toContain(flag);
          seen.push(`${verb} ${flag}`);
        }
        seen.push(verb);
      }
    }
    // The test has eyes.
    expect(seen).toEqual(expect.arrayContaining(["run", "baseline", "run --report", "run --budget", "baseline --out"]));
  });

  it("give the action no input that it does not have", async () => {
    const { inputs } = parse(await read("action.yml")) as Action;
    for (const [name, text] of Object.entries(await workflows())) {
      if (name === "action.yml" || name === "README.md") continue;
      const { jobs } = parse(text) as { jobs?: Record<string, { steps: readonly Step[] }> };
      const steps = Object.values(jobs ?? {}).flatMap((job) => job.steps);
      for (const step of steps.filter(({ uses }) => uses === "./" || uses?.includes("/evals@")))
        for (const input of Object.keys(step.with ?? {})) expect(Object.keys(inputs), name).toContain(input);
    }
  });
});

const CASES = 200;
const SUITE = [
  "name: s",
  "dataset: ../d.jsonl",
  "models:",
  "  - { id: m, provider: recorded, path: ../answers.jsonl }",
  "graders:",
  "  - { type: exact }",
  "requirements:",
  "  - { metric: accuracy, min: 0.3 }",
  "  - { metric: accuracy, max_drop: 0.03 }",
  "",
].join("\n");
const answers = (right: number) =>
  jsonl(Array.from({ length: CASES }, (_, i) => ({ id: `c${i}`, output: i < right ? "a" : "<b>@torvalds</b> | x" })));

interface Comment {
  readonly id: number;
  body: string;
  readonly user: { readonly type: string };
}

/** As much of GitHub's API as a comment takes. */
async function startGithub(comments: Comment[], status = 200) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (piece) => {
      text += piece;
    });
    request.on("end", () => {
      asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
      const body = text === "" ? "" : (JSON.parse(text) as { body: string }).body;
      if (status !== 200) {
        response.writeHead(status).end("{}");
        return;
      }
      const id = Number(request.url?.split("/").at(-1));
      const found = comments.find((one) => one.id === id);
      if (request.method === "POST") comments.push({ id: 100 + comments.length, body, user: { type: "Bot" } });
      if (request.method === "PATCH" && found !== undefined) found.body = body;
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify(request.method === "GET" ? comments : {}));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, asked, [Symbol.asyncDispose]: async () => void server.close() };
}

type Environment = Readonly<Record<string, string>>;

async function bash(script: string, cwd: string, env: Environment) {
  const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
    cwd,
    env: { PATH: process.env.PATH ?? "", ...env },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (text) => {
      output += String(text);
    });
  const [code] = (await once(child, "close")) as [number];
  return { code, output };
}

/** Does what GitHub does with a composite action's own scripts: inputs into variables, outputs from a file. */
async function runAction(project: Project, given: Environment, more: Environment) {
  const { inputs, runs } = parse(await read("action.yml")) as Action;
  const values: Record<string, string> = {};
  for (const [name, { default: value }] of Object.entries(inputs))
    values[`inputs.${name}`] = given[name] ?? String(value);
  await project.write({
    "output.txt": "",
    "summary.md": "",
    "event.json": JSON.stringify({ pull_request: { number: 7 } }),
  });
  const common = {
    GITHUB_ACTIONS: "true",
    GITHUB_ACTION: "__evals",
    GITHUB_ACTION_PATH: ROOT,
    GITHUB_EVENT_PATH: project.path("event.json"),
    GITHUB_OUTPUT: project.path("output.txt"),
    GITHUB_REPOSITORY: "acme/app",
    GITHUB_SHA: "0123456789abcdef",
    GITHUB_STEP_SUMMARY: project.path("summary.md"),
    GITHUB_WORKSPACE: project.root,
    RUNNER_TEMP: project.path("temp"),
    ...more,
  };
  const said: string[] = [];
  let code = 0;
  for (const step of runs.steps.filter(({ run }) => run !== undefined)) {
    const env = Object.entries(step.env ?? {}).map(([name, text]) => [
      name,
      text.replace(/\$\{\{ *([\w.-]+) *\}\}/g, (_, expression: string) => values[expression] ?? ""),
    ]);
    const ended = await bash(step.run ?? "", project.root, { ...common, ...(Object.fromEntries(env) as Environment) });
    said.push(ended.output);
    code = ended.code;
    for (const [, name = "", value = ""] of (await project.read("output.txt")).matchAll(/^([\w-]+)=(.*)$/gm))
      values[`steps.evals.outputs.${name}`] = value;
  }
  return { code, said: said.join(""), reports: values["steps.evals.outputs.reports"] ?? "" };
}

describe("a pull request, by action.yml's own scripts", () => {
  it("is failed by a worse prompt: exit code, comment, JUnit and annotations", async () => {
    await using project = await makeProject({
      "evals/s.yaml": SUITE,
      "d.jsonl": jsonl(Array.from({ length: CASES }, (_, i) => ({ id: `c${i}`, input: `q${i}`, expected: "a" }))),
      "answers.jsonl": answers(180),
    });
    // Main: its baseline.
    await project.evals(["run"]);
    expect((await project.evals(["baseline", "save", "latest"])).code).toBe(0);
    const comments: Comment[] = [
      { id: 1, body: "<!-- evals-report evals -->\nwritten by a stranger", user: { type: "User" } },
    ];
    await using github = await startGithub(comments);
    const given = { command: `${process.execPath} ${MAIN}`, "github-token": "t0ken", suite: "evals/s.yaml" };
    const more = { GITHUB_API_URL: github.url };

    // The pull request: worse.
    await project.write({ "answers.jsonl": answers(120) });
    const worse = await runAction(project, given, more);
    expect(worse.code).toBe(1);
    expect(worse.said).toMatch(
      /^::error file=evals\/s\.yaml,line=9,col=5,title=fail%3A m%3A accuracy drops at most 0\.03::/m,
    );
    expect(worse.said).toContain("comment posted");
    expect(github.asked.at(-1)).toBe("POST /repos/acme/app/issues/7/comments Bearer t0ken");
    const comment = comments.at(-1)?.body ?? "";
    expect(comment).toMatch(/^<!-- evals-report evals -->\n# s: fail\n/);
    expect(comment).toMatch(/<details><summary>60 cases regressed: m against baseline:m, accuracy<\/summary>/);
    expect(comment).toMatch(/- `c1\d\d`/);
    expect(comment).toContain("Exit code 1, commit 0123456.");
    expect(comment.replace(/`[^`]*`/g, "")).not.toMatch(/<b>|@torvalds/);
    expect(await project.read("summary.md")).toContain("# s: fail");
    const [run = ""] = await project.runs("temp/evals-reports-__evals");
    const xml = await project.read(`temp/evals-reports-__evals/${run}/junit.xml`);
    expect(XMLValidator.validate(xml)).toBe(true);
    const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "" });
    const { testsuites } = parser.parse(xml) as {
      testsuites: { tests: string; testsuite: { name: string; failures: string }[] };
    };
    expect(testsuites.testsuite).toMatchObject([
      { name: "s: requirements", failures: "1" },
      { name: "s: m", failures: "80" },
    ]);

    // Mended: the same comment says so, and the stranger's is left alone.
    await project.write({ "answers.jsonl": answers(181) });
    const mended = await runAction(project, given, { ...more, RUNNER_TEMP: project.path("temp2") });
    expect(mended.code).toBe(0);
    expect(mended.said).toContain("comment updated");
    expect(comments).toHaveLength(2);
    expect(comments[0]?.body).toContain("written by a stranger");
    expect(comments[1]?.body).toMatch(/\n# s: pass\n/);
  }, 60_000);

  it("comments what could not run, and a comment that fails changes no exit code", async () => {
    await using project = await makeProject({ "evals/s.yaml": "name: s\n" });
    const comments: Comment[] = [];
    await using github = await startGithub(comments);
    const given = { command: `${process.execPath} ${MAIN}`, "github-token": "t" };
    const broken = await runAction(project, given, { GITHUB_API_URL: github.url });
    expect(broken.code).toBe(2);
    expect(comments[0]?.body).toContain("# evals could not run");
    await using refusing = await startGithub([], 403);
    const refused = await runAction(project, given, { GITHUB_API_URL: refusing.url });
    expect(refused.code).toBe(2);
    expect(refused.said).toMatch(/^::warning::evals comment: GET .*403/m);
  }, 60_000);

  it("takes no input for a program", async () => {
    await using project = await makeProject({ "evals/s.yaml": "name: s\n" });
    const given = {
      command: `${process.execPath} ${MAIN}`,
      "github-token": "",
      suite: "$(touch hacked) `touch hacked` ; touch hacked",
      args: "--out $(touch hacked)",
      baseline: '"; touch hacked; "',
    };
    const { code } = await runAction(project, given, {});
    expect(code).toBe(2);
    await expect(project.read("hacked")).rejects.toThrow("ENOENT");
  }, 60_000);
});
