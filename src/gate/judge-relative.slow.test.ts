import { describe, expect, it } from "vitest";
import type { MetricForm, PairedValues } from "../domain/comparison.ts";
import type { Requirement } from "../domain/suite.ts";
import { createRandom } from "../stats/sfc32.ts";
import { judgeRelative } from "./judge-relative.ts";

const SEEDS = 1_000;

type Random = () => number;

/** 70% easy (.98), 15% hard (.05), 15% anything between: the cases of the reference simulation. */
function difficulty(random: Random): number {
  const kind = random();
  if (kind < 0.7) return 0.98;
  if (kind < 0.85) return 0.05;
  // Beta(2, 2): the middle of three uniform draws.
  return [random(), random(), random()].sort((a, b) => a - b)[1] ?? 0.5;
}

function share(random: Random, rate: number, repeats: number): number {
  let passed = 0;
  for (let i = 0; i < repeats; i++) if (random() < rate) passed += 1;
  return passed / repeats;
}

interface Wanted {
  readonly n: number;
  readonly repeats: number;
  readonly shift: number;
  readonly perCluster?: number;
}

function accuracyPair(random: Random, { n, repeats, shift, perCluster }: Wanted): PairedValues {
  const rates = Array.from({ length: n }, () => difficulty(random));
  // In a cluster all cases are as difficult as its first.
  const rate = (i: number) => rates[perCluster === undefined ? i : i - (i % perCluster)] ?? 0;
  const side = (less: number) =>
    Float64Array.from(rates, (_, i) => share(random, Math.max(0, rate(i) - less), repeats));
  return {
    metric: "accuracy",
    better: "higher",
    form: { type: "mean" },
    candidate: side(shift),
    baseline: side(0),
    clusters: perCluster === undefined ? null : Int32Array.from(rates, (_, i) => Math.floor(i / perCluster)),
    weights: null,
    repeats: { candidate: repeats, baseline: repeats },
    ids: rates.map((_, i) => `c-${i}`),
    unshared: 0,
    changed: 0,
    warnings: [],
  };
}

function latencyPair(random: Random, n: number, form: MetricForm): PairedValues {
  const own = Array.from({ length: n }, () => Math.exp(normal(random)));
  const side = () => Float64Array.from(own, (value) => value * Math.exp(0.3 * normal(random)));
  const passes = () => Float64Array.from(own, () => (random() < 0.8 ? 1 : 0));
  return {
    ...accuracyPair(random, { n: 0, repeats: 1, shift: 0 }),
    form,
    candidate: side(),
    baseline: side(),
    ...(form.type === "ratio" ? { per: { candidate: passes(), baseline: passes() } } : {}),
    ids: own.map((_, i) => `c-${i}`),
  };
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function rates(kind: Requirement["bound"], unit: string, make: (random: Random) => PairedValues, seeds = SEEDS) {
  const requirement: Requirement = {
    metric: "accuracy",
    bound: kind,
    slice: null,
    candidate: null,
    against: null,
    decide: "interval",
    source: { index: 0, line: 1, col: 1 },
  };
  const found = { pass: 0, fail: 0, undecided: 0 };
  for (let seed = 1; seed <= seeds; seed++) {
    const values = make(createRandom(seed));
    const { result } = judgeRelative(requirement, "mini", {
      pairing: { status: "paired", values },
      supposing: () => null,
      measured: values.ids.length,
      unit,
      complete: true,
      decides: true,
    });
    found[result.verdict] += 1;
  }
  return { pass: found.pass / seeds, fail: found.fail / seeds, undecided: found.undecided / seeds };
}

const DROP = { kind: "max_drop", value: 0.03, unit: "metric" } as const;
const RISE = { kind: "max_increase", value: 10, unit: "percent" } as const;

describe("false alarms of the gate, simulated", () => {
  // The reference: .045, .053; .053, .000, Monte Carlo error .007.
  it.each([
    [200, 1, 0.05],
    [200, 3, 0.05],
    [1000, 1, 0.05],
    [1000, 3, 0.01],
  ] as const)("n %i, %i repeats, nothing changed: fails in at most %f", (n, repeats, most) => {
    const found = rates(DROP, "share", (random) => accuracyPair(random, { n, repeats, shift: 0 }));
    expect(found.fail).toBeLessThanOrEqual(most);
  });

  it("clusters of five", () => {
    const found = rates(DROP, "share", (random) =>
      accuracyPair(random, { n: 300, repeats: 1, shift: 0, perCluster: 5 }),
    );
    expect(found.fail).toBeLessThanOrEqual(0.06);
  });

  it.each([1, 3] as const)("a drop of 5 points is found as often as the reference says, %i repeats", (repeats) => {
    const found = rates(DROP, "share", (random) => accuracyPair(random, { n: 200, repeats, shift: 0.05 }));
    // .586 and .855; cases that are nearly always wrong cannot lose 5 points.
    expect(found.fail).toBeGreaterThan(repeats === 1 ? 0.5 : 0.78);
    expect(found.pass).toBeLessThan(0.05);
  });

  it.each([
    ["median latency", 200, { type: "quantile", p: 0.5 }, "ms"],
    ["p95 latency", 400, { type: "quantile", p: 0.95 }, "ms"],
    ["cost per success", 200, { type: "ratio" }, "usd"],
  ] as const)("%s, nothing changed", (_, n, form, unit) => {
    const found = rates(RISE, unit, (random) => latencyPair(random, n, form), form.type === "quantile" ? 300 : SEEDS);
    expect(found.fail).toBeLessThanOrEqual(form.type === "quantile" ? 0.08 : 0.06);
  });
});
