import { describe, expect, it } from "vitest";
import type { HumanLabel, JudgedOutput } from "../../domain/calibration.ts";
import { createRandom } from "../../stats/sfc32.ts";
import { calibrated, label, output, simulate, within } from "./__fixtures__/simulated-judge.ts";

describe("a judge of known sensitivity and specificity", () => {
  it("is found to have them, and its pass rate is mended", () => {
    const { sensitivity, specificity, corrected, agreement, labels } = calibrated(simulate(5, {}));
    expect(labels).toMatchObject({ read: 200, outputs: 200, unmatched: [] });
    expect(within(0.9, sensitivity?.low ?? null, sensitivity?.high ?? null)).toBe(true);
    expect(within(0.7, specificity?.low ?? null, specificity?.high ?? null)).toBe(true);
    expect(agreement.share.method).toBe("wilson");
    expect(agreement.kappa.value).toBeGreaterThan(0.4);
    const [only] = corrected;
    expect(only).toMatchObject({ labels: 200, outputs: 1_000, warnings: [] });
    expect(only?.postStratified?.n).toBe(200);
    // The judge's own interval does not hold .7: it passes 72%.
    expect(within(0.7, only?.postStratified?.low ?? null, only?.postStratified?.high ?? null)).toBe(true);
    expect(within(0.7, only?.ppi.low ?? null, only?.ppi.high ?? null)).toBe(true);
  });

  it("is not corrected by a handful of labels, and with a rare class it says so", () => {
    const few = calibrated(simulate(7, { labelled: 29 })).corrected[0];
    expect(few?.postStratified).toMatchObject({ value: null, method: "too-few-labels" });
    expect(few?.ppi.value).toBeNull();
    expect(few?.raw.value).not.toBeNull();
    expect(few?.warnings[0]).toContain("1 more are needed");
    const rare = calibrated(simulate(7, { labelled: 120, rate: 0.95 })).corrected[0];
    expect(rare?.rarer).toBeLessThan(20);
    expect(rare?.warnings[0]).toContain("of the rarer class");
  });

  it("notices labels that are no random sample", () => {
    const { outputs, labels } = simulate(9, { labelled: 1_000 });
    const failed = new Set(outputs.filter(({ verdict }) => verdict?.pass === false).map(({ caseId }) => caseId));
    const chosen = labels.filter(({ caseId }, i) => failed.has(caseId) || i % 20 === 0).slice(0, 200);
    expect(calibrated({ outputs, labels: chosen }).corrected[0]?.warnings.join()).toContain("no random sample");
    expect(calibrated({ outputs, labels }).warnings[0]).toContain("must be a random sample");
  });

  it("that favours long outputs is found out", () => {
    const random = createRandom(3);
    const outputs = Array.from({ length: 300 }, (_, i) =>
      output(i, { score: i < 150 ? 0 : 1, pass: i >= 150, label: null }, i + 1),
    );
    const labels = outputs.map((_, i) => label(i, random() < 0.5));
    const { length } = calibrated({ outputs, labels });
    expect(length?.bands.map(({ n }) => n)).toEqual([100, 100, 100]);
    expect(length?.difference.value).toBeGreaterThan(0.7);
    expect(length?.p).toBeLessThan(1e-6);
    expect(calibrated(simulate(4, {})).length?.p).toBeGreaterThan(0.01);
  });
});

describe("people", () => {
  const outputs = Array.from({ length: 60 }, (_, i) => output(i, { score: i % 2, pass: i % 2 === 1, label: null }));

  it("who differ set the ceiling, and who are split answer nothing", () => {
    const labels = outputs.flatMap((_, i) => [
      label(i, i % 2 === 1, "ann"),
      label(i, i % 6 === 0 ? i % 2 === 0 : i % 2 === 1, "bob"),
    ]);
    const { people, agreement, labels: told, warnings, corrected } = calibrated({ outputs, labels });
    // Left out, those that are hard to tell would be taken as the judge has them.
    expect(corrected[0]).toMatchObject({ labels: 60, human: { value: (30 + 10 / 2) / 60 } });
    expect(people).toMatchObject({ outputs: 60, labels: 120, raters: ["ann", "bob"], split: 10 });
    expect(people?.share.value).toBeCloseTo(50 / 60, 12);
    expect(people?.judgeShare.value).toBeCloseTo(110 / 120, 12);
    expect(people?.alpha.value).toBeGreaterThan(0.5);
    expect(told.outputs).toBe(60);
    expect(agreement.share).toMatchObject({ value: 1, n: 50 });
    expect(warnings.join()).toContain("evenly split on 10 of 60");
  });

  it("without a name are told to have one", () => {
    const labels = [label(0, true), label(0, false), label(1, true)];
    expect(calibrated({ outputs, labels }).warnings.join()).toContain("1 outputs have several labels without a rater");
  });

  it("whose outputs are not there are named", () => {
    const silent = output(60, null);
    const labels = [label(0, true), { ...label(1, true), repeat: 2 }, label(60, true)];
    expect(calibrated({ outputs: [...outputs, silent], labels }).labels.unmatched).toEqual([
      "c-1/a/2: the run has no such output",
      "c-60/a/1: the judge gave no verdict",
    ]);
  });
});

describe("kinds of labels", () => {
  it("words: recall per label, and what they mean for passing", () => {
    const words = ["good", "fair", "bad"];
    const outputs = Array.from({ length: 90 }, (_, i) => {
      const word = words[i % 3] ?? "";
      return output(i, { score: [1, 0.5, 0][i % 3] ?? 0, pass: i % 3 < 2, label: word });
    });
    const labels = outputs.map((_, i) => label(i, i % 9 === 0 ? "bad" : (words[i % 3] ?? "")));
    const found = calibrated({ outputs, labels }, { kind: "label" });
    expect(found.recalls.map(({ label, recall }) => [label, recall.value, recall.n])).toEqual([
      ["bad", 30 / 40, 40],
      ["fair", 1, 30],
      ["good", 1, 20],
    ]);
    expect(found.specificity).toMatchObject({ value: 30 / 40, n: 40 });
    expect(found.corrected[0]?.human.value).toBeCloseTo(50 / 90, 12);
  });

  it("scores on the judge's own scale: weighted kappa, ordinal alpha, the mean corrected", () => {
    const random = createRandom(8);
    const outputs: JudgedOutput[] = [];
    const labels: HumanLabel[] = [];
    for (let i = 0; i < 400; i++) {
      const worth = 1 + Math.floor(random() * 5);
      const said = Math.min(5, worth + (random() < 0.5 ? 1 : 0));
      outputs.push(output(i, { score: (said - 1) / 4, pass: null, label: null }));
      if (i < 150) labels.push(label(i, worth));
    }
    const found = calibrated({ outputs, labels }, { kind: "score", range: [1, 5] });
    expect(found.agreement.ac1).toBeNull();
    expect(found.agreement.kappa.method).toBe("quadratic-kappa");
    expect(found.agreement.alpha.method).toBe("ordinal-bootstrap");
    expect(found.agreement.kappa.value).toBeGreaterThan(found.agreement.share.value ?? 1);
    expect(found.sensitivity).toBeNull();
    const [only] = found.corrected;
    expect(only).toMatchObject({ rarer: null, postStratified: null });
    // People's mean is .5; the judge adds a tenth.
    expect(only?.raw.low).toBeGreaterThan(0.53);
    expect(within(0.5, only?.ppi.low ?? null, only?.ppi.high ?? null)).toBe(true);
  });

  it("scores of many values are told by distance alone", () => {
    const random = createRandom(6);
    const outputs = Array.from({ length: 50 }, (_, i) => output(i, { score: random(), pass: null, label: null }));
    const labels = outputs.map(({ verdict }, i) => label(i, verdict?.score ?? 0));
    const { agreement } = calibrated({ outputs, labels }, { kind: "score" });
    expect(agreement.kappa).toMatchObject({ value: null, method: "too-many-values" });
    expect(agreement.alpha).toMatchObject({ value: 1, method: "interval-bootstrap" });
  });
});

describe("repeats and orders", () => {
  it("outputs of one case are one observation", () => {
    const outputs = Array.from({ length: 120 }, (_, i) => {
      const at = Math.floor(i / 4);
      const pass = at % 3 > 0;
      return { ...output(at, { score: Number(pass), pass, label: null }), repeat: (i % 4) + 1 };
    });
    const labels = outputs.map(({ repeat }, i) => ({ ...label(Math.floor(i / 4), Math.floor(i / 4) % 5 > 0), repeat }));
    const { agreement, corrected } = calibrated({ outputs, labels });
    expect(agreement.share.method).toBe("wilson-neff");
    expect(agreement.kappa.method).toBe("cluster-bootstrap");
    const width = (agreement.share.high ?? 1) - (agreement.share.low ?? 0);
    expect(width).toBeGreaterThan(0.3);
    expect(corrected[0]?.postStratified?.method).toBe("post-stratified-cr1");
  });

  it("two verdicts on one text tell of stability, a replay does not", () => {
    const verdict = (pass: boolean) => ({ score: Number(pass), pass, label: null });
    const one = (at: number, repeat: number, pass: boolean, replayed = false) => ({
      ...output(at, verdict(pass)),
      repeat,
      replayed,
    });
    const outputs = [
      one(0, 1, true),
      one(0, 2, false),
      one(1, 1, true),
      one(1, 2, true),
      one(2, 1, true),
      one(2, 2, true, true),
    ];
    expect(calibrated({ outputs, labels: [label(0, true)] }).stability).toMatchObject({
      groups: 2,
      verdicts: 4,
      replayed: 1,
      share: { value: 0.5 },
    });
    expect(calibrated({ outputs: outputs.slice(0, 1), labels: [label(0, true)] }).stability).toBeNull();
  });

  it("a judge that prefers what stands first is found out", () => {
    const orders = [{ shownFirst: "win", shownSecond: "loss" }] as const;
    const outputs = Array.from({ length: 20 }, (_, i) => ({
      ...output(i, { score: 0.5, pass: true, label: "tie" }),
      orders,
    }));
    const { position } = calibrated({ outputs, labels: [label(0, "tie")] }, { kind: "label" });
    expect(position).toMatchObject({ comparisons: 20, firstFirst: 20, secondSecond: 0, firstPreference: 1 });
    expect(position?.p).toBeLessThan(1e-4);
  });
});
