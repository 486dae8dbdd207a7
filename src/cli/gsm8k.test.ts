import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeProject } from "../testing/cli.ts";

/** Recorded answers of four models with the authors' own count of what is right (openai/grade-school-math, MIT). */
const DATA = join(import.meta.dirname, "..", "..", "..", "shared", "data", "gsm8k");
const PUBLISHED = { "6b_finetuning": 286, "6b_verification": 515, "175b_finetuning": 458, "175b_verification": 742 };
const ITEMS = 1_319;

const suite = (grader: string) => `name: gsm8k
dataset: ${DATA}/items.jsonl
models:
${Object.keys(PUBLISHED)
  .map(
    (model) =>
      `  - { id: ${model}, provider: recorded, path: "${DATA}/outputs.jsonl", fields: { id: item, output: output }, where: { model: ${model} } }`,
  )
  .join("\n")}
graders:
  - ${grader}
reference: 6b_finetuning
`;

const there = existsSync(join(DATA, "outputs.jsonl"));

describe.skipIf(!there)(`gsm8k${there ? "" : " (skipped: the recordings are not beside the repository)"}`, () => {
  it.each([
    '{ type: exact, extract: [answer_line, { strip: ",$" }] }',
    '{ type: numeric, extract: [answer_line, { strip: ",$" }] }',
  ])("has what was published right, with %s", { concurrent: true }, async (grader) => {
    await using project = await makeProject({ "evals/gsm8k.yaml": suite(grader) });
    const { code, stdout } = await project.evals(["run", "--json"]);
    const summary = JSON.parse(stdout) as { candidates: { id: string; trials: Record<string, number> }[] };
    const passed = Object.fromEntries(summary.candidates.map(({ id, trials }) => [id, trials.passed]));
    expect(passed).toEqual(PUBLISHED);
    for (const { trials } of summary.candidates)
      expect(trials).toMatchObject({ planned: ITEMS, failed: ITEMS - (trials.passed ?? 0), ungraded: 0, errored: 0 });
    expect(code).toBe(0);
  });
});
