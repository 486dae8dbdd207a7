import { jsonl } from "./cli.ts";

const CASES = 48;
const LABELS = ["red", "green", "blue"];
const labelOf = (at: number) => LABELS[at % 3] ?? "";

/** Every kind of provider's answer, every kind of grade, all bounds; candidates that fail, and one that errs. */
const wide = (url: string) => `name: wide
description: Everything at once.
dataset: { path: ../cases.jsonl, where: { skip: { not: true } } }
vars: { tone: short }
prompts:
  - id: terse
    messages: [{ role: system, content: "Be {{ tone }}." }, { role: user, content: "{{ input }}" }]
    tools: [{ name: paint, description: Paints, parameters: { type: object, properties: { colorName: { type: string } } } }]
    tool_choice: { name: paint }
  - id: shaped
    messages: [{ role: user, content: [{ type: text, text: "{{ input }}" }] }]
    output_schema: { type: object, properties: { a: { type: string } }, required: [a], additionalProperties: false }
models:
  - { id: chat, provider: openai, model: gpt-4.1-mini, base_url: "${url}/v1", api_key_env: none, params: { max_tokens: 9, camelCase: { innerKey: 1 } }, headers: { X-Some: "1" } }
  - { id: claude, provider: anthropic, model: claude-haiku-4-5, base_url: "${url}", api_key_env: none, stream: true, prompts: [terse] }
  - { id: own, provider: module, path: ./own.ts, prompts: [], prices: { per_call: 0.001 } }
  - { id: old, provider: recorded, path: ../old.jsonl, prompts: [] }
  - { id: dice, provider: simulated, accuracy: 0.7, error_rate: 0.1, first_token: 0.2, tokens: { input: 9, output: 2 }, prompts: [], prices: { input: 1, output: 2, cache_read: 0.1 } }
judge_models:
  - { id: j, provider: openai, model: judge, base_url: "${url}/v1", api_key_env: none, params: { max_tokens: 20 }, prices: { input: 1, output: 2 } }
  - { id: k, provider: openai, model: judge-2, base_url: "${url}/v1", api_key_env: none, prices: none }
graders:
  - { type: exact, ignore_case: true, extract: [{ regex: "(\\\\w+)", flags: u }, trim] }
  - { type: choice, choices: [red, green, blue], advisory: true }
  - { id: both, type: all, graders: [{ type: length, max: 500 }, { type: includes, value: e }], advisory: true, when: "tag:even" }
  - { id: mixed, type: weighted, graders: [{ type: levenshtein }, { type: f1, weight: 2 }], min: 0.4, advisory: true, severity: minor }
  - { id: calls, type: tool_call, name: paint, advisory: true }
  - { id: tone, type: judge, panel: [j, k], rubric: Good?, advisory: true }
  - { id: duel, type: pairwise, against: old, model: j, advisory: true }
slices: [metadata.lang]
requirements:
  - { metric: accuracy, min: 0.5, max_drop: 0.4 }
  - { metric: latency_p95_ms, max: 100000, max_increase: 900% }
  - { metric: accuracy, slice: "tag:even", min: 0.9 }
  - { metric: cost_per_case_usd, max: 1 }
  - { metric: accuracy, max_drop: 50%, against: own }
gate: [own, old]
reference: own
run: { repeats: 2, concurrency: 8, max_attempts: 2, max_error_rate: 1, max_ungraded_rate: 1 }
`;

/** Chat messages of every form, and candidates whose verdicts come early. */
const EARLY = `name: early
dataset: ../chats.jsonl
models:
  - { id: good, provider: recorded, path: ../good.jsonl }
  - { id: bad, provider: recorded, path: ../bad.jsonl }
graders: [{ type: exact }]
requirements: [{ metric: accuracy, min: 0.6 }]
`;

const MESSAGES = [
  { role: "system", content: "You paint." },
  {
    role: "user",
    content: [
      { type: "text", text: "This?" },
      { type: "image", url: "https://example.test/a.png" },
    ],
  },
  { role: "assistant", content: "", tool_calls: [{ id: "t1", name: "look", arguments: { atWhat: 1 } }] },
  { role: "tool", tool_call_id: "t1", content: "red" },
  { role: "user", name: "ann", content: "And?" },
];

const ats = Array.from({ length: CASES }, (_, at) => at);
const many = Array.from({ length: 200 }, (_, at) => at);

/** The files of a project whose runs write every kind of line. @param url of a fake server */
export const documentFiles = (url: string) => ({
  "evals/wide.yaml": wide(url),
  "evals/early.yaml": EARLY,
  "broken.yaml": "name: Broken\nmodels: []\ngraders: [{ type: exat }]\n",
  "evals/own.ts": `export default ({ input }: { input: string }, context: { repeat: number }) => {
  if (input.endsWith("7")) throw new Error("seven");
  return context.repeat === 2 && input.endsWith("3") ? "green" : { text: input.split(" ")[0], usage: { input_tokens: 3, output_tokens: 1, cache_read_tokens: 1 } };
};
`,
  "cases.jsonl": jsonl(
    ats.map((at) => ({
      id: `c-${at}`,
      input: `${labelOf(at)} ${at}`,
      ...(at % 16 === 5 ? {} : { expected: labelOf(at) }),
      tags: at % 2 === 0 ? ["even"] : [],
      ...(at % 4 === 0 ? { cluster: `doc-${at % 8}`, weight: 2, severity: "major" } : {}),
      metadata: { lang: at % 3 === 0 ? "en" : "de", someKey: null },
      someVariable: { innerKey: [at] },
    })),
  ),
  "old.jsonl": jsonl(
    ats.flatMap((at) => [
      { id: `c-${at}`, output: at % 5 === 0 ? "blue" : labelOf(at), latency_ms: 5 + at, cost_usd: 0.001 },
      at % 9 === 0
        ? { id: `c-${at}`, error: "it broke" }
        : {
            id: `c-${at}`,
            output: { text: labelOf(at), tool_calls: [{ name: "paint", arguments: { colorName: "x" } }] },
          },
    ]),
  ),
  "labels.jsonl": jsonl(
    ats.flatMap((at) =>
      ["ann", "bob"].map((rater) => ({
        case_id: `c-${at}`,
        candidate: "old",
        repeat: 1,
        pass: at % 7 !== 0 || rater === "bob",
        rater,
      })),
    ),
  ),
  "chats.jsonl": jsonl(
    many.map((at) => ({
      id: `m-${at}`,
      input: at % 2 === 0 ? MESSAGES : { aKey: at },
      expected: { anyJson: [at, null] },
    })),
  ),
  "good.jsonl": jsonl(many.map((at) => ({ id: `m-${at}`, output: JSON.stringify({ anyJson: [at, null] }) }))),
  "bad.jsonl": jsonl(many.map((at) => ({ id: `m-${at}`, output: "no" }))),
});
