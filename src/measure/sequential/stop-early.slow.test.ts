import { describe, expect, it } from "vitest";
import type { Verdict } from "../../domain/summary.ts";
import { decideAbsolute } from "../../gate/judge-requirements.ts";
import { gateBinaryPaired } from "../../stats/gate-binary-paired.ts";
import { createRandom } from "../../stats/sfc32.ts";
import { wilsonInterval } from "../../stats/wilson-interval.ts";
import { type CaseLook, planLooks, STOP_EARLY } from "./looks.ts";
import { Sequence } from "./sequence.ts";

const RUNS = 2_000;

interface Outcome {
  readonly verdict: Verdict;
  readonly cases: number;
}

/** The first look at which it is decided, else the last. */
function stopAt(looks: readonly CaseLook[], judge: (look: CaseLook) => Verdict): Outcome {
  for (const look of looks) {
    const verdict = judge(look);
    if (verdict !== "undecided") return { verdict, cases: look.cases };
  }
  return { verdict: "undecided", cases: looks.at(-1)?.cases ?? 0 };
}

function share(passes: Uint8Array, bound: number) {
  return ({ cases, confidence }: CaseLook): Verdict => {
    const passed = passes.subarray(0, cases).reduce((sum, one) => sum + one, 0);
    const interval = wilsonInterval(passed, cases, confidence);
    return decideAbsolute({ value: passed / cases, ...interval, n: cases, method: "" }, "min", bound, "interval");
  };
}

function simulate(cases: number, run: (random: () => number, looks: readonly CaseLook[]) => Outcome) {
  const looks = planLooks(cases, STOP_EARLY);
  const random = createRandom(20_261);
  const all = Array.from({ length: RUNS }, () => run(random, looks));
  const rate = (wanted: Verdict) => all.filter(({ verdict }) => verdict === wanted).length / RUNS;
  const used = all.reduce((sum, one) => sum + one.cases, 0) / RUNS / cases;
  return { pass: rate("pass"), fail: rate("fail"), used };
}

const absolute = (cases: number, rate: number, bound: number) =>
  simulate(cases, (random, looks) => {
    const passes = Uint8Array.from({ length: cases }, () => Number(random() < rate));
    return stopAt(looks, share(passes, bound));
  });

/** The same runs without looks. */
const oneLook = (cases: number, bound: number) =>
  simulate(cases, (random) => {
    const passes = Uint8Array.from({ length: cases }, () => Number(random() < bound));
    return stopAt(atTheEnd(cases), share(passes, bound));
  });

/** Pairs that are discordant so often, with this difference; margin 3 points. */
const relative = (
  cases: number,
  difference: number,
  { discordant = 0.1, looks }: { readonly discordant?: number; readonly looks?: readonly CaseLook[] } = {},
) =>
  simulate(cases, (random, planned) => {
    const better = (discordant + difference) / 2;
    const signs = Int8Array.from({ length: cases }, () => {
      const drawn = random();
      return drawn < better ? 1 : drawn < discordant ? -1 : 0;
    });
    return stopAt(looks ?? planned, (look) => {
      const seen = signs.subarray(0, look.cases);
      const up = seen.filter((sign) => sign > 0).length;
      const down = seen.filter((sign) => sign < 0).length;
      return gateBinaryPaired(up, down, look.cases, { margin: 0.03, alpha: look.nominalP }).verdict;
    });
  });

const atTheEnd = (cases: number): readonly CaseLook[] => [{ look: 1, of: 1, cases, confidence: 0.95, nominalP: 0.05 }];

/** 5% and two standard errors. */
const MOST = 0.05 + 2 * Math.sqrt((0.05 * 0.95) / RUNS);
const report = (what: string, found: object) => process.stdout.write(`${what} ${JSON.stringify(found)}\n`);

describe("stopping early", () => {
  it("passes or fails wrongly at the bound no more often than a run that goes to its end", { timeout: 120_000 }, () => {
    for (const cases of [50, 200, 1_000])
      for (const bound of [0.5, 0.8, 0.9, 0.99]) {
        const found = absolute(cases, bound, bound);
        const fixed = oneLook(cases, bound);
        report(`at the bound, N ${cases}, ${bound}:`, { ...found, fixed });
        expect(found.pass, `${cases} cases, bound ${bound}`).toBeLessThanOrEqual(MOST);
        // Wilson's own: two failures of 50 are "shown" to be less than 99% (9% of the time), looks or none.
        expect(found.fail, `${cases} cases, bound ${bound}`).toBeLessThanOrEqual(Math.max(MOST, fixed.fail + 0.01));
      }
  });

  it("uses few cases where the effect is clear, and decides rightly", { timeout: 120_000 }, () => {
    const good = absolute(1_000, 0.95, 0.85);
    const bad = absolute(1_000, 0.7, 0.85);
    const near = absolute(1_000, 0.88, 0.85);
    for (const [what, found] of Object.entries({ good, bad, near })) report(what, found);
    expect(good.pass).toBeGreaterThan(0.99);
    expect(good.used).toBeLessThan(0.5);
    expect(bad.fail).toBeGreaterThan(0.99);
    expect(bad.used).toBeLessThan(0.45);
    expect(near.fail).toBeLessThanOrEqual(0.005);
  });

  it("holds the error of comparisons, and saves what the reference saves", { timeout: 120_000 }, () => {
    const same = relative(1_000, 0);
    const margin = relative(1_000, -0.03);
    const worse = relative(1_000, -0.06);
    for (const [what, found] of Object.entries({ same, margin, worse })) report(what, found);
    expect(same.fail).toBeLessThanOrEqual(MOST);
    expect(margin.pass).toBeLessThanOrEqual(MOST);
    // The reference: .899/.049/.69 without a change, 0/1/.41 at twice the margin.
    expect(same.pass).toBeGreaterThan(0.87);
    expect(Math.abs(same.used - 0.69)).toBeLessThan(0.03);
    expect(Math.abs(worse.used - 0.41)).toBeLessThan(0.03);
    expect(worse.fail).toBeGreaterThan(0.99);
    // Hardly less is shown than without looks.
    const looks = atTheEnd(1_000);
    expect(same.pass).toBeGreaterThan(relative(1_000, 0, { looks }).pass - 0.03);
    expect(margin.fail).toBeGreaterThan(relative(1_000, -0.03, { looks }).fail - 0.03);
  });

  it("raises no more false alarms than 5% where nothing has changed", { timeout: 120_000 }, () => {
    for (const cases of [50, 200, 1_000])
      for (const accuracy of [0.5, 0.9, 0.99]) {
        // Answers of both sides are correlated by one half.
        const discordant = accuracy * (1 - accuracy);
        const found = relative(cases, 0, { discordant });
        report(`no change, N ${cases}, accuracy ${accuracy}:`, found);
        expect(found.fail, `${cases} cases, accuracy ${accuracy}`).toBeLessThanOrEqual(0.06);
      }
  });

  it("decides the same whatever finishes first: failing cases that take twice as long change nothing", () => {
    const random = createRandom(3);
    const looks = planLooks(200, STOP_EARLY);
    for (let run = 0; run < 300; run++) {
      const passes = Uint8Array.from({ length: 200 }, () => Number(random() < 0.85));
      const inOrder = stopAt(looks, share(passes, 0.8));
      expect(asTheyFinish(passes, looks, random)).toEqual(inOrder);
    }
  });
});

/** 64 at a time, each for as long as it takes: judged when the sequence says that a look is due. */
function asTheyFinish(passes: Uint8Array, looks: readonly CaseLook[], random: () => number): Outcome {
  const sequence = new Sequence(
    1,
    passes.length,
    1,
    looks.map(({ cases }) => cases),
  );
  const seen = new Uint8Array(passes.length);
  const flying: { at: number; step: number }[] = [];
  let [now, next] = [0, 0];
  const fill = () => {
    while (flying.length < 64 && next < Math.min(sequence.reach, passes.length)) {
      flying.push({ at: now + (passes[next] === 1 ? 1 : 2) * (0.5 + random()), step: next });
      next += 1;
    }
  };
  for (fill(); flying.length > 0; fill()) {
    flying.sort((a, b) => b.at - a.at);
    const landed = flying.pop();
    if (landed === undefined) break;
    now = landed.at;
    seen[landed.step] = passes[landed.step] ?? 0;
    sequence.mark(0, landed.step);
    const due = sequence.due();
    if (due === null) continue;
    const look = looks.find(({ cases }) => cases === due);
    const verdict = look === undefined ? "undecided" : share(seen, 0.8)(look);
    if (verdict !== "undecided") return { verdict, cases: due };
    sequence.pass();
  }
  return { verdict: "undecided", cases: passes.length };
}
