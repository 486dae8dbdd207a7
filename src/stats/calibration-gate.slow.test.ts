import { describe, expect, it } from "vitest";
import { binomialPmf } from "./binomial-pmf.ts";
import { gateBinaryPaired } from "./gate-binary-paired.ts";
import { gatePaired } from "./gate-paired.ts";
import type { GateResult } from "./gate-result.ts";
import { groupSequentialLooks } from "./group-sequential-looks.ts";
import { mixtureBettingE } from "./mixture-betting-e.ts";
import { createRandom } from "./sfc32.ts";
import { successiveElimination } from "./successive-elimination.ts";

/** `limit` and two standard errors of a share of `runs`. */
const withNoise = (limit: number, runs: number) => limit + 2 * Math.sqrt((limit * (1 - limit)) / runs);

/** Shares of verdicts over seeded runs. */
function verdicts(runs: number, once: (random: () => number) => Pick<GateResult, "verdict">) {
  const counts = { pass: 0, fail: 0, undecided: 0 };
  for (let run = 0; run < runs; run++) counts[once(createRandom(run)).verdict] += 1;
  return { pass: counts.pass / runs, fail: counts.fail / runs, undecided: counts.undecided / runs };
}

/** Right answers of `repeats`, as a share. */
function answers(random: () => number, p: number, repeats: number): number {
  let right = 0;
  for (let i = 0; i < repeats; i++) if (random() < p) right += 1;
  return right / repeats;
}

/** 70% easy items, 15% hard ones, 15% in between (Beta(2, 2), the middle of three). */
function difficulty(random: () => number): number {
  const u = random();
  if (u < 0.7) return 0.98;
  if (u < 0.85) return 0.05;
  const [a, b, c] = [random(), random(), random()];
  return a + b + c - Math.min(a, b, c) - Math.max(a, b, c);
}

/** Items as right as `accuracy` on average, most of them sure: the two sides then agree more often than chance. */
function sureOrNot(random: () => number, accuracy: number): number {
  const unsure = 2 * Math.min(accuracy, 1 - accuracy);
  return random() < unsure ? 0.5 : Number(accuracy > 0.5);
}

describe("a gate without a change", () => {
  const RUNS = 2_000;
  it.each(
    [50, 200, 1000].flatMap((n) =>
      [0.5, 0.9, 0.99].flatMap((accuracy) => [1, 3].map((k) => [n, accuracy, k] as const)),
    ),
  )("n = %i, accuracy %f, %i answers an item: fails one time in twenty at most", (n, accuracy, repeats) => {
    const found = verdicts(RUNS, (random) => {
      const candidate = new Float64Array(n);
      const baseline = new Float64Array(n);
      for (let i = 0; i < n; i++) {
        const p = sureOrNot(random, accuracy);
        candidate[i] = answers(random, p, repeats);
        baseline[i] = answers(random, p, repeats);
      }
      return gatePaired({ candidate, baseline, clusters: null, weights: null }, { margin: 0.03 });
    });
    expect(found.fail).toBeLessThanOrEqual(withNoise(0.05, RUNS));
  });

  it.each([
    [6, 0.9],
    [12, 0.9],
    [40, 0.9],
    [40, 0.99],
  ])("%i clusters of unequal sizes, accuracy %f", (groups, accuracy) => {
    const found = verdicts(RUNS, (random) => {
      const candidate: number[] = [];
      const baseline: number[] = [];
      const clusters: number[] = [];
      for (let group = 0; group < groups; group++) {
        // What moves a cluster moves all of it, on either side.
        const [up, down] = [random() < 0.2 ? 0.3 : 0, random() < 0.2 ? 0.3 : 0];
        const size = 1 + Math.floor(random() * 20);
        for (let i = 0; i < size; i++) {
          clusters.push(group);
          candidate.push(answers(random, accuracy * (1 - up), 1));
          baseline.push(answers(random, accuracy * (1 - down), 1));
        }
      }
      return gatePaired({ candidate, baseline, clusters, weights: null }, { margin: 0.03 });
    });
    expect(found.fail).toBeLessThanOrEqual(withNoise(0.05, RUNS));
  });
});

describe("a gate on a drop of exactly the margin", () => {
  // Exact, the candidate losing only: the hardest case; Tango's figures as published.
  it.each([
    [50, 0.0005],
    [100, 0.0485],
    [200, 0.0595],
  ])("n = %i, nothing but losses: passes with %f", (n, published) => {
    let passes = 0;
    for (let worse = 0; worse <= n; worse++) {
      if (gateBinaryPaired(0, worse, n, { margin: 0.03 }).verdict === "pass") passes += binomialPmf(worse, n, 0.03);
    }
    expect(passes).toBeLessThanOrEqual(published);
  });

  it.each([
    [100, 1, 0.048],
    [200, 1, 0.055],
    [500, 1, 0.052],
    [1000, 1, 0.048],
    [50, 3, 0.073],
    [100, 3, 0.065],
    [200, 3, 0.056],
    [500, 3, 0.06],
  ])("n = %i, %i answers an item: passes with %f", (n, repeats, published) => {
    const runs = 3_000;
    // Every item loses in proportion: mean accuracy .7685 falls by 3 points.
    const factor = 1 - 0.03 / (0.7 * 0.98 + 0.15 * 0.05 + 0.15 * 0.5);
    const found = verdicts(runs, (random) => {
      const candidate = new Float64Array(n);
      const baseline = new Float64Array(n);
      for (let i = 0; i < n; i++) {
        const p = difficulty(random);
        candidate[i] = answers(random, p * factor, repeats);
        baseline[i] = answers(random, p, repeats);
      }
      return gatePaired({ candidate, baseline, clusters: null, weights: null }, { margin: 0.03 });
    });
    expect(found.pass).toBeLessThanOrEqual(withNoise(published, runs));
  });
});

describe("five looks", () => {
  const RUNS = 3_000;
  const looks = groupSequentialLooks(5, 0.05);
  function sequential(n: number, up: number, down: number) {
    let used = 0;
    const found = verdicts(RUNS, (random) => {
      let [better, worse, done] = [0, 0, 0];
      for (const { share, nominalP } of looks) {
        for (; done < Math.ceil(n * share); done++) {
          const u = random();
          if (u < up) better += 1;
          else if (u < up + down) worse += 1;
        }
        const result = gateBinaryPaired(better, worse, done, { margin: 0.03, alpha: nominalP });
        if (result.verdict !== "undecided" || done === n) {
          used += done / n;
          return result;
        }
      }
      return { verdict: "undecided" };
    });
    return { ...found, used: used / RUNS };
  }

  it.each([
    [200, 0.05, 0.05, "fail"],
    [1000, 0.05, 0.05, "fail"],
    [1000, 0.025, 0.025, "fail"],
    [200, 0.035, 0.065, "pass"],
    [1000, 0.035, 0.065, "pass"],
  ] as const)("n = %i, %f better, %f worse: wrongly says %s one time in twenty", (n, up, down, wrong) => {
    const found = sequential(n, up, down);
    expect(found[wrong]).toBeLessThanOrEqual(withNoise(0.05, RUNS));
  });

  it.each([
    [0.05, 0.05, 0.69],
    [0.02, 0.08, 0.41],
  ])("n = 1,000, %f better, %f worse: takes %f of the answers", (up, down, published) => {
    expect(Math.abs(sequential(1000, up, down).used - published)).toBeLessThan(0.02);
  });
});

describe("betting", () => {
  it.each([
    ["above", 0.5, 0.05, 0.05],
    ["below", 0.5, 0.05, 0.05],
    ["above", 0.485, 0.035, 0.065],
    ["above", 0.5, 0.5, 0.5],
  ] as const)("%s %f, looked at after every answer, alarms one time in twenty at most", (side, m, up, down) => {
    const runs = 1_000;
    let alarms = 0;
    for (let run = 0; run < runs; run++) {
      const random = createRandom(run);
      const bet = mixtureBettingE(m, side);
      for (let t = 0; t < 1_000; t++) {
        const u = random();
        if (bet(u < up ? 1 : u < up + down ? 0 : 0.5) >= Math.log(20)) {
          alarms += 1;
          break;
        }
      }
    }
    expect(alarms / runs).toBeLessThanOrEqual(withNoise(0.05, runs));
  });
});

describe("successive elimination", () => {
  it.each([
    ["a clear winner", [0.9, 0.8, 0.8, 0.75, 0.75, 0.7, 0.7, 0.7], 500, 0.8],
    ["two close", [0.86, 0.85, 0.75, 0.75, 0.7, 0.7, 0.7, 0.7], 500, 0.8],
    ["all equal", [0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8], 500, 1],
    ["hardly a choice", [0.8, 0.78], 200, 1],
  ] as const)("%s: keeps the best", (_, rates, items, mostAnswers) => {
    const runs = 300;
    let kept = 0;
    let answered = 0;
    for (let run = 0; run < runs; run++) {
      const random = createRandom(run);
      const scores = rates.map(() => new Float64Array(items));
      for (let i = 0; i < items; i++) {
        // What makes an item hard is shared, half of the time.
        const shared = random();
        for (const [k, rate] of rates.entries()) {
          const row = scores[k];
          if (row !== undefined) row[i] = (random() < 0.5 ? shared : random()) < rate ? 1 : 0;
        }
      }
      const result = successiveElimination(scores);
      if (result.kept.includes(0)) kept += 1;
      answered += result.answers / (items * rates.length) / runs;
    }
    expect(kept / runs).toBeGreaterThanOrEqual(0.95);
    expect(answered).toBeLessThanOrEqual(mostAnswers);
  });
});
