import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { benjaminiHochberg } from "./benjamini-hochberg.ts";
import { classificationMetrics } from "./classification-metrics.ts";
import { clopperPearson } from "./clopper-pearson.ts";
import { holm } from "./holm.ts";
import { jeffreysInterval } from "./jeffreys-interval.ts";
import { mcnemar } from "./mcnemar.ts";
import { pairedDiff } from "./paired-diff.ts";
import { wilsonInterval } from "./wilson-interval.ts";

// What scipy, statsmodels and scikit-learn say of recorded outputs (gsm8k, banking77…); not ours to ship.
const data = resolve(import.meta.dirname, "../../../shared/data");
const reference = resolve(data, "stats_reference/reference.json");
const here = existsSync(reference);
if (!here) process.stderr.write("skipped: ../shared/data/stats_reference is not here\n");

interface Reference {
  readonly id?: string;
  readonly name?: string;
  readonly function: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly result: unknown;
}
const cases = here ? (JSON.parse(readFileSync(reference, "utf8")) as { cases: Reference[] }).cases : [];
const named = (name: string) => cases.filter((one) => one.function === name);
const idOf = ({ id, name }: Reference) => id ?? name ?? "";

/** Equal to nine significant digits; what is below the smallest double that keeps so many, to its size. */
function same(got: number | null | undefined, want: number): void {
  expect(Math.abs((got ?? Number.NaN) - want)).toBeLessThanOrEqual(1e-9 * Math.abs(want) + 1e-300);
}

/** Right and wrong answers of both sides, from the table of both right, first only, second only, none. */
function pairsOf([[both, first], [second, none]]: readonly [readonly [number, number], readonly [number, number]]) {
  const column = (...parts: readonly (readonly [number, number])[]) =>
    parts.flatMap(([count, value]) => new Array<number>(count).fill(value));
  return {
    a: column([both, 1], [first, 1], [second, 0], [none, 0]),
    b: column([both, 1], [first, 0], [second, 1], [none, 0]),
  };
}

describe.skipIf(!here)("what other libraries say of recorded outputs", () => {
  it("intervals of a share", () => {
    const functions = { wilson_95: wilsonInterval, clopper_pearson_95: clopperPearson, jeffreys_95: jeffreysInterval };
    for (const [name, interval] of Object.entries(functions)) {
      expect(named(name)).toHaveLength(4);
      for (const { params, result } of named(name)) {
        const { low, high } = interval(Number(params.k), Number(params.n));
        const [wantLow = 0, wantHigh = 0] = result as number[];
        same(low, wantLow);
        same(high, wantHigh);
      }
    }
  });

  it("two models on the same cases: McNemar, difference, standard error, t and p", () => {
    const paired = new Map(named("paired_t").map((one) => [idOf(one), one.result as Record<string, number>]));
    expect(named("mcnemar")).toHaveLength(6);
    for (const one of named("mcnemar")) {
      const table = one.params.table as readonly [readonly [number, number], readonly [number, number]];
      same(mcnemar(table[0][1], table[1][0]).pExact, (one.result as { exact_p: number }).exact_p);
      const want = paired.get(idOf(one));
      const { a, b } = pairsOf(table);
      const got = pairedDiff(a, b, null, null);
      same(got.difference, want?.mean_diff ?? Number.NaN);
      same(got.standardError, want?.se ?? Number.NaN);
      same(got.t, want?.t ?? Number.NaN);
      same(got.p, want?.p ?? Number.NaN);
    }
  });

  it("many p-values", () => {
    for (const [name, adjust] of [
      ["holm", holm],
      ["fdr_bh", benjaminiHochberg],
    ] as const)
      for (const { params, result } of named(name)) {
        const got = adjust(params.p as number[]);
        const want = (result as { adjusted: number[] }).adjusted;
        expect(got).toHaveLength(want.length);
        for (const [at, value] of want.entries()) same(got[at], value);
      }
  });

  it("77 classes", () => {
    const rows = readFileSync(resolve(data, "banking77/predictions_tfidf_logreg.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { label: string; pred: string });
    const labels = [...new Set(rows.flatMap(({ label, pred }) => [label, pred]))].sort();
    const matrix = labels.map(() => new Array<number>(labels.length).fill(0));
    for (const { label, pred } of rows) {
      const row = matrix[labels.indexOf(label)] ?? [];
      const at = labels.indexOf(pred);
      row[at] = (row[at] ?? 0) + 1;
    }
    const [want] = named("multiclass").map(({ result }) => result as Record<string, number>);
    const got = classificationMetrics(matrix);
    expect(labels).toHaveLength(77);
    same(got?.accuracy, want?.accuracy ?? Number.NaN);
    same(got?.macro[2], want?.macro_f1 ?? Number.NaN);
    same(got?.mcc, want?.mcc ?? Number.NaN);
  });
});
