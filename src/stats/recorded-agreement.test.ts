import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { countAgreement } from "./agreement-table.ts";
import { cohenKappa } from "./cohen-kappa.ts";
import { krippendorffAlpha, type RatingLevel } from "./krippendorff-alpha.ts";

// Published figures over judgements that others recorded; not ours to ship.
const data = resolve(import.meta.dirname, "../../../shared/data");

function present(...files: string[]): boolean {
  const missing = files.filter((file) => !existsSync(resolve(data, file)));
  for (const file of missing) process.stderr.write(`skipped: ../shared/data/${file} is not here\n`);
  return missing.length === 0;
}

/** The body of a `describe` that is skipped runs all the same: it may read only where there is something. */
function describeRecorded(name: string, files: readonly string[], body: () => void): void {
  if (present(...files)) describe(name, body);
  else describe.skip(name, () => it("is compared with recordings", body));
}

const textOf = (file: string) => readFileSync(resolve(data, file), "utf8");
const jsonOf = <T>(file: string) => JSON.parse(textOf(file)) as T;
const linesOf = <T>(file: string) =>
  textOf(file)
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as T);

interface Ratings {
  readonly level: RatingLevel;
  readonly published_alpha: number;
  readonly alpha_at_other_levels: Readonly<Partial<Record<RatingLevel, number>>>;
  readonly ratings_rater_by_item: readonly (readonly (number | null)[])[];
}

const RATINGS = "human_agreement/krippendorff.json";

describeRecorded("JUDGE-BENCH's Krippendorff alphas", [RATINGS], () => {
  const sets = Object.entries(jsonOf<Record<string, Ratings>>(RATINGS));

  it("are twelve", () => expect(sets).toHaveLength(12));

  it.each(sets)("%s", (_, { level, published_alpha, alpha_at_other_levels, ratings_rater_by_item: raters }) => {
    const units = (raters[0] ?? []).map((_, unit) => raters.map((rater) => rater[unit] ?? null));
    const alpha = (at: RatingLevel) => krippendorffAlpha(units, at, { replicates: 0 }).alpha ?? Number.NaN;
    expect(Math.abs(alpha(level) - published_alpha)).toBeLessThan(1e-9);
    for (const [other, value] of Object.entries(alpha_at_other_levels)) {
      expect(Math.abs(alpha(other as RatingLevel) - value), other).toBeLessThan(1e-9);
    }
  });
});

interface BarItem {
  readonly subset: string;
  readonly label: number;
}
interface BarFigures {
  readonly n: number;
  readonly correct_False: number;
  readonly correct_True: number;
  readonly correct_both: number;
  readonly equal: number;
  readonly cohen_kappa_vs_gold_original: number | null;
  readonly cohen_kappa_vs_gold_swapped: number | null;
  readonly cohen_kappa_between_orders: number | null;
}
type ByRun<T> = Record<string, Record<string, Record<string, T>>>;

const BAR = ["llmbar/expected.json", "llmbar/judgments.json", "llmbar/items.jsonl"] as const;

describeRecorded("LLMBar's counts and corrected kappas", BAR, () => {
  const figures = jsonOf<ByRun<BarFigures>>(BAR[0]);
  const judgements = jsonOf<ByRun<{ original: string; swapped: string }>>(BAR[1]);
  const items = linesOf<BarItem>(BAR[2]);
  const goldOf = (subset: string) => items.filter((item) => item.subset === subset).map(({ label }) => String(label));
  const runs = Object.entries(judgements).flatMap(([judge, prompts]) =>
    Object.entries(prompts).flatMap(([prompt, subsets]) =>
      Object.entries(subsets).map(([subset, said]) => ({ judge, prompt, subset, said })),
    ),
  );

  it("are of 325 runs", () => expect(runs).toHaveLength(325));

  it("are reproduced", () => {
    const gold = new Map(runs.map(({ subset }) => [subset, goldOf(subset)]));
    const wrong: string[] = [];
    for (const { judge, prompt, subset, said } of runs) {
      const want = figures[judge]?.[prompt]?.[subset];
      const truth = gold.get(subset) ?? [];
      const [original, swapped] = [[...said.original], [...said.swapped]];
      const right = (of: readonly string[]) => of.map((label, i) => label === truth[i]);
      const count = (of: readonly boolean[]) => of.filter(Boolean).length;
      const both = right(original).map((own, i) => own && right(swapped)[i] === true);
      // A dash is a judge that gave no verdict.
      const kappa = (a: readonly string[], b: readonly string[]) =>
        cohenKappa(countAgreement(a, b, ["1", "2", "-"])).kappa;
      const got = {
        n: truth.length,
        correct_False: count(right(original)),
        correct_True: count(right(swapped)),
        correct_both: count(both),
        equal: count(original.map((label, i) => label === swapped[i])),
        cohen_kappa_vs_gold_original: kappa(original, truth),
        cohen_kappa_vs_gold_swapped: kappa(swapped, truth),
        cohen_kappa_between_orders: kappa(original, swapped),
      };
      for (const [name, value] of Object.entries(got)) {
        const wanted = want?.[name as keyof BarFigures];
        const same = value === null ? wanted === null : Math.abs(value - Number(wanted ?? Number.NaN)) < 1e-9;
        if (!same) wrong.push(`${judge}/${prompt}/${subset} ${name}: ${value} is not ${wanted}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

const VICUNA = "vicuna_bench/human_gpt35_vs_vicuna13b.jsonl";

describeRecorded("the Vicuna benchmark's judge", [VICUNA], () => {
  it("agrees with people on 52.5%, kappa 0.228", () => {
    const rows = linesOf<{ human: string; judge_single_order: string }>(VICUNA);
    const judge = rows.map((row) => row.judge_single_order);
    const human = rows.map((row) => row.human);
    const categories = ["CHATGPT", "VICUNA13B", "TIE"];
    const counts = (labels: string[]) => categories.map((name) => labels.filter((label) => label === name).length);
    expect([counts(human), counts(judge)]).toEqual([
      [41, 25, 14],
      [44, 14, 22],
    ]);
    const { kappa, observed } = cohenKappa(countAgreement(judge, human, categories));
    expect(observed).toBeCloseTo(0.525, 12);
    expect(kappa?.toFixed(3)).toBe("0.228");
  });
});
