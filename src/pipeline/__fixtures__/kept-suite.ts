import type { JsonObject } from "../../domain/json.ts";
import { jsonl } from "../../testing/cli.ts";

export const CASES = 12;
const ids = Array.from({ length: CASES }, (_, index) => index);
export const SUITE = `name: kept
dataset: cases.jsonl
vars: { tone: plain }
prompts:
  - { id: terse, messages: [{ role: user, content: "In a {{ tone }} tone: {{ input }}" }] }
models:
  - { id: a, provider: recorded, path: a.jsonl }
  - { id: b, provider: module, path: b.ts, params: { temperature: 0 } }
graders:
  - { type: exact, ignore_case: false }
  - { id: short, type: length, max: 4, advisory: true }
  - { id: even, type: includes, value: e, when: "tag:even", advisory: true }
requirements:
  - { metric: accuracy, min: 0.2 }
slices: [lang]
`;
/** The suite's folder. `CALLS` stands for the file in which its program notes every call. */
export const FILES: Readonly<Record<string, string>> = {
  "s.yaml": SUITE,
  "cases.jsonl": jsonl(
    ids.map((id) => ({
      id: `c-${id}`,
      input: `case ${id}`,
      expected: "yes",
      tags: [id % 2 ? "odd" : "even"],
      lang: ["de", "fr"][id % 2],
    })),
  ),
  "a.jsonl": jsonl(
    ids.flatMap((id) =>
      [0, 1].map((k) => ({ id: `c-${id}`, output: (id + k) % 3 ? "yes" : "né", latency_ms: 10 + id, cost_usd: 0.001 })),
    ),
  ),
  "b.ts": `import { appendFileSync } from "node:fs";
export default ({ input }, { case: { id }, repeat }) => {
  appendFileSync(${JSON.stringify("CALLS")}, id + "/" + repeat + "\\n");
  if (id === process.env.EVALS_TEST_FAILS) throw new Error("no luck");
  return /[147]$/.test(input) ? "no" : "yes";
};
`,
};

/** The trials of a log, in its order, but for a last line that was cut off. */
export function trialsIn(bytes: Buffer): string[] {
  const lines = bytes.toString().split("\n").slice(0, -1);
  return lines.map((line) => String((JSON.parse(line) as JsonObject).trial));
}

export function range(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.ceil((to - from) / step) }, (_, index) => from + index * step);
}
