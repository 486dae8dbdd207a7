import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { bothOrders, type Place, type Preference, preferenceOf } from "./preference.ts";
import { matchVerdict } from "./verdict.ts";

// Judgements that others have made and published. They are not ours to ship.
const data = resolve(import.meta.dirname, "../../../../shared/data");

function textOf(file: string): string | null {
  const path = resolve(data, file);
  if (existsSync(path)) return readFileSync(path, "utf8");
  process.stderr.write(`skipped: ../shared/data/${file} is not here\n`);
  return null;
}

function rowsOf<T>(file: string): readonly T[] {
  const text = textOf(file);
  return text === null
    ? []
    : text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as T);
}

function groupBy<T>(rows: readonly T[], key: (row: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return groups;
}

interface Review {
  readonly id: string;
  readonly pair: string;
  readonly judge_text: string;
  readonly scores: readonly [number, number];
}

/** The first line of a review as FastChat asked for it: two numbers and nothing else. */
function scorePair(review: string): readonly [number, number] | null {
  const [line = ""] = review.split("\n", 1);
  const match = /^\s*(\d+(?:\.\d+)?)(?:\s*,\s*|\s+)(\d+(?:\.\d+)?)\s*$/.exec(line);
  return match === null ? null : [Number(match[1]), Number(match[2])];
}

const reviews = rowsOf<Review>("vicuna_bench/reviews.jsonl");

describe.skipIf(reviews.length === 0)("the Vicuna reviews by GPT-4", () => {
  interface Totals {
    readonly n: number;
    readonly total_1: number;
    readonly total_2: number;
    readonly wins_1: number;
    readonly wins_2: number;
    readonly ties: number;
  }
  const published = JSON.parse(textOf("vicuna_bench/expected.json") ?? "{}") as {
    pairs: Record<string, Totals>;
    published_vicuna_blog_table: Record<string, [number, number]>;
  };
  const byPair = groupBy(reviews, ({ pair }) => pair);

  it("have two scores on the first line, but for three problems of arithmetic that GPT-4 solves first", () => {
    const unread = reviews.filter(({ judge_text }) => scorePair(judge_text) === null);
    expect(reviews).toHaveLength(1_040);
    expect(unread).toHaveLength(39);
    expect(new Set(unread.map(({ id }) => id))).toEqual(new Set(["vicuna-68", "vicuna-69", "vicuna-70"]));
    for (const { judge_text, scores } of reviews) expect([scores, null]).toContainEqual(scorePair(judge_text));
  });

  it.each(Object.entries(published.pairs ?? {}))("%s: the published sums and counts", (pair, totals) => {
    const rows = byPair.get(pair) ?? [];
    // Where no first line gives them, their authors' own reading counts.
    const scores = rows.map(({ judge_text, scores }) => scorePair(judge_text) ?? scores);
    const preferences = scores.map(([a, b]): Preference => (a > b ? "win" : a < b ? "loss" : "tie"));
    const count = (wanted: Preference) => preferences.filter((one) => one === wanted).length;
    expect({
      n: rows.length,
      total_1: scores.reduce((sum, [a]) => sum + a, 0),
      total_2: scores.reduce((sum, [, b]) => sum + b, 0),
      wins_1: count("win"),
      wins_2: count("loss"),
      ties: count("tie"),
    }).toEqual(totals);
  });

  it("add up to the table of the Vicuna blog", () => {
    const sums = Object.values(published.pairs).map(({ total_1, total_2 }) => `${total_1}/${total_2}`);
    for (const blog of ["513/694", "583/704", "664/655.5", "693/638"]) expect(sums).toContain(blog);
    for (const [a, b] of Object.values(published.published_vicuna_blog_table)) expect(sums).toContain(`${a}/${b}`);
  });
});

interface Item {
  readonly id: string;
  readonly subset: string;
  /** 1 or 2: the better output. */
  readonly label: number;
}
interface Judged {
  readonly n: number;
  readonly correct_False: number;
  readonly correct_True: number;
  readonly correct_both: number;
  readonly equal: number;
}
type ByRun<T> = Record<string, Record<string, Record<string, T>>>;

const items = rowsOf<Item>("llmbar/items.jsonl");

describe.skipIf(items.length === 0)("the LLMBar judgements", () => {
  const published = JSON.parse(textOf("llmbar/expected.json") ?? "{}") as ByRun<Judged>;
  const judgements = JSON.parse(textOf("llmbar/judgments.json") ?? "{}") as ByRun<{
    original: string;
    swapped: string;
  }>;
  const subsets = groupBy(items, ({ subset }) => subset);
  // Output 1 is the candidate here; what could not be read is no preference.
  const preference = (mark: string): Preference => (mark === "1" ? "win" : mark === "2" ? "loss" : "tie");

  it("give the published counts of 325 judge runs by our pairwise aggregation", () => {
    let runs = 0;
    for (const [judge, strategies] of Object.entries(judgements)) {
      for (const [strategy, bySubset] of Object.entries(strategies)) {
        for (const [subset, { original, swapped }] of Object.entries(bySubset)) {
          const gold = (subsets.get(subset) ?? []).map(({ label }) => preference(String(label)));
          const first = [...original].map(preference);
          const second = [...swapped].map(preference);
          const both = first.map((one, index) => bothOrders(one, second[index] ?? "tie"));
          const right = (said: readonly Preference[]) => said.filter((one, index) => one === gold[index]).length;
          const theirs = published[judge]?.[strategy]?.[subset];
          const name = `${judge} ${strategy} ${subset}`;
          expect([name, first.length, right(first), right(second)]).toEqual([
            name,
            theirs?.n,
            theirs?.correct_False,
            theirs?.correct_True,
          ]);
          expect(right(both.map((one) => one.preference))).toBe(theirs?.correct_both);
          expect(both.filter(({ agree }) => agree).length).toBe(theirs?.equal);
          runs += 1;
        }
      }
    }
    expect(runs).toBe(325);
  });

  interface Completion {
    readonly judge: string;
    readonly strategy: string;
    readonly swapped: boolean;
    readonly completion: string | null;
    /** 1 or 2; null: their parser found none. */
    readonly winner_after_unswap: string | null;
  }
  const completions = rowsOf<Completion>("llmbar/judge_completions.jsonl");
  const OUTPUTS = ["Output (a)", "Output (b)"];

  /** The verdict by our parser; for reasoning in words the sentence that concludes. */
  function placeOf(completion: string): Place | null {
    const concluded = [...completion.matchAll(/(Output \([ab]\))(?:, [^.\n]{0,80},)? is (?:the )?better\b/g)].at(
      -1,
    )?.[1];
    const verdict = matchVerdict(concluded ?? completion, OUTPUTS);
    return verdict === null ? null : verdict === "Output (a)" ? "FIRST" : "SECOND";
  }

  it("are read from the completions as their authors read them", () => {
    const counts = { same: 0, unread: 0, other: 0 };
    for (const { completion, swapped, winner_after_unswap } of completions) {
      if (completion === null) continue;
      const place = placeOf(completion);
      const said = place === null ? null : preferenceOf(place, !swapped) === "win" ? "1" : "2";
      if (said === winner_after_unswap) counts.same += 1;
      else if (said === null) counts.unread += 1;
      else counts.other += 1;
    }
    expect(counts).toEqual({ same: 876, unread: 0, other: 0 });
  });
});
