// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${VAR} is the suite's own syntax
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fakeKinds } from "./__fixtures__/fake-kinds.ts";
import { loadGood, suiteWith, workspace } from "./__fixtures__/workspace.ts";
import { candidatesOf } from "./candidates.ts";
import { loadSuite } from "./load.ts";

describe("ways to write a suite", () => {
  it("merges anchors of x-… keys", async () => {
    const { suite } = await loadGood(
      suiteWith({
        x: "x-defaults: &fast { provider: openai, params: { max_tokens: 8 }, rpm: 60 }\nx-more: &more { rpm: 30 }",
        models: "",
        m: "models:\n  - { id: a, model: x, <<: *fast, rpm: 90 }\n  - id: b\n    model: y\n    <<: [*more, *fast]",
      }),
    );
    expect(suite.models.map(({ id, provider, rpm, params }) => [id, provider, rpm, params])).toEqual([
      ["a", "openai", 90, { max_tokens: 8 }],
      ["b", "openai", 30, { max_tokens: 8 }],
    ]);
  });

  it("allows an anchor a hundred uses and more", async () => {
    const models = Array.from({ length: 300 }, (_, index) => `  - { <<: *m, id: m${index} }`);
    const { suite } = await loadGood(
      suiteWith({ models: `x-m: &m { provider: openai, model: x }\nmodels:\n${models.join("\n")}` }),
    );
    expect(suite.models).toHaveLength(300);
  });

  it("reads lists of models and graders from files", async () => {
    const { suite, locate } = await loadGood(
      suiteWith({ models: "models: lists/models.yaml", graders: "graders: lists/graders.json" }),
      {
        "evals/lists/models.yaml":
          "- { id: a, provider: openai, model: x }\n- { id: b, provider: module, path: lists/b.ts }\n",
        "evals/lists/graders.json": '[{ "type": "exact" }]',
        "evals/lists/b.ts": "",
      },
    );
    expect(suite.models.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(suite.graders.map(({ id }) => id)).toEqual(["exact"]);
    expect(locate(["models", 1, "id"])).toEqual({ file: "evals/lists/models.yaml", line: 2, col: 5 });
  });

  it("reads prompts from files", async () => {
    const { suite, cwd } = await loadGood(
      suiteWith({
        p: [
          "prompts:",
          "  - { id: md, file: p/a.md }",
          "  - { id: list, file: p/b.yaml }",
          "  - { id: json, file: p/c.json }",
          "  - { id: part, messages: [input, { role: system, content: { file: p/a.md } }, { role: user, content: [{ type: image, path: p/i.png }] }] }",
        ].join("\n"),
      }),
      {
        "evals/p/a.md": "Say {{ input }}\n",
        "evals/p/b.yaml": "- input\n- { role: assistant, content: { file: p/a.md } }\n",
        "evals/p/c.json": '[{ "role": "user", "content": [{ "type": "text", "text": "hi" }] }]',
        "evals/p/i.png": "",
      },
    );
    expect(suite.prompts.map(({ messages }) => messages)).toEqual([
      [{ role: "user", content: "Say {{ input }}\n" }],
      ["input", { role: "assistant", content: "Say {{ input }}\n" }],
      [{ role: "user", content: [{ type: "text", text: "hi" }] }],
      [
        "input",
        { role: "system", content: "Say {{ input }}\n" },
        { role: "user", content: [{ type: "image", path: join(cwd, "evals/p/i.png") }] },
      ],
    ]);
  });

  it("sends what the suite says with every prompt that does not say otherwise", async () => {
    const { suite } = await loadGood(
      suiteWith({
        common: "tools: [{ name: find }]\ntool_choice: required\noutput_schema: answer.json",
        p: "prompts:\n  - { id: a, messages: [input] }\n  - { id: b, messages: [input], tools: [], tool_choice: { name: x }, output_schema: { name: n, schema: { type: object }, strict: false } }\n  - { id: c, messages: [input], output_schema: { type: object, schema: 1 } }",
      }),
      { "evals/answer.json": '{ "type": "object" }' },
    );
    const find = { name: "find", parameters: { type: "object", properties: {} } };
    const answer = { name: "answer", schema: { type: "object" }, strict: true };
    expect(suite.prompts).toMatchObject([
      { tools: [find], toolChoice: "required", outputSchema: answer },
      { tools: [], toolChoice: { name: "x" }, outputSchema: { name: "n", schema: { type: "object" }, strict: false } },
      {
        tools: [find],
        toolChoice: "required",
        outputSchema: { name: "answer", schema: { type: "object", schema: 1 }, strict: true },
      },
    ]);
  });

  it("sends the suite's tools with the bare input too", async () => {
    const { suite } = await loadGood(suiteWith({ common: "tools: [{ name: find }]" }));
    expect(suite.prompts).toMatchObject([{ messages: ["input"], tools: [{ name: "find" }] }]);
    expect(candidatesOf(suite).map(({ id }) => id)).toEqual(["mini"]);
  });

  it("takes every form of a dataset", async () => {
    const files = { "a.csv": "", "f/b.jsonl": "" };
    const list = await loadGood(suiteWith({ dataset: "dataset: [../a.csv, ../f]" }), files);
    expect(list.suite.dataset.paths).toEqual([join(list.cwd, "a.csv"), join(list.cwd, "f")]);
    const { suite, cwd } = await loadGood(
      suiteWith({
        dataset:
          "dataset: { path: ../a.csv, format: csv, fields: { input: q }, where: { a: 1, b: [x, null], c: { not: [y] }, d.e: true }, limit: 5 }",
      }),
      files,
    );
    expect(suite.dataset).toEqual({
      paths: [join(cwd, "a.csv")],
      format: "csv",
      fields: { input: "q" },
      where: { a: 1, b: ["x", null], c: { not: ["y"] }, "d.e": true },
      limit: 5,
    });
  });

  it("knows the three kinds of prices", async () => {
    const model = (id: string, prices: string) => `  - { id: ${id}, provider: openai, model: x, prices: ${prices} }`;
    const { suite } = await loadGood(
      suiteWith({
        models: [
          "models:",
          model("a", "none"),
          model("b", "{ per_call: 0.01 }"),
          model("c", "{ input: 1, output: 2, cache_read: 0.1 }"),
        ].join("\n"),
      }),
    );
    expect(suite.models.map(({ prices }) => prices)).toEqual([
      { kind: "none" },
      { kind: "per_call", usd: 0.01 },
      { kind: "tokens", input: 1, output: 2, cacheRead: 0.1, cacheWrite: null },
    ]);
  });

  it("keeps ${VAR} as it is written: no value of the environment is in the suite", async () => {
    const cwd = await workspace({
      "d.jsonl": "",
      "s.yaml": suiteWith({
        dataset: "dataset: d.jsonl",
        models: 'models:\n  - { id: a, provider: openai, model: x, base_url: "${HOST}/v1", headers: { k: "${KEY}" } }',
      }),
    });
    const { suite } = await loadSuite("s.yaml", fakeKinds, { cwd, env: { HOST: "http://h", KEY: "secret" } });
    expect(suite.models[0]).toMatchObject({ baseUrl: "${HOST}/v1", headers: { k: "${KEY}" } });
    expect(JSON.stringify(suite)).not.toContain("secret");
  });
});

describe("graders", () => {
  it("resolves paths, in nested graders too, and leaves inline schemas", async () => {
    const { suite, cwd } = await loadGood(
      suiteWith({
        graders:
          "graders:\n  - type: all\n    graders:\n      - { type: module, path: g.ts }\n      - { type: json, schema: { type: object }, fields: { a.b: { type: json, schema: s.json } } }",
      }),
      { "evals/g.ts": "", "evals/s.json": "{}" },
    );
    expect(suite.graders[0]?.options.graders).toMatchObject([
      { options: { path: join(cwd, "evals/g.ts") } },
      {
        options: { schema: { type: "object" }, fields: { "a.b": { options: { schema: join(cwd, "evals/s.json") } } } },
      },
    ]);
  });

  it("lifts a judge's own model into the judge models, equal ones once", async () => {
    const own = "{ provider: openai, model: big }";
    const { suite, locate } = await loadGood(
      suiteWith({
        judges: "judge_models: [{ id: other, provider: openai, model: y }]",
        graders: [
          "graders:",
          `  - { type: judge, id: tone, model: ${own} }`,
          `  - { type: all, graders: [{ type: judge, model: ${own} }, { type: judge, id: tone, model: { provider: openai, model: bigger } }] }`,
          "  - { type: judge, id: named, model: other }",
        ].join("\n"),
      }),
    );
    expect(suite.judgeModels.map(({ id, model }) => [id, model])).toEqual([
      ["other", "y"],
      ["tone.model", "big"],
      ["tone.model-2", "bigger"],
    ]);
    expect(suite.graders[0]?.options.model).toBe("tone.model");
    expect(suite.graders[1]?.options.graders).toMatchObject([
      { options: { model: "tone.model" } },
      { options: { model: "tone.model-2" } },
    ]);
    expect(suite.graders[2]?.options.model).toBe("other");
    expect(locate(["graders", 0, "model", "provider"])).toMatchObject({ line: 6 });
  });

  it("checks a judge's own model like any other", async () => {
    await expect(
      loadGood(suiteWith({ graders: "graders:\n  - { type: judge, model: { provider: openai, modl: big } }" })),
    ).rejects.toThrow('evals/s.yaml:6:47 graders[0].model: unknown key "modl"; did you mean "model"?');
  });
});
