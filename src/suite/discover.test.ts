import { relative } from "node:path";
import { describe, expect, it } from "vitest";
import { workspace } from "./__fixtures__/workspace.ts";
import { discoverSuites } from "./discover.ts";

const FILES = {
  "evals/b.yaml": "name: b\n",
  "evals/a.yml": "name: a\n",
  "evals/broken.yaml": "name: 'a\n",
  "evals/models.yaml": "- { id: a }\n",
  "evals/costly.yaml": "name: costly\nmanual: true\n",
  "evals/notes.md": "",
  "evals/.hidden.yaml": "name: h\n",
  "evals/deep/c.yaml": "name: c\n",
};

async function discover(given: readonly string[], files: Record<string, string> = FILES) {
  const cwd = await workspace({ "README.md": "", ...files });
  const { named, skippedManual } = await discoverSuites(given, cwd);
  return { named: named.map((path) => relative(cwd, path)), skipped: skippedManual.map((path) => relative(cwd, path)) };
}

describe("discoverSuites", () => {
  it("takes evals/ without an argument: by name, no lists, nothing deeper, broken ones kept", async () => {
    expect(await discover([])).toEqual({
      named: ["evals/a.yml", "evals/b.yaml", "evals/broken.yaml"],
      skipped: ["evals/costly.yaml"],
    });
  });

  it("runs a manual suite that is named, and every file once, in the order asked for", async () => {
    expect(await discover(["evals/costly.yaml", "evals/deep", "evals", "evals/b.yaml"])).toEqual({
      named: ["evals/costly.yaml", "evals/deep/c.yaml", "evals/a.yml", "evals/b.yaml", "evals/broken.yaml"],
      skipped: [],
    });
  });

  it("says what is missing", async () => {
    await expect(discover([], {})).rejects.toThrow(
      "no folder evals/ here; name a suite, or make one with `evals init`",
    );
    await expect(discover(["evals"], { "evals/x.md": "" })).rejects.toThrow(
      "no suite (*.yaml) in evals; `evals init` makes one",
    );
    await expect(discover(["b"])).rejects.toThrow('no such suite: b; did you mean "evals/b.yaml"?');
    await expect(discover(["zzz"])).rejects.toMatchObject({
      name: "suite_not_found",
      message: "no such suite file or folder: zzz",
    });
    await expect(discover(["evals"], { "evals/m.yaml": "manual: true\n" })).rejects.toThrow(
      "every suite here says `manual: true`",
    );
  });
});
