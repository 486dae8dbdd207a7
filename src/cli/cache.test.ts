import { readdir } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { jsonl, makeProject } from "../testing/cli.ts";

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
