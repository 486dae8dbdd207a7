import type { Estimate } from "./estimate.ts";

/** What people state of outputs: pass or fail, a label of several, or a score. One kind a file. */
export type LabelKind = "pass" | "label" | "score";

/** One person's word on one output. */
export interface HumanLabel {
  readonly caseId: string;
  readonly candidate: string;
  /** From 1. */
  readonly repeat: number;
  readonly value: boolean | string | number;
  /** null: not named. */
  readonly rater: string | null;
  /** Line in the file of labels. */
  readonly line: number;
}

/** One output of a run as the grader saw it. */
export interface JudgedOutput {
  readonly caseId: string;
  /** Outputs of one cluster are not independent: the case's own, else the case. */
  readonly cluster: string;
  readonly candidate: string;
  readonly repeat: number;
  /** Characters (UTF-16) of the output. */
  readonly length: number;
  /** The same for outputs with the same text. */
  readonly textDigest: string;
  /** null: the grader gave no grade. */
  readonly verdict: JudgeVerdict | null;
  /** The judge's reply was replayed: it is no second opinion. */
  readonly replayed: boolean;
  /** What was preferred with this output shown first, and with it shown second. */
  readonly orders: readonly { readonly shownFirst: Preference; readonly shownSecond: Preference }[];
}

export interface JudgeVerdict {
  readonly score: number;
  readonly pass: boolean | null;
  readonly label: string | null;
}

export type Preference = "win" | "loss" | "tie";

/** Judge against people, or people against each other. */
export interface Agreement {
  readonly share: Estimate;
  /** Cohen's; quadratic weights for scores. */
  readonly kappa: Estimate;
  /** Gwet's; not for scores. */
  readonly ac1: Estimate | null;
  /** Krippendorff's; nominal, for scores ordinal. */
  readonly alpha: Estimate;
}

export interface HumanAgreement {
  /** Outputs with two labels or more, and how many labels they have. */
  readonly outputs: number;
  readonly labels: number;
  readonly raters: readonly string[];
  /** Of two people's labels of one output. */
  readonly share: Estimate;
  readonly alpha: Estimate;
  /** The judge against one person at a time on the same outputs: what to compare `share` with. */
  readonly judgeShare: Estimate;
  /** Outputs that people are split on: in no figure that needs one answer. */
  readonly split: number;
}

/** How often the judge is right on what people called so. */
export interface ClassRecall {
  readonly label: string;
  readonly recall: Estimate;
}

export interface LengthBand {
  /** Characters of the shortest and the longest output. */
  readonly from: number;
  readonly to: number;
  readonly n: number;
  /** Share on which judge and people differ. */
  readonly errorRate: Estimate;
  /** Mean of judge less people: above 0 the judge is the more lenient. */
  readonly lean: Estimate;
}

export interface LengthBias {
  readonly bands: readonly LengthBand[];
  /** Lean on the longest third less lean on the shortest; p two-sided (Welch). */
  readonly difference: Estimate;
  readonly p: number | null;
}

export interface PositionBias {
  /** Comparisons judged in both orders. */
  readonly comparisons: number;
  readonly consistency: Estimate;
  /** Contradictions for what stood first, and for what stood second. */
  readonly firstFirst: number;
  readonly secondSecond: number;
  /** Share of verdicts for what stood first, ties a half. */
  readonly firstPreference: number | null;
  readonly p: number;
}

export interface JudgeStability {
  /** Groups of outputs with the same text that were judged more than once. */
  readonly groups: number;
  readonly verdicts: number;
  /** Of two verdicts on the same text. */
  readonly share: Estimate;
  /** Verdicts that were replayed from the cache: not counted. */
  readonly replayed: number;
}

/** A candidate's figure as the judge has it, and as few human labels mend it. */
export interface Correction {
  readonly candidate: string;
  readonly outputs: number;
  readonly labels: number;
  /** Labels of the rarer class; null for scores. */
  readonly rarer: number | null;
  readonly raw: Estimate;
  /** From the labels alone. */
  readonly human: Estimate;
  readonly postStratified: Estimate | null;
  readonly ppi: Estimate;
  /** How much of the judge PPI++ uses, 0…1. */
  readonly lambda: number | null;
  readonly warnings: readonly string[];
}

/** `evals.calibration/1`: how good a judge is, against people. */
export interface Calibration {
  readonly runId: string;
  readonly suite: string;
  readonly grader: string;
  readonly kind: LabelKind;
  readonly labels: {
    readonly read: number;
    /** Outputs with a label and a verdict. */
    readonly outputs: number;
    /** Labels of outputs that the run does not have, or the judge did not grade: `case/candidate/repeat: why`. */
    readonly unmatched: readonly string[];
  };
  readonly agreement: Agreement;
  readonly people: HumanAgreement | null;
  /** Share of people's passes that the judge passes, and of their fails that it fails; null without pass and fail. */
  readonly sensitivity: Estimate | null;
  readonly specificity: Estimate | null;
  /** Per label of people; empty for pass and fail, and for scores. */
  readonly recalls: readonly ClassRecall[];
  readonly length: LengthBias | null;
  readonly position: PositionBias | null;
  readonly stability: JudgeStability | null;
  readonly corrected: readonly Correction[];
  readonly warnings: readonly string[];
}
