import { readFile, symlink, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../base/clock.ts";
import { Secrets } from "../base/secrets.ts";
import type { ViewerCase, ViewerColumns, ViewerListItem, ViewerProgress, ViewerRun } from "../domain/viewer.ts";
import { jsonl, makeProject, type Project } from "../testing/cli.ts";
import { startViewServer, type ViewServer } from "./view-server.ts";

let project: Project;
let server: ViewServer;

const SUITE = {
  "evals/s.yaml": [
    "name: s",
    "dataset: ../datasets/d.jsonl",
    "models:",
    "  - { id: a, provider: recorded, path: ../a.jsonl }",
    "  - { id: b, provider: recorded, path: ../b.jsonl }",
    "graders: [{ type: exact }]",
    "",
  ].join("\n"),
  "datasets/d.jsonl": jsonl(
    ["1", "2", "3"].map((id) => ({ id, input: `question ${id}`, expected: "yes", tags: ["t"] })),
  ),
  "a.jsonl": jsonl(["1", "2", "3"].map((id) => ({ id, output: "yes", latency_ms: 10 }))),
  "b.jsonl": jsonl(["1", "2", "3"].map((id) => ({ id, output: id === "2" ? "no" : "yes", latency_ms: 20 }))),
};

beforeAll(async () => {
  project = await makeProject(SUITE);
  for (let run = 0; run < 2; run++) expect((await project.evals(["run", "--quiet"])).code).toBe(0);
  server = await startViewServer({
    world: {
      cwd: project.root,
      env: {},
      clock: systemClock,
      reports: project.path("reports"),
      cacheFolder: project.path(".evals/cache"),
      secrets: new Secrets([]),
    },
    app: { script: "/* script */", style: "/* style */", licences: "" },
    host: "127.0.0.1",
    port: 0,
  });
});
afterAll(async () => {
  await server.close();
  await project.remove();
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** As any program may ask: `fetch` would mend the path and the headers. */
function ask(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const { port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const { method = "GET", headers = {} } = options;
    const asked = request({ host: "127.0.0.1", port, path, method, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (piece: string) => {
        text += piece;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    asked.on("error", reject);
    asked.end(options.body);
  });
}

async function get<T>(path: string): Promise<T> {
  const { status, text } = await ask(path);
  expect(status, text).toBe(200);
  return JSON.parse(text) as T;
}

const json = (body: unknown, headers: Record<string, string> = {}) => ({
  method: "POST",
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify(body),
});

describe("what it serves", () => {
  it("the page, its script and its style, under a strict policy", async () => {
    const page = await ask("/");
    expect(page.status).toBe(200);
    expect(page.text).toContain('<div id="app">');
    expect(page.headers["content-security-policy"]).toContain("default-src 'none'");
    expect(page.headers["content-security-policy"]).not.toMatch(/unsafe|\*/);
    expect(page.headers["x-content-type-options"]).toBe("nosniff");
    expect((await ask("/app.js")).text).toBe("/* script */");
    expect((await ask("/app.css")).headers["content-type"]).toMatch("text/css");
  });

  it("the runs, the newest first", async () => {
    const runs = await get<ViewerListItem[]>("/api/runs");
    expect(runs.map(({ runId }) => runId).sort()).toEqual([...(await project.runs())].sort());
    expect(runs[0]).toMatchObject({
      suite: "s",
      status: "complete",
      verdict: "none",
      cases: 3,
      candidates: ["a", "b"],
    });
  });

  it("a run: figures, columns, cases", async () => {
    const [id = ""] = await project.runs();
    const run = await get<ViewerRun>(`/api/runs/${id}`);
    expect(run.summary.candidates.map(({ metrics }) => metrics.accuracy?.value)).toEqual([1, 2 / 3]);
    const columns = await get<ViewerColumns>(`/api/runs/${id}/columns`);
    const two = columns.ids.indexOf("2");
    expect(columns.candidates[1]?.outcomes[two]).toBe("f");
    const cases = await get<ViewerCase[]>(`/api/runs/${id}/chunks/0`);
    expect(cases[two]?.case.input).toBe("question 2");
    expect(cases[two]?.trials.map(({ output }) => (output?.status === "ok" ? output.answer.text : null))).toEqual([
      "yes",
      "no",
    ]);
    expect((await ask(`/api/runs/${id}/chunks/9`)).status).toBe(404);
    expect((await ask(`/api/runs/${id}/chunks/x`)).status).toBe(404);
  });

  it("comparisons of any two sides, and the history", async () => {
    const [first, second] = await project.runs();
    const within = await get<{ metric: string; difference: number }[]>(`/api/compare?a=${first}:a&b=${first}:b`);
    expect(within.find(({ metric }) => metric === "accuracy")?.difference).toBeCloseTo(-1 / 3);
    const across = await get<{ metric: string; baseline: string }[]>(`/api/compare?a=${first}:a&b=${second}:b`);
    expect(across[0]?.baseline).toBe(`${first}:a`);
    expect((await ask(`/api/compare?a=${first}:a&b=${second}:nobody`)).status).toBe(400);
    const history = await get<{ series: unknown[]; runs: number }>("/api/history?suite=s&metric=accuracy");
    expect(history.runs).toBe(2);
  });

  it("how far a run has come, at once", async () => {
    const [id = ""] = await project.runs();
    const stop = new AbortController();
    const response = await fetch(`${server.url}api/runs/${id}/events`, { signal: stop.signal });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const { value = "" } = (await reader?.read()) ?? {};
    stop.abort();
    const progress = JSON.parse(/data: (.*)/.exec(value)?.[1] ?? "null") as ViewerProgress;
    expect(progress).toEqual({ status: "complete", done: 6, planned: 6 });
  });
});

describe("who is refused", () => {
  it.each([
    ["another host", { host: "evil.example" }],
    ["another origin", { origin: "https://evil.example" }],
    ["another site", { "sec-fetch-site": "cross-site" }],
  ])("%s", async (_, headers) => {
    const { status, text } = await ask("/api/runs", { headers });
    expect(status).toBe(403);
    expect(text).not.toContain("runId");
  });

  it.each([
    "/api/runs/..%2f..%2f..%2fetc%2fpasswd",
    "/api/runs/../../etc/passwd",
    "/api/runs/%2e%2e/columns",
    "/../package.json",
    "/reports/x",
    "/app.js/../../x",
    "//etc/passwd",
    "/api/runs/%00",
  ])("a path that leads elsewhere: %s", async (path) => {
    const { status, text } = await ask(path);
    expect(status).toBe(404);
    expect(text).not.toContain("root:");
  });

  it("a run's folder that is a link to elsewhere", async () => {
    await symlink("/etc", project.path("reports/linked"));
    expect(await get<ViewerListItem[]>("/api/runs")).toHaveLength(2);
  });
});

describe("adding a case to a dataset", () => {
  const line = { id: "new", input: "a question", expected: "an answer", tags: ["picked"] };

  it("appends a line, gives a taken id another one, and mends a missing newline", async () => {
    expect(await get("/api/datasets")).toEqual(["d.jsonl"]);
    const first = await ask("/api/datasets", json({ file: "picked.jsonl", line }));
    expect(JSON.parse(first.text)).toEqual({ file: join("datasets", "picked.jsonl"), id: "new" });
    await writeFile(project.path("datasets/picked.jsonl"), JSON.stringify(line));
    expect(JSON.parse((await ask("/api/datasets", json({ file: "picked.jsonl", line }))).text).id).toBe("new-2");
    const lines = (await readFile(project.path("datasets/picked.jsonl"), "utf8")).split("\n");
    expect(lines.map((text) => (text === "" ? null : JSON.parse(text)))).toEqual([
      line,
      { ...line, id: "new-2" },
      null,
    ]);
  });

  it.each([
    ["a path", { file: "../evil.jsonl", line }],
    ["a hidden file", { file: ".env.jsonl", line }],
    ["another kind of file", { file: "x.yaml", line }],
    ["no case", { file: "x.jsonl", line: { id: "1" } }],
    ["no line", { file: "x.jsonl" }],
  ])("refuses %s", async (_, body) => {
    const { status, text } = await ask("/api/datasets", json(body));
    expect(status, text).toBe(400);
  });

  it("refuses a link, a form and another site", async () => {
    await symlink("/etc/hosts", project.path("datasets/link.jsonl"));
    expect((await ask("/api/datasets", json({ file: "link.jsonl", line }))).status).toBe(400);
    const form = json({ file: "x.jsonl", line }, { "content-type": "text/plain" });
    expect((await ask("/api/datasets", form)).status).toBe(400);
    expect((await ask("/api/datasets", json({ file: "x.jsonl", line }, { origin: "null" }))).status).toBe(403);
    expect(await get("/api/datasets")).toEqual(["d.jsonl", "picked.jsonl"]);
  });
});
