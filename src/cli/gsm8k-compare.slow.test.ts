import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mcnemar } from "../stats/mcnemar.ts";
import { makeProject } from "../testing/cli.ts";

/** Recorded answers of four models, with McNemar's figures between them made apart (openai/grade-school-math, MIT). */
const DATA = join(import.meta.dirname, "..", "..", "..", "shared", "data", "gsm8k");
const MODELS = ["6b_finetuning", "6b_verification", "175b_finetuning", "175b_verification"];

interface Expected {
  readonly n: number;
  readonly mcnemar_pairs: readonly { a: string; b: string; only_a: number; only_b: number; exact_p: number }[];
}

const there = existsSync(join(DATA, "outputs.jsonl"));

describe.skipIf(!there)(
  `gsm8k compared${there ? "" : " (skipped: the recordings are not beside the repository)"}`,
  () => {
    it("has McNemar's counts and p between every two models, and the same from a baseline file", async () => {
      await using project = await makeProject({
        "evals/gsm8k.yaml": `name: gsm8k
dataset: ${DATA}/items.jsonl
models:
${MODELS.map((model) => `  - { id: ${model}, provider: recorded, path: "${DATA}/outputs.jsonl", fields: { id: item, output: output }, where: { model: ${model} } }`).join("\n")}
graders: [{ type: exact, extract: [answer_line, { strip: ",$" }] }]
`,
      });
      await project.evals(["run"]);
      const { n, mcnemar_pairs: pairs } = JSON.parse(await readFile(join(DATA, "expected.json"), "utf8")) as Expected;
      expect(pairs.length).toBe(6);
      for (const reference of MODELS.slice(0, 3)) {
        const { stdout } = await project.evals(["compare", "latest", "--reference", reference, "--json"]);
        const { comparisons } = JSON.parse(stdout) as { comparisons: { candidate: string }[] };
        expect(comparisons).toHaveLength(3);
        for (const { b, only_a, only_b, exact_p } of pairs.filter(({ a }) => a === reference)) {
          expect(comparisons.find(({ candidate }) => candidate === b)).toMatchObject({
            metric: "accuracy",
            baseline: reference,
            n,
            improved_count: only_b,
            regressed_count: only_a,
            difference: (only_b - only_a) / n,
            p: mcnemar(only_b, only_a).pMid,
            unshared: 0,
          });
          expect(mcnemar(only_b, only_a).pExact / exact_p).toBeCloseTo(1, 9);
        }
      }
      await project.evals(["baseline", "save", "latest"]);
      const same = await project.evals(["compare", "latest", "--baseline", "evals/baselines/gsm8k.json", "--json"]);
      const { comparisons } = JSON.parse(same.stdout) as { comparisons: object[] };
      expect(comparisons).toHaveLength(4);
      for (const comparison of comparisons)
        expect(comparison).toMatchObject({ n, difference: 0, changed: 0, unshared: 0 });
    });
  },
);
