import { readdir } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { jsonl, makeProject } from "../testing/cli.ts";
import { startFakeServer } from "../testing/fake-server/start-fake-server.ts";

const FILES = {
  "evals/s.yaml": `name: s
dataset: ../cases.jsonl
prompts:
  - id: p
    messages:
      - role: user
        content: "{{ input }}"
models:
  - id: program
    provider: module
    path: ../model.ts
    cache: true
graders:
  - type: includes
`,
  "model.ts": "export default () => 'yes';\n",
  "cases.jsonl": jsonl([
    { id: "a", input: "one", expected: "yes" },
    { id: "b", input: "two", expected: "yes" },
  ]),
};

describe("evals cache", () => {
  it("says what it holds, and removes that alone", async () => {
    await using project = await makeProject(FILES);
    const empty = await project.evals(["cache", "info", "--json"]);
    expect(JSON.parse(empty.stdout)).toMatchObject({ entries: 0, bytes: 0, oldest: null, newest: null });
    expect((await project.evals(["cache", "clear"])).stdout).toBe("nothing to remove: .evals/cache is empty\n");

    expect((await project.evals(["run"])).stderr).toBe("");
    expect((await project.evals(["run"])).stdout).toContain("2 outputs replayed");
    const info = await project.evals(["cache", "info"]);
    expect(info.stdout).toMatch(/^folder {3}\.evals\/cache\nholds {4}2 replies, .+\noldest {3}\d{4}-.+ UTC\nnewest /);
    const { folder, bytes, oldest } = JSON.parse((await project.evals(["cache", "info", "--json"])).stdout);
    expect(folder).toBe(project.path(".evals/cache"));
    expect(bytes).toBeGreaterThan(500);
    expect(Date.now() - Date.parse(oldest)).toBeLessThan(60_000);

    await project.write({ ".evals/cache/notes.txt": "mine", ".evals/cache/aa/replies-00.v1.jsonl": "mine" });
    const cleared = await project.evals(["cache", "clear", "--json"]);
    expect(JSON.parse(cleared.stdout)).toEqual({ folder, removed: { entries: 2, bytes } });
    expect((await readdir(folder)).sort()).toEqual(["aa", "notes.txt"]);
    expect((await project.evals(["run"])).stdout).not.toContain("replayed");
  });

  it("refuses what it does not know", async () => {
    await using project = await makeProject({ ".evals/cache": "a file" });
    const unknown = await project.evals(["cache", "purge"]);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain("evals cache info, or evals cache clear");
    // A file in the folder's place holds nothing, and is not ours to remove.
    expect((await project.evals(["cache", "clear"])).code).toBe(0);
    expect(await project.read(".evals/cache")).toBe("a file");
  });

  it("that cannot be used is told of once, and stops no run", async () => {
    await using project = await makeProject({ ...FILES, ".evals/cache": "a file" });
    const run = await project.evals(["run"], { EVALS_CACHE_MAX_MB: "much" });
    expect(run.code).toBe(0);
    expect(run.stderr.match(/response cache/g)).toHaveLength(1);
    expect(run.stderr).toContain('EVALS_CACHE_MAX_MB is "much"');
  });
});

describe("what is cached", () => {
  it("of a program is for one case, seed and file alone: it may look at all of them", async () => {
    const files = {
      "evals/kept.yaml": `name: kept
dataset: ../cases.jsonl
models: [{ id: program, provider: module, path: ./program.mjs, cache: true }]
graders: [{ type: exact }]
`,
      "evals/program.mjs":
        'import { appendFileSync } from "node:fs";\nexport default (_, { case: one }) => { appendFileSync("calls.txt", one.id + "\\n"); return one.tags[0]; };\n',
      "cases.jsonl": jsonl([
        { id: "a", input: "same", expected: "x", tags: ["x"] },
        { id: "b", input: "same", expected: "y", tags: ["y"] },
      ]),
    };
    await using project = await makeProject(files);
    await project.evals(["run", "--quiet"]);
    await project.evals(["run", "--quiet"]);
    const [candidate] = (await project.document("summary.json")).candidates as unknown as {
      trials: { passed: number; cached: number };
    }[];
    expect(candidate?.trials).toMatchObject({ passed: 2, cached: 2 });
    expect((await project.read("calls.txt")).trim().split("\n").sort()).toEqual(["a", "b"]);
    await project.evals(["run", "--quiet", "--seed", "2"]);
    expect((await project.read("calls.txt")).trim().split("\n")).toHaveLength(4);
  });

  it("is of the server that a variable leads to, not of the variable's name", async () => {
    const servers = await Promise.all(["one", "two"].map((text) => startFakeServer({ reply: () => ({ text }) })));
    await using project = await makeProject({
      "evals/led.yaml": `name: led
dataset: ../cases.jsonl
models: [{ id: m, provider: openai, model: gpt-4.1-mini, base_url: "\${LED_URL}/v1", api_key_env: none }]
graders: [{ type: exact }]
`,
      "cases.jsonl": jsonl([{ id: "a", input: "?", expected: "two" }]),
    });
    const passed = async (at: number) => {
      await project.evals(["run", "--quiet"], { LED_URL: servers[at]?.baseUrl ?? "" });
      const { candidates } = await project.document("summary.json");
      return (candidates as unknown as { trials: { passed: number; cached: number } }[])[0]?.trials;
    };
    expect(await passed(0)).toMatchObject({ passed: 0, cached: 0 });
    expect(await passed(1)).toMatchObject({ passed: 1, cached: 0 });
    expect(await passed(1)).toMatchObject({ passed: 1, cached: 1 });
    await Promise.all(servers.map((server) => server.close()));
  });
});

describe("two runs at once on one cache", () => {
  it("are both right, and each reply is kept once", async () => {
    const server = await startFakeServer({
      reply: ({ lastUserText }) => ({ text: lastUserText.slice(-1), latencyMs: 5 }),
    });
    const ids = Array.from({ length: 150 }, (_, id) => id);
    await using project = await makeProject({
      "evals/shared.yaml": `name: shared
dataset: ../cases.jsonl
models: [{ id: m, provider: openai, model: gpt-4.1-mini, base_url: "${server.baseUrl}/v1", api_key_env: none }]
graders: [{ type: exact }]
`,
      "cases.jsonl": jsonl(ids.map((id) => ({ id: `c-${id}`, input: `question ${id}`, expected: String(id % 10) }))),
    });
    const runs = ["one", "two"].map((out) => project.evals(["run", "--json", "--quiet", "--out", out]));
    for (const { code, stdout } of await Promise.all(runs)) {
      expect(code).toBe(0);
      expect(JSON.parse(stdout).candidates[0].trials).toMatchObject({ passed: 150, errored: 0 });
    }
    // What both asked for at the same moment was asked twice; nothing more often.
    expect(server.stats.requests).toBeGreaterThanOrEqual(150);
    expect(server.stats.requests).toBeLessThanOrEqual(300);
    const before = server.stats.requests;
    const third = await project.evals(["run", "--json", "--quiet"]);
    expect(JSON.parse(third.stdout).candidates[0].trials).toMatchObject({ passed: 150, cached: 150 });
    expect(server.stats.requests).toBe(before);
    await server.close();
  });
});
