import { describe, expect, it } from "vitest";
import { mistakesOf, suiteWith } from "./__fixtures__/workspace.ts";

const models = (...lines: string[]) => ({ models: `models:\n${lines.map((line) => `  - ${line}`).join("\n")}` });
const graders = (...lines: string[]) => ({ graders: `graders:\n${lines.map((line) => `  - ${line}`).join("\n")}` });

/** One mistake each; the message is the whole of what is said. */
const TABLE: readonly [name: string, parts: Record<string, string>, message: string][] = [
  ["unknown grader", graders("type: exat"), '6:5 graders[0].type: unknown grader "exat"; did you mean "exact"?'],
  [
    "unknown grader, nothing near",
    graders("type: semantic-magic"),
    '6:5 graders[0].type: unknown grader "semantic-magic"; one of exact, numeric, json, all, judge, pairwise, module',
  ],
  [
    "grader without a type",
    graders("{}"),
    '6:5 graders[0]: missing "type"; one of exact, numeric, json, all, judge, pairwise, module',
  ],
  ["grader that is a text", graders("exact"), '6:5 graders[0]: expected an object (key: value); found "exact"'],
  [
    "nested grader",
    graders("{ type: all, graders: [{ type: exact }, { type: numerc }] }"),
    '6:47 graders[0].graders[1].type: unknown grader "numerc"; did you mean "numeric"?',
  ],
  [
    "a key of another grader",
    graders("{ type: exact, tolerance: 1 }"),
    '6:20 graders[0]: unknown key "tolerance"; it belongs to grader numeric, not to exact',
  ],
  [
    "extract of a wrong type",
    graders("{ type: exact, extract: 3 }"),
    "6:20 graders[0].extract: expected number, trim, an object (key: value) or a list; found 3",
  ],
  [
    "a key of no branch",
    models("{ id: a, provider: openai, model: x, prices: { per_cal: 1 } }"),
    '4:52 models[0].prices: unknown key "per_cal"; did you mean "per_call"?',
  ],
  [
    "a word of no branch",
    graders("{ type: exact, extract: trimm }"),
    '6:20 graders[0].extract: expected number, trim, an object (key: value) or a list; found "trimm"; did you mean "trim"?',
  ],
  [
    "extract step",
    graders("{ type: exact, extract: { rgex: x } }"),
    '6:31 graders[0].extract: unknown key "rgex"; did you mean "regex"?',
  ],
  [
    "extract in a list",
    graders("{ type: exact, extract: [nmber] }"),
    '6:30 graders[0].extract[0]: expected number or trim; found "nmber"; did you mean "number"?',
  ],
  ["misspelt section", { graders: "grader:\n  - type: exact" }, '5:1: unknown key "grader"; did you mean "graders"?'],
  [
    "unknown section",
    { x: "x-free: 1\nfoo: 1" },
    '8:1: unknown key "foo"; allowed: name, description, manual, dataset, prompts, vars, tools, tool_choice, output_schema, models, judge_models, graders, requirements, gate, reference, slices, run',
  ],
  ["no graders", { graders: "" }, '1:1: missing "graders"; a suite needs at least one grader, e.g. - type: exact'],
  ["empty graders", { graders: "graders: []" }, "5:1 graders: expected at least one grader; found an empty list"],
  [
    "models of nothing",
    { models: "models:" },
    "3:1 models: expected a list, or the path of a file that holds one; found nothing",
  ],
  [
    "unknown provider",
    models("{ id: a, provider: opena, model: x }"),
    '4:14 models[0].provider: unknown provider "opena"; did you mean "openai"?',
  ],
  [
    "no provider",
    models("{ id: a, model: x }"),
    '4:5 models[0]: missing "provider"; one of openai, anthropic, module, http',
  ],
  [
    "no model name",
    models("{ id: a, provider: openai }"),
    '4:5 models[0]: missing "model"; provider openai needs the model\'s name, e.g. model: gpt-4.1-mini',
  ],
  [
    "misspelt model",
    models("{ id: a, provider: openai, modle: x }"),
    '4:32 models[0]: unknown key "modle"; did you mean "model"?',
  ],
  [
    "a model where there is none",
    models("{ id: a, provider: module, model: x, path: ../d.jsonl }"),
    "4:32 models[0].model: provider module takes no model; delete this line",
  ],
  ["a number for a text", { name: "name: 3" }, "1:1 name: expected text; found 3; put it in quotes"],
  [
    "a text for a number",
    { run: 'run: { repeats: "3" }' },
    '7:8 run.repeats: expected a number; found "3"; remove the quotes',
  ],
  ["a fraction", { run: "run: { repeats: 1.5 }" }, "7:8 run.repeats: expected a whole number; found 1.5"],
  ["below the range", { run: "run: { timeout_s: 0 }" }, "7:8 run.timeout_s: expected a number above 0; found 0"],
  [
    "above the range",
    { run: "run: { max_error_rate: 2 }" },
    "7:8 run.max_error_rate: expected a number of at most 1; found 2",
  ],
  [
    "a name",
    { name: "name: Support Triage" },
    '1:1 name: expected lower-case words with dashes; found "Support Triage"; try support-triage',
  ],
  [
    "dataset of a wrong type",
    { dataset: "dataset: 3" },
    "2:1 dataset: expected a path, a list of paths, or an object with path:; found 3",
  ],
  ["dataset key", { dataset: "dataset: { pth: x }" }, '2:12 dataset: unknown key "pth"; did you mean "path"?'],
  [
    "dataset format",
    { dataset: "dataset: { path: ../d.jsonl, format: jsnl }" },
    '2:30 dataset.format: expected jsonl, json, csv or parquet; found "jsnl"; did you mean "jsonl"?',
  ],
  [
    "dataset condition",
    { dataset: "dataset: { path: ../d.jsonl, where: { lang: { nt: de } } }" },
    '2:47 dataset.where.lang: unknown key "nt"; did you mean "not"?',
  ],
  [
    "prices",
    models("{ id: a, provider: openai, model: x, prices: { input: 1, outptu: 2 } }"),
    '4:62 models[0].prices: unknown key "outptu"; did you mean "output"?',
  ],
  [
    "a key pasted for its name (not shown)",
    models("{ id: a, provider: openai, model: x, api_key_env: sk-secret-1 }"),
    "4:42 models[0].api_key_env: expected the NAME of an environment variable that holds the key (or none)",
  ],
  [
    "message role",
    { prompts: "prompts: [{ id: p, messages: [{ role: usr, content: x }] }]" },
    '7:33 prompts[0].messages[0].role: expected system, user or assistant; found "usr"; did you mean "user"?',
  ],
  [
    "message word",
    { prompts: "prompts: [{ id: p, messages: [inptu] }]" },
    '7:31 prompts[0].messages[0]: expected a message { role, content } or the word input; found "inptu"; did you mean "input"?',
  ],
  [
    "message without content",
    { prompts: "prompts: [{ id: p, messages: [{ role: user }] }]" },
    '7:31 prompts[0].messages[0]: missing "content"; e.g. content: "{{ input }}"',
  ],
  [
    "content part",
    { prompts: "prompts: [{ id: p, messages: [{ role: user, content: [{ type: txt }] }] }]" },
    '7:57 prompts[0].messages[0].content[0].type: unknown type "txt"; did you mean "text"?',
  ],
  [
    "tool choice",
    { tools: "tool_choice: atuo" },
    '7:1 tool_choice: expected auto, none, required or { name: <tool> }; found "atuo"; did you mean "auto"?',
  ],
  [
    "a percentage where it means nothing",
    { r: "requirements: [{ metric: accuracy, min: 90% }]" },
    "7:36 requirements[0].min: expected a number in the metric's unit; found \"90%\" (a percentage is of the baseline's value: max_drop or max_increase)",
  ],
  [
    "a margin",
    { r: "requirements: [{ metric: accuracy, max_drop: ten }]" },
    '7:36 requirements[0].max_drop: expected a number or a percentage such as 10%; found "ten"',
  ],
  ["infinity", { vars: "vars: { a: .inf }" }, "7:9 vars.a: Infinity is no number that can be used; write a finite one"],
  [
    "a merged key, where it is written",
    { x: "x-m: &m { modle: x }", ...models("{ id: a, provider: openai, model: y, <<: *m }") },
    '7:11 models[0]: unknown key "modle"; did you mean "model"?',
  ],
];

describe("what does not have the shape of a suite", () => {
  it.each(TABLE)("%s", async (_name, { x, ...parts }, message) => {
    const merged = x?.startsWith("x-m");
    const suite = merged ? `${x}\n${suiteWith(parts)}` : suiteWith(x === undefined ? parts : { ...parts, x });
    expect(await mistakesOf(suite)).toBe(`evals/s.yaml:${merged ? message.replace("7:11", "1:11") : message}`);
  });

  it("reports everything at once, sorted, cross-field mistakes of sound sections too", async () => {
    const suite = suiteWith({
      dataset: "dataset: ../nope.jsonl",
      models: "models:\n  - { provider: openai, id: b }\n  - 3",
      requirements: "requirements: [{ metric: acuracy, min: 0.5 }]\ngate: [nobody]",
    });
    expect(await mistakesOf(suite)).toBe(
      [
        "evals/s.yaml:2:1 dataset: no such file: nope.jsonl",
        'evals/s.yaml:4:5 models[0]: missing "model"; provider openai needs the model\'s name, e.g. model: gpt-4.1-mini',
        "evals/s.yaml:5:5 models[1]: expected an object (key: value); found 3",
        'evals/s.yaml:8:18 requirements[0].metric: unknown metric "acuracy"; did you mean "accuracy"?',
      ].join("\n"),
    );
  });

  it("points into the file that holds the list", async () => {
    const suite = suiteWith({ models: "models: ./models.yaml", graders: "graders: graders.json" });
    const files = {
      "evals/models.yaml":
        "# models\n- { id: a, provider: openai, model: x }\n- { id: a, provider: opnai, model: x }\n",
      "evals/graders.json": '[\n\t{ "type": "exat" }\n]\n',
    };
    expect(await mistakesOf(suite, files)).toBe(
      [
        'evals/graders.json:2:4 graders[0].type: unknown grader "exat"; did you mean "exact"?',
        'evals/models.yaml:3:12 models[1].provider: unknown provider "opnai"; did you mean "openai"?',
      ].join("\n"),
    );
  });

  it("says when the list's file is absent, no list, or broken", async () => {
    const suite = suiteWith({
      models: "models: ./nope.yaml\njudge_models: ./object.yaml",
      graders: "graders: ./broken.yaml",
    });
    const files = { "evals/object.yaml": "models: []\n", "evals/broken.yaml": "- type: 'exact\n" };
    expect(await mistakesOf(suite, files)).toBe(
      [
        "evals/s.yaml:3:1 models: no such file: evals/nope.yaml",
        "evals/s.yaml:4:1 judge_models: evals/object.yaml must hold a list of judge_models; found an object",
        "evals/broken.yaml:1:9: this single quote is not closed",
      ].join("\n"),
    );
  });

  it("points into prompt files", async () => {
    const suite = suiteWith({
      prompts:
        "prompts:\n  - { id: a, file: p/a.md }\n  - { id: b, file: p/b.yaml }\n  - { id: c, file: p/c.pdf }\n  - { id: d, file: p/d.md }",
    });
    const files = {
      "evals/p/a.md": "one\n  {% nope %}\n",
      "evals/p/b.yaml": "- role: user\n  content: hi\n- role: usr\n  content: hi\n",
    };
    expect(await mistakesOf(suite, files)).toBe(
      [
        'evals/s.yaml:10:14 prompts[2].file: expected a file that ends in .md, .txt, .yaml or .json; found "p/c.pdf"',
        "evals/s.yaml:11:14 prompts[3].file: no such file: evals/p/d.md",
        'evals/p/a.md:2:3 prompts[0].messages[0].content: not a valid template: tag "nope" not found',
        'evals/p/b.yaml:3:3 prompts[1].messages[1].role: expected system, user or assistant; found "usr"; did you mean "user"?',
      ].join("\n"),
    );
  });
});
