// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${VAR} is the suite's own syntax
import { describe, expect, it } from "vitest";
import { fakeKinds } from "./__fixtures__/fake-kinds.ts";
import { mistakesOf, suiteWith } from "./__fixtures__/workspace.ts";
import { RULES } from "./rules/index.ts";

const TWO_PROMPTS = "prompts:\n  - { id: a, messages: [input] }\n  - { id: b, messages: [input] }";
const requirements = (...entries: string[]) => ({
  r: `requirements:\n${entries.map((entry) => `  - { ${entry} }`).join("\n")}`,
});

/** Rule, parts, and all that is said. `p` stands before the requirements, so line numbers are its own. */
const TABLE: readonly [rule: string, parts: Record<string, string>, message: string][] = [
  [
    "model-ids",
    {
      models:
        "models:\n  - { id: a b, provider: openai, model: x }\n  - { id: c, provider: openai, model: x }\njudge_models:\n  - { id: c, provider: openai, model: y }",
    },
    '4:7 models[0].id: the id "a b" is not allowed; use letters, digits, dots, dashes and underscores, starting with a letter or a digit\n7:7 judge_models[0].id: two models have the id "c" (the other: models[1]); give one another id',
  ],
  [
    "prompt-ids",
    {
      p: "prompts:\n  - { id: a, messages: [input] }\n  - { id: a, messages: [input] }\n  - { id: .b, messages: [input] }",
    },
    '9:7 prompts[1].id: two prompts have the id "a" (the other: prompts[0]); give one another id\n10:7 prompts[2].id: the id ".b" is not allowed; use letters, digits, dots, dashes and underscores, starting with a letter or a digit',
  ],
  [
    "grader-ids",
    { graders: "graders:\n  - { type: exact }\n  - { type: exact, ignore_case: true }" },
    '7:5 graders[1].id: two graders have the id "exact" (the other: graders[0]); give one another id',
  ],
  [
    "model-prompts",
    {
      models: "models:\n  - { id: m, provider: openai, model: x, prompts: [tersee] }",
      p: "prompts:\n  - { id: terse, messages: [input] }",
    },
    '4:52 models[0].prompts[0]: unknown prompt "tersee"; did you mean "terse"?',
  ],
  [
    "model-prompts",
    { models: "models:\n  - { id: m, provider: openai, model: x, prompts: [a] }" },
    '4:52 models[0].prompts[0]: unknown prompt "a"; the suite has no prompts',
  ],
  ["gate-candidates", { g: "gate: [mini, minni]" }, '7:14 gate[1]: unknown candidate "minni"; did you mean "mini"?'],
  [
    "gate-candidates",
    { p: TWO_PROMPTS, g: "gate: [mini]" },
    '10:8 gate[0]: "mini" is a model with several prompts; its candidates are mini@a, mini@b',
  ],
  [
    "reference-candidate",
    { g: "reference: somebody-else" },
    '7:1 reference: unknown candidate "somebody-else"; one of mini',
  ],
  [
    "requirement-candidates",
    requirements("metric: accuracy, min: 0.5, candidate: nimi", "metric: accuracy, min: 0.5, against: mini"),
    '8:35 requirements[0].candidate: unknown candidate "nimi"; did you mean "mini"?\n9:35 requirements[1].against: against goes with max_drop or max_increase; min and max compare with nothing',
  ],
  [
    "grader-against",
    { graders: "graders:\n  - { type: pairwise, against: mni }" },
    '6:23 graders[0].against: unknown candidate "mni"; did you mean "mini"?',
  ],
  [
    "judge-models",
    {
      graders:
        "graders:\n  - { type: all, graders: [{ type: judge, model: big }, { type: judge, id: p, panel: [mini, mino] }] }",
    },
    '6:43 graders[0].graders[0].model: unknown model "big"; one of mini (a judge names an id of judge_models or models)\n6:93 graders[0].graders[1].panel[1]: unknown model "mino"; did you mean "mini"? (a judge names an id of judge_models or models)',
  ],
  [
    "requirement-metrics",
    requirements("metric: acuracy, min: 0.5"),
    '8:7 requirements[0].metric: unknown metric "acuracy"; did you mean "accuracy"?',
  ],
  [
    "requirement-graders",
    requirements("metric: grader.exat, min: 0.5"),
    '8:7 requirements[0].metric: no grader has the id "exat"; did you mean "exact"?',
  ],
  [
    "requirement-bounds",
    requirements("metric: accuracy", "metric: accuracy, min: 0.9, max: 0.1"),
    "8:5 requirements[0]: states no bound; add min, max, max_drop or max_increase\n9:5 requirements[1]: min 0.9 is above max 0.1: nothing can hold",
  ],
  [
    "requirement-slices",
    requirements(
      "metric: accuracy, min: 0, slice: billing",
      "metric: accuracy, min: 0, slice: 'lang:de'",
      "metric: accuracy, min: 0, slice: 'tags:x'",
      "metric: accuracy, min: 0, slice: 'tag:'",
    ),
    [
      '8:33 requirements[0].slice: "billing" is no slice; write tag:<tag>, or <field>:<value> with the field in slices:',
      '9:33 requirements[1].slice: "lang" is no field that the suite slices by; add it: slices: [lang]',
      '10:33 requirements[2].slice: "tags" is no field that the suite slices by; did you mean "tag"?',
      '11:33 requirements[3].slice: "tag:" is no slice; write tag:<tag>, or <field>:<value> with the field in slices:',
    ].join("\n"),
  ],
  [
    "grader-slices",
    { graders: "graders:\n  - { type: exact, when: 'lang:de' }" },
    '6:20 graders[0].when: "lang" is no field that the suite slices by; add it: slices: [lang]',
  ],
  [
    "prompt-messages",
    { p: "prompts:\n  - { id: a }\n  - { id: b, messages: [input], file: b.md }" },
    "8:5 prompts[0]: states no text; add messages: or file:\n9:5 prompts[1]: states both messages: and file:; keep one",
  ],
  [
    "prompt-images",
    { p: "prompts: [{ id: a, messages: [{ role: user, content: [{ type: image }] }] }]" },
    "7:55 prompts[0].messages[0].content[0]: an image needs path: or url:",
  ],
  [
    "prompt-templates",
    {
      p: 'prompts:\n  - id: a\n    messages:\n      - role: user\n        content: |\n          one\n            {{ input | nope }}\n      - { role: user, content: [{ type: text, text: "{% if x %}" }] }',
    },
    "11:9 prompts[0].messages[0].content: not a valid template: undefined filter: nope (line 2, column 3 of the text)\n14:47 prompts[0].messages[1].content[0].text: not a valid template: tag {% if x %} not closed (line 1, column 1 of the text)",
  ],
  [
    "var-templates",
    { v: 'vars: { a: ["{{ b"] }' },
    '7:13 vars.a[0]: not a valid template: output "{{ b" not closed (line 1, column 1 of the text)',
  ],
  [
    "grader-templates",
    { graders: 'graders:\n  - { type: exact, expected: "{{ x" }\n  - { type: judge, rubric: "{{ y" }' },
    '6:20 graders[0].expected: not a valid template: output "{{ x" not closed (line 1, column 1 of the text)\n7:20 graders[1].rubric: not a valid template: output "{{ y" not closed (line 1, column 1 of the text)',
  ],
  ["dataset-exists", { dataset: "dataset: [../d.jsonl, ../e.jsonl]" }, "2:23 dataset[1]: no such file: e.jsonl"],
  [
    "model-files-exist",
    { models: "models:\n  - { id: m, provider: module, path: ./m.ts }" },
    "4:32 models[0].path: no such file: evals/m.ts",
  ],
  [
    "images-exist",
    {
      p: "prompts: [{ id: a, messages: [{ role: user, content: [{ type: image, path: a.png }, { type: image, path: '{{ p }}.png' }] }] }]",
    },
    "7:70 prompts[0].messages[0].content[0].path: no such file: evals/a.png",
  ],
  [
    "grader-files-exist",
    {
      graders:
        "graders:\n  - { type: all, graders: [{ type: module, path: g.ts }, { type: json, schema: s.json }, { type: json, id: i, schema: { type: object } }] }",
    },
    "6:44 graders[0].graders[0].path: no such file: evals/g.ts\n6:72 graders[0].graders[1].schema: no such file: evals/s.json",
  ],
  [
    "budget-limits",
    {
      models:
        "models:\n  - { id: a, provider: openai, model: x }\n  - { id: b, provider: openai, model: x, params: { max_tokens: 9 } }\n  - { id: c, provider: openai, model: x, prices: none }\n  - { id: d, provider: http, url: 'http://x' }",
      run: "run: { budget_usd: 1 }",
    },
    '4:5 models[0].params: a budget needs max_tokens on every priced model, to reserve a call\'s cost before it is made; add params: { max_tokens: 1024 } to "a", or prices: none if it costs nothing',
  ],
  [
    "grader-checks",
    { graders: "graders:\n  - { type: all, graders: [{ type: numeric, tolerance: -1 }] }" },
    "6:45 graders[0].graders[0].tolerance: must not be negative",
  ],
];

const at = (message: string) =>
  message
    .split("\n")
    .map((line) => `evals/s.yaml:${line}`)
    .join("\n");

describe("rules", () => {
  it.each(TABLE)("%s", async (_rule, parts, message) => {
    expect(await mistakesOf(suiteWith(parts))).toBe(at(message));
  });

  it("has a case for every rule", () => {
    // candidate-ids backs up the id rules: through well-formed ids alone no clash can be written.
    const tried = new Set([...TABLE.map(([rule]) => rule), "candidate-ids"]);
    expect(RULES.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([]);
  });

  it("finds candidates that are called alike", async () => {
    const suite = suiteWith({
      models:
        "models:\n  - { id: m, provider: openai, model: x }\n  - { id: m@a, provider: openai, model: x, prompts: [] }",
      p: TWO_PROMPTS,
    });
    expect(await mistakesOf(suite)).toBe(
      at(
        '5:7 models[1].id: the id "m@a" is not allowed; use letters, digits, dots, dashes and underscores, starting with a letter or a digit\n5:7 models[1].id: two candidates are called "m@a"; give this model another id',
      ),
    );
  });

  it("checks a budget from the command line too", async () => {
    expect(await mistakesOf(suiteWith(), {}, { budgetUsd: 2 })).toContain(
      "4:5 models[0].params: a budget needs max_tokens",
    );
  });

  it("asks the catalogue which models have a price, where there is one", async () => {
    const kinds = { ...fakeKinds, priced: () => false };
    expect(await mistakesOf(suiteWith({ run: "run: { budget_usd: 1 }" }), {}, {}, kinds)).toBe("none");
  });

  it("looks for variables in headers, base_url and url alone", async () => {
    const suite = suiteWith({
      models: [
        "models:",
        '  - { id: a, provider: openai, model: x, base_url: "https://${HOST}/v1", headers: { X-Key: "${KEY} ${SET}" }, params: { stop: "${NO}" } }',
        '  - { id: b, provider: http, url: "http://${BAD NAME}" }',
      ].join("\n"),
    });
    const message = at(
      [
        "4:42 models[0].base_url: missing variable: HOST is not set in the environment or .env",
        "4:85 models[0].headers.X-Key: missing variable: KEY is empty in the environment or .env",
        '5:30 models[1].url: "${BAD NAME}" names no environment variable; write ${NAME}',
      ].join("\n"),
    );
    const env = { KEY: "", SET: "1" };
    expect(await mistakesOf(suite, {}, { env })).toBe(message);
    expect(await mistakesOf(suite, {}, { env, missingVariables: "warning" })).toMatch(
      /^warnings: missing variable: HOST/,
    );
    expect(await mistakesOf(suite)).toBe("none");
  });
});
