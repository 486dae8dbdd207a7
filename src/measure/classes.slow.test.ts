import { expect, it } from "vitest";
import { createRandom } from "../stats/sfc32.ts";
import { answered } from "./__fixtures__/class-rows.ts";
import { measureMetric } from "./measure-metric.ts";

const LABELS = ["a", "b", "c", "rare"];
const SHARES = [0.45, 0.3, 0.2, 0.05];
/** Chance of each answer by label; the last is no label. */
const ANSWERS = [
  [0.9, 0.05, 0.03, 0, 0.02],
  [0.1, 0.8, 0.1, 0, 0],
  [0.05, 0.1, 0.8, 0.02, 0.03],
  [0.2, 0.1, 0.1, 0.6, 0],
];

it("intervals of classes cover their figures in 92% of samples and more", async () => {
  const random = createRandom(5);
  const draw = (shares: readonly number[]) => {
    let left = random();
    for (const [at, share] of shares.entries()) {
      left -= share;
      if (left < 0) return at;
    }
    return 0;
  };
  const joint = ANSWERS.map((row, at) => row.map((chance) => chance * (SHARES[at] ?? 0)));
  const truth = LABELS.map((_, at) => {
    const said = joint.reduce((sum, row) => sum + (row[at] ?? 0), 0);
    const hit = joint[at]?.[at] ?? 0;
    return { f1: (2 * hit) / ((SHARES[at] ?? 0) + said), recall: hit / (SHARES[at] ?? 1) };
  });
  const mean = (of: (one: (typeof truth)[number]) => number) => truth.reduce((sum, one) => sum + of(one), 0) / 4;
  const wanted: Record<string, number> = {
    macro_f1: mean(({ f1 }) => f1),
    macro_recall: mean(({ recall }) => recall),
    "f1.a": truth[0]?.f1 ?? 0,
    "f1.rare": truth[3]?.f1 ?? 0,
  };
  const covered = new Map<string, number>();
  const runs = 300;
  let counted = 0;
  for (let run = 0; run < runs; run++) {
    const rows = Array.from({ length: 150 }, () => {
      const label = draw(SHARES);
      return [LABELS[label] ?? "", [...LABELS, "?!"][draw(ANSWERS[label] ?? [])] ?? ""] as const;
    });
    // A sample without the rare label is of another question.
    if (!rows.some(([label]) => label === "rare")) continue;
    counted += 1;
    const table = await answered(rows);
    for (const [metric, value] of Object.entries(wanted)) {
      const { low, high } = measureMetric(table, "m", metric, { priced: true }) ?? { low: null, high: null };
      if (low !== null && high !== null && low <= value && value <= high)
        covered.set(metric, (covered.get(metric) ?? 0) + 1);
    }
  }
  for (const metric of Object.keys(wanted)) expect((covered.get(metric) ?? 0) / counted, metric).toBeGreaterThan(0.92);
}, 120_000);
