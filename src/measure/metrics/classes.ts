import { classTrials, labelValue } from "../class-trials.ts";
import { type Average, averageEstimate, classEstimate, type PerClass, trialsOf } from "../classes.ts";
import type { Table } from "../table.ts";
import type { MetricDefinition, MetricFamily } from "./metric-definition.ts";

const hasClasses = (table: Table) => table.cases.labels !== null;
const WHERE =
  "where the expected values are 2 to 50 labels; what the answer says that is none of them counts as wrong; repeats share their case's count of 1; errored and ungraded trials are left out";

function averageOf(
  name: string,
  which: Average,
  definition: string,
  more: Partial<MetricDefinition> = {},
): MetricDefinition {
  return {
    name,
    unit: "share",
    definition: `${definition}; ${WHERE}`,
    interval:
      "bca+mover: bootstrap over cases or clusters, never narrower than the classes' own intervals make it; mover where no sample differs",
    better: "higher",
    applies: hasClasses,
    fixedConfidence: true,
    measure: (view) => averageEstimate(view, trialsOf(view), which),
    supposable: {
      trialValue: labelValue,
      measureBy: (view, trialValue) => averageEstimate(view, classTrials(view, trialValue), which),
    },
    ...more,
  };
}

export const macroF1 = averageOf(
  "macro_f1",
  "macroF1",
  "mean F1 of the labels that a measured trial expects, one that is never predicted counting 0",
);
export const macroPrecision = averageOf(
  "macro_precision",
  "macroPrecision",
  "mean precision of the labels that a measured trial expects, one that is never predicted counting 0",
);
export const macroRecall = averageOf(
  "macro_recall",
  "macroRecall",
  "mean recall of the labels that a measured trial expects",
);
export const balancedAccuracy = averageOf("balanced_accuracy", "macroRecall", "the same as macro_recall");
export const mcc = averageOf(
  "mcc",
  "mcc",
  "Matthews' correlation over all labels, -1 to 1; 0 when one label is always predicted",
  {
    unit: "coefficient",
    interval: "bca: bootstrap over cases or clusters; without an error by Wilson's bound of the share that is right",
  },
);

function labelFamily(what: PerClass, definition: string, interval: string): MetricFamily {
  const family: MetricFamily = {
    name: `${what}.<label>`,
    unit: "share",
    definition: `${definition}; ${WHERE}`,
    interval,
    better: "higher",
    ids: (table) => table.cases.labels?.texts ?? [],
    examples: ["<label>"],
    make: (label) => ({
      ...family,
      name: `${what}.${label}`,
      measure: (view) => classEstimate(view, trialsOf(view), what, label),
      supposable: {
        trialValue: labelValue,
        measureBy: (view, trialValue) => classEstimate(view, classTrials(view, trialValue), what, label),
      },
    }),
  };
  return family;
}

const WILSON = "wilson, wilson-neff (with repeats, weights or clusters)";

export const precisionOfLabel = labelFamily(
  "precision",
  "of the answers that say the label, the share for which it is expected",
  WILSON,
);
export const recallOfLabel = labelFamily(
  "recall",
  "of the trials that expect the label, the share whose answer says it",
  WILSON,
);
export const f1OfLabel = labelFamily(
  "f1",
  "harmonic mean of precision and recall of the label",
  "f1-wilson, f1-wilson-neff (with repeats, weights or clusters): the interval of the share J that is both expected and said among what is either, as 2J / (1 + J)",
);
