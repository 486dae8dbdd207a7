import { describe, expect, it } from "vitest";
import type { Interval } from "./interval.ts";
import { judgePostStratified } from "./judge-post-stratified.ts";
import { ppiMean } from "./ppi-mean.ts";
import { roganGladen } from "./rogan-gladen.ts";
import { createRandom } from "./sfc32.ts";
import { wilsonInterval } from "./wilson-interval.ts";

const RUNS = 4_000;
const UNLABELLED = 1_000;

const holds = ({ low, high }: Interval, truth: number) =>
  low !== null && high !== null && low <= truth && truth <= high;
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

interface Coverage {
  readonly postStratified: number;
  readonly ppi: number;
  readonly plusPlus: number;
  readonly naive: number;
  readonly width: number;
  readonly humanWidth: number;
}

/** A judge of known sensitivity and specificity: how often each corrected interval holds the true rate. */
function simulate(p: number, se: number, sp: number, n: number): Coverage {
  const random = createRandom(1_000 * n + Math.round(100 * p));
  const held = { postStratified: 0, ppi: 0, plusPlus: 0, naive: 0, width: 0, humanWidth: 0 };
  const judge = (label: number) => (random() < (label === 1 ? se : 1 - sp) ? 1 : 0);
  const human = () => (random() < p ? 1 : 0);
  const widthOf = ({ low, high }: Interval) => (high ?? 1) - (low ?? 0);
  for (let run = 0; run < RUNS; run++) {
    const y = Array.from({ length: n }, human);
    const f = y.map(judge);
    const rest = Array.from({ length: UNLABELLED }, () => judge(human()));
    const stratified = judgePostStratified(y, f, rest);
    const { ppi, plusPlus } = ppiMean(y, f, rest);
    if (holds(stratified, p)) held.postStratified += 1;
    if (holds(ppi, p)) held.ppi += 1;
    if (holds(plusPlus, p)) held.plusPlus += 1;
    if (holds(wilsonInterval(sum(f) + sum(rest), n + UNLABELLED), p)) held.naive += 1;
    held.width += widthOf(stratified);
    held.humanWidth += widthOf(wilsonInterval(sum(y), n));
  }
  const share = (count: number) => count / RUNS;
  return {
    postStratified: share(held.postStratified),
    ppi: share(held.ppi),
    plusPlus: share(held.plusPlus),
    naive: share(held.naive),
    width: share(held.width),
    humanWidth: share(held.humanWidth),
  };
}

describe("corrected rates hold the truth 95% ± 1.5 of the time", () => {
  // Enough labels of the rarer class for the normal approximation: n ≥ 100 with 20 of them, or a smoothed estimate.
  it.each([
    [0.8, 0.95, 0.8, 100],
    [0.8, 0.95, 0.8, 300],
    [0.7, 0.85, 0.6, 100],
    [0.7, 0.85, 0.6, 300],
    [0.5, 0.9, 0.9, 200],
    [0.9, 0.95, 0.75, 300],
  ])("prevalence %f, Se %f, Sp %f, n %i", (p, se, sp, n) => {
    const found = simulate(p, se, sp, n);
    expect(Math.abs(found.postStratified - 0.95)).toBeLessThan(0.015);
    expect(Math.abs(found.ppi - 0.95)).toBeLessThan(0.015);
    expect(Math.abs(found.plusPlus - 0.95)).toBeLessThan(0.015);
    expect(found.width).toBeLessThan(found.humanWidth * 1.05);
  });

  // What theory warns of: the judge's own interval misses, PPI++ is too narrow with few labels of the rarer class, and
  // the smoothed post-stratified one errs to the safe side.
  it.each([
    [0.95, 0.97, 0.7, 30],
    [0.95, 0.97, 0.7, 100],
  ])("rare failures: prevalence %f, Se %f, Sp %f, n %i", (p, se, sp, n) => {
    const found = simulate(p, se, sp, n);
    expect(found.postStratified).toBeGreaterThan(0.94);
    expect(found.plusPlus).toBeLessThan(0.93);
    expect(found.naive).toBeLessThan(0.6);
  });

  it("clusters: repeats of a case that share its label, some labelled, some not", () => {
    const random = createRandom(77);
    const [p, se, sp] = [0.7, 0.85, 0.75];
    const held = { clustered: 0, plain: 0, plusPlus: 0 };
    const runs = 1_500;
    for (let run = 0; run < runs; run++) {
      const y: number[] = [];
      const f: number[] = [];
      const rest: number[] = [];
      const own: number[] = [];
      const others: number[] = [];
      for (let unit = 0; unit < 200; unit++) {
        const label = random() < p ? 1 : 0;
        // A judge errs on the case rather than on the reply: three repeats fare alike.
        const said = random() < (label === 1 ? se : 1 - sp) ? 1 : 0;
        const labelled = unit < 60;
        for (let repeat = 0; repeat < 3; repeat++) {
          if (labelled) [y.push(label), f.push(said), own.push(unit)];
          else [rest.push(said), others.push(unit)];
        }
      }
      const clusters = { clusters: own, unlabelledClusters: others };
      if (holds(judgePostStratified(y, f, rest), p)) held.plain += 1;
      if (holds(judgePostStratified(y, f, rest, clusters), p)) held.clustered += 1;
      if (holds(ppiMean(y, f, rest, clusters).plusPlus, p)) held.plusPlus += 1;
    }
    expect(held.plain / runs).toBeLessThan(0.85);
    expect(held.clustered / runs).toBeGreaterThan(0.92);
    expect(held.plusPlus / runs).toBeGreaterThan(0.92);
  });

  it("Rogan-Gladen with sensitivity and specificity from elsewhere", () => {
    const random = createRandom(78);
    const [p, se, sp] = [0.8, 0.95, 0.8];
    const count = (n: number, chance: number) => {
      let hits = 0;
      for (let i = 0; i < n; i++) if (random() < chance) hits += 1;
      return hits;
    };
    let held = 0;
    for (let run = 0; run < 3_000; run++) {
      const rate = count(1_000, p * se + (1 - p) * (1 - sp)) / 1_000;
      const sensitivity = { value: count(60, se) / 60, positives: 60 };
      const specificity = { value: count(60, sp) / 60, negatives: 60 };
      if (holds(roganGladen(rate, 1_000, sensitivity, specificity), p)) held += 1;
    }
    expect(held / 3_000).toBeGreaterThan(0.93);
    expect(held / 3_000).toBeLessThan(0.985);
  });
});
