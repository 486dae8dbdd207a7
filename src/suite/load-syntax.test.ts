import { describe, expect, it } from "vitest";
import { mistakesOf, suiteWith } from "./__fixtures__/workspace.ts";

const TABLE: readonly [name: string, suite: string, message: string][] = [
  ["a tab", "name: s\nmodels:\n\t- a\n", "evals/s.yaml:3:1: a tab in the indentation; YAML takes spaces only"],
  ["an open double quote", 'name: "s\ndataset: d\n', "evals/s.yaml:1:7: this double quote is not closed"],
  ["an open single quote", "name: s\ndataset: 'd\nmodels: []\n", "evals/s.yaml:2:10: this single quote is not closed"],
  [
    "an open bracket",
    "name: s\nmodels: [a, b\ndataset: d\n",
    'evals/s.yaml:2:9: this "[" is not closed, or what it holds is not indented',
  ],
  [
    "an open brace",
    "name: s\nrun: {seed: 1\n",
    'evals/s.yaml:2:6: this "{" is not closed, or what it holds is not indented',
  ],
  [
    "bad indentation",
    "name: s\nrun:\n    seed: 1\n  repeats: 2\n",
    "evals/s.yaml:4:1: wrong indentation: the keys of one object must start in the same column",
  ],
  [
    "duplicate keys",
    "name: s\nname: t\nrun: { seed: 1, seed: 2 }\n",
    "evals/s.yaml:2:1: this key is written twice in the same object\nevals/s.yaml:3:17: this key is written twice in the same object",
  ],
  [
    "a colon in a text",
    "name: s\ndescription: a: b\n",
    'evals/s.yaml:2:14: a second ": " on the line, or lines below that are indented too far; put a text that holds ": " in quotes',
  ],
  [
    "a missing colon",
    "name: s\ndataset\nmodels: []\n",
    "evals/s.yaml:2:1: expected `key: value`; the colon and the space after it are missing",
  ],
  [
    "an unquoted template",
    "name: s\nvars:\n  a: {{ input }}\n",
    'evals/s.yaml:3:7: a key must be a text; a template must be quoted: "{{ input }}"',
  ],
  [
    "a reserved character",
    "name: s\ndescription: @home\n",
    "evals/s.yaml:2:14: a text cannot start with @ here; put it in quotes",
  ],
  [
    "an unknown escape",
    'name: s\ndescription: "\\d"\n',
    "evals/s.yaml:2:15: unknown escape \\d; use single quotes, or double the backslash",
  ],
  [
    "unknown aliases",
    "name: s\nrun: *nope\nmodels: *neither\n",
    'evals/s.yaml:2:6: unknown alias "*nope"; an anchor "&nope" must stand above it\nevals/s.yaml:3:9: unknown alias "*neither"; an anchor "&neither" must stand above it',
  ],
  [
    "a merge of no object",
    "x-a: &a 3\nname: s\nrun: { <<: *a }\n",
    'evals/s.yaml:3:8: a merge key "<<" takes an object or an alias of one, e.g. <<: *defaults',
  ],
  ["an unknown tag", "name: !!set {s}\n", "evals/s.yaml:1:7: unknown tag !!set; put the value without it"],
  [
    "several documents",
    "name: s\n---\nname: t\n",
    "evals/s.yaml:2:1: the file holds several documents (---); it must be one",
  ],
  ["an anchor inside itself", "name: s\nvars: &v\n  a: *v\n", "evals/s.yaml:3:3: an anchor that contains itself"],
  [
    "a list after a key",
    "name: s\nmodels: - a\n",
    'evals/s.yaml:2:9: a list entry ("- ") must start on a line of its own',
  ],
  [
    "an empty file",
    "# nothing\n",
    "evals/s.yaml:1:1: the file is empty; a suite needs name, dataset, models and graders",
  ],
  ["a list", "- a\n", "evals/s.yaml:1:1: a suite is an object with name, dataset, models and graders; found a list"],
];

describe("what cannot be read", () => {
  it.each(TABLE)("%s", async (_name, suite, message) => {
    expect(await mistakesOf(suite)).toBe(message);
  });

  it("stops an alias bomb at once", async () => {
    const levels = ["a: &a [x, x, x, x, x, x, x, x, x]"];
    for (const [index, name] of [..."bcdefghi"].entries())
      levels.push(`${name}: &${name} [${Array(9).fill(`*${"abcdefghi"[index]}`).join(", ")}]`);
    expect(await mistakesOf(`vars:\n  ${levels.join("\n  ")}\n`)).toBe(
      "evals/s.yaml: its anchors expand too far (more than 1000 uses of one); write the values out",
    );
  });

  it("names the line that is not UTF-8", async () => {
    expect(await mistakesOf(Buffer.from("name: s\ndescription: caf\xe9\n", "latin1"))).toBe(
      "evals/s.yaml:2: not UTF-8; save the file with that encoding",
    );
  });

  it("takes a byte order mark and CRLF, and still counts lines right", async () => {
    const suite = `\uFEFF${suiteWith({ graders: "graders:\n  - type: exat" }).replaceAll("\n", "\r\n")}`;
    expect(await mistakesOf(suite)).toBe(
      'evals/s.yaml:6:5 graders[0].type: unknown grader "exat"; did you mean "exact"?',
    );
  });

  it("says when the file is absent, or a folder", async () => {
    const { loadSuite } = await import("./load.ts");
    const { fakeKinds } = await import("./__fixtures__/fake-kinds.ts");
    const { workspace } = await import("./__fixtures__/workspace.ts");
    const cwd = await workspace({ "evals/s.yaml": "" });
    await expect(loadSuite("evals/t.yaml", fakeKinds, { cwd })).rejects.toMatchObject({
      name: "suite_not_found",
      message: "evals/t.yaml: no such file",
    });
    await expect(loadSuite("evals", fakeKinds, { cwd })).rejects.toThrow("evals: a folder, not a file");
  });
});
