import type { HumanLabel, JudgedOutput } from "../../../domain/calibration.ts";
import { createRandom } from "../../../stats/sfc32.ts";
import { type CalibrationInput, calibrate } from "../calibrate.ts";

export interface Simulated {
  readonly outputs: readonly JudgedOutput[];
  readonly labels: readonly HumanLabel[];
}

/** A judge of known sensitivity and specificity on outputs of one candidate, the first `labelled` seen by a person. */
export function simulate(
  seed: number,
  {
    n = 1_000,
    labelled = 200,
    rate = 0.7,
    se = 0.9,
    sp = 0.7,
  }: Partial<Record<"n" | "labelled" | "rate" | "se" | "sp", number>>,
): Simulated {
  const random = createRandom(seed);
  const outputs: JudgedOutput[] = [];
  const labels: HumanLabel[] = [];
  for (let i = 0; i < n; i++) {
    const good = random() < rate;
    const pass = random() < (good ? se : 1 - sp);
    outputs.push(output(i, { score: Number(pass), pass, label: null }, Math.floor(random() * 500) + 1));
    if (i < labelled) labels.push(label(i, good));
  }
  return { outputs, labels };
}

export function output(at: number, verdict: JudgedOutput["verdict"], length = 10): JudgedOutput {
  const facts = { candidate: "a", repeat: 1, length, textDigest: `text ${at}`, replayed: false, orders: [] };
  return { caseId: `c-${at}`, cluster: `case c-${at}`, verdict, ...facts };
}

export function label(at: number, value: HumanLabel["value"], rater: string | null = null): HumanLabel {
  return { caseId: `c-${at}`, candidate: "a", repeat: 1, value, rater, line: at + 1 };
}

export const calibrated = (input: Simulated, more: Partial<CalibrationInput> = {}) =>
  calibrate({
    runId: "run",
    suite: "suite",
    grader: "tone",
    candidates: ["a"],
    kind: "pass",
    range: null,
    min: null,
    seed: 1,
    ...input,
    ...more,
  });

export const within = (value: number | null, low: number | null, high: number | null) =>
  value !== null && low !== null && high !== null && low <= value && value <= high;
