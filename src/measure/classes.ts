import type { Estimate } from "../domain/estimate.ts";
import type { ClassSummary } from "../domain/summary.ts";
import { confusionBootstrap, type FigureIntervals } from "../stats/confusion-bootstrap.ts";
import { type ConfusionFigures, confusionFigures } from "../stats/confusion-figures.ts";
import { type Interval, NO_INTERVAL } from "../stats/interval.ts";
import {
  type ClassTrials,
  classTrials,
  confusionMatrix,
  confusionUnits,
  labelValue,
  trialShare,
} from "./class-trials.ts";
import { noEstimate } from "./estimates.ts";
import { ANSWERED, ERRORED } from "./table.ts";
import { forEachTrial, type View } from "./view.ts";

/** The expected values of the run are no classes. */
export const NO_CLASSES = "no-classes";
const NO_SUCH_LABEL = "no-such-label";
const NEVER_PREDICTED = "never-predicted";

const measured = new WeakMap<View, { readonly version: number; readonly trials: ClassTrials | null }>();

/** The trials of a view as they are; kept, because many metrics ask for them. */
export function trialsOf(view: View): ClassTrials | null {
  const known = measured.get(view);
  if (known?.version === view.table.version) return known.trials;
  const trials = classTrials(view, labelValue(view.table));
  measured.set(view, { version: view.table.version, trials });
  return trials;
}

export type PerClass = "precision" | "recall" | "f1";

/** @param label as the dataset writes it, or as the grader takes it for the same */
export function classEstimate(view: View, trials: ClassTrials | null, what: PerClass, label: string): Estimate {
  if (trials === null) return noEstimate(NO_CLASSES);
  const fold = view.table.roles.label?.fold ?? String;
  const exact = trials.labels.indexOf(label);
  const at = exact >= 0 ? exact : trials.labels.findIndex((text) => fold(text) === fold(label));
  if (at < 0) return noEstimate(NO_SUCH_LABEL);
  return perClass(view, trials, what, at);
}

const kept = new WeakMap<ClassTrials, Map<string, Estimate>>();

function perClass(view: View, trials: ClassTrials, what: PerClass, at: number): Estimate {
  const known = kept.get(trials) ?? new Map<string, Estimate>();
  kept.set(trials, known);
  const key = `${what} ${at}`;
  const found = known.get(key) ?? { precision: precisionAt, recall: recallAt, f1: f1At }[what](view, trials, at);
  known.set(key, found);
  return found;
}

function precisionAt(view: View, trials: ClassTrials, at: number): Estimate {
  const found = trialShare(view, trials, (expected, predicted) => (predicted === at ? expected === at : null));
  return found.value === null && trials.expected.includes(at) ? noEstimate(NEVER_PREDICTED) : found;
}

function recallAt(view: View, trials: ClassTrials, at: number): Estimate {
  return trialShare(view, trials, (expected, predicted) => (expected === at ? predicted === at : null));
}

/**
 * Among the trials that are of a class or are said to be, the share J that is both is a share like any other, and
 * F1 = 2J / (1 + J): Wilson's bounds of J carry over, and hold where no error was seen.
 */
function f1At(view: View, trials: ClassTrials, at: number): Estimate {
  const both = trialShare(view, trials, (expected, predicted) =>
    expected === at || predicted === at ? expected === predicted : null,
  );
  const carry = (share: number | null) => (share === null ? null : (2 * share) / (1 + share));
  const bounds = { value: carry(both.value), low: carry(both.low), high: carry(both.high) };
  // Not called Wilson's: who works on with the method must not take the value for a rate of n cases.
  return { ...both, ...bounds, method: both.n === 0 ? both.method : `f1-${both.method}` };
}

export type Average = "macroF1" | "macroPrecision" | "macroRecall" | "mcc";

interface Averages {
  readonly figures: ConfusionFigures;
  readonly intervals: FigureIntervals | null;
}
const averaged = new WeakMap<ClassTrials, Averages | null>();

function averagesOf(view: View, trials: ClassTrials): Averages | null {
  const known = averaged.get(trials);
  if (known !== undefined) return known;
  const units = confusionUnits(view, trials);
  const figures = figuresOf(trials, units);
  const found = figures === null ? null : { figures, intervals: confusionBootstrap(units, trials.labels.length) };
  averaged.set(trials, found);
  return found;
}

function figuresOf(trials: ClassTrials, units: ReturnType<typeof confusionUnits>): ConfusionFigures | null {
  const classes = trials.labels.length;
  const margins = {
    correct: new Float64Array(classes),
    expected: new Float64Array(classes),
    predicted: new Float64Array(classes + 1),
  };
  for (const { expected, predicted, weights, count } of units) {
    for (const [i, weight] of weights.entries()) {
      const [row = 0, column = 0] = [expected[i], predicted[i]];
      margins.expected[row] = (margins.expected[row] ?? 0) + count * weight;
      margins.predicted[column] = (margins.predicted[column] ?? 0) + count * weight;
      if (row === column) margins.correct[row] = (margins.correct[row] ?? 0) + count * weight;
    }
  }
  return confusionFigures(margins);
}

/** Averages over the classes that have a measured trial. n counts cases. */
export function averageEstimate(view: View, trials: ClassTrials | null, which: Average): Estimate {
  if (trials === null) return noEstimate(NO_CLASSES);
  const averages = averagesOf(view, trials);
  if (averages === null) return noEstimate();
  const value = averages.figures[which];
  const drawn = averages.intervals?.[which] ?? NO_INTERVAL;
  const n = new Set(trials.cases).size;
  if (which === "mcc") return { value, ...(value === 1 ? perfectMcc(view, trials) : drawn), n, method: "bca" };
  const made = fromClasses(view, trials, which, value);
  if (drawn.low === null || drawn.high === null) return { value, ...made, n, method: "mover" };
  const low = made.low === null ? drawn.low : Math.min(drawn.low, made.low);
  const high = made.high === null ? drawn.high : Math.max(drawn.high, made.high);
  return { value, low, high, n, method: "bca+mover" };
}

/**
 * What the classes' own intervals make of their mean (MOVER, Zou, Donner 2008). Samples of a small class without an
 * error show none either: without this the interval would claim what nobody has seen.
 */
function fromClasses(view: View, trials: ClassTrials, which: Exclude<Average, "mcc">, value: number): Interval {
  const what = ({ macroF1: "f1", macroPrecision: "precision", macroRecall: "recall" } as const)[which];
  let [below, above, classes] = [0, 0, 0];
  for (const [label] of trials.labels.entries()) {
    if (!trials.expected.includes(label)) continue;
    classes += 1;
    const own = perClass(view, trials, what, label);
    if (own.value === null) continue;
    if (own.low === null || own.high === null) return NO_INTERVAL;
    below += (own.value - own.low) ** 2;
    above += (own.high - own.value) ** 2;
  }
  if (classes === 0) return NO_INTERVAL;
  return {
    low: Math.max(0, value - Math.sqrt(below) / classes),
    high: Math.min(1, value + Math.sqrt(above) / classes),
  };
}

/** Without an error nothing spreads: the lower bound is Cohen's kappa at the lower bound of the share that is right. */
function perfectMcc(view: View, trials: ClassTrials): Interval {
  const { low } = trialShare(view, trials, (expected, predicted) => expected === predicted);
  const sizes = trials.labels.map((_, at) => trials.expected.filter((label) => label === at).length / trials.count);
  const chance = sizes.reduce((sum, size) => sum + size ** 2, 0);
  return { low: low === null || chance >= 1 ? null : (low - chance) / (1 - chance), high: 1 };
}

/** The classes of a candidate as the summary has them; null: the expected values are none. */
export function summariseClasses(view: View): ClassSummary | null {
  const trials = trialsOf(view);
  if (trials === null) return null;
  const { table } = view;
  const matrix = confusionMatrix(trials);
  // Thirds do not add up to 1.
  const rounded = (value: number) => Math.round(value * 1e9) / 1e9;
  const sum = (values: readonly number[]) => rounded(values.reduce((a, b) => a + b, 0));
  const trialValue = labelValue(table);
  const leftOut = { errored: 0, ungraded: 0, missing: 0 };
  forEachTrial(view, (slot) => {
    if (!Number.isNaN(trialValue(slot))) return;
    const state = table.states[slot];
    leftOut[state === ANSWERED ? "ungraded" : state === ERRORED ? "errored" : "missing"] += 1;
  });
  return {
    grader: table.roles.label?.grader ?? "",
    labels: trials.labels,
    matrix: matrix.map((row) => row.map(rounded)),
    perClass: trials.labels.map((label, at) => ({
      label,
      expected: sum(matrix[at] ?? []),
      predicted: sum(matrix.map((row) => row[at] ?? 0)),
      precision: perClass(view, trials, "precision", at),
      recall: perClass(view, trials, "recall", at),
      f1: perClass(view, trials, "f1", at),
    })),
    leftOut,
  };
}
