import type { Calibration, HumanLabel, JudgedOutput, LabelKind } from "../../domain/calibration.ts";
import {
  type AgreedOutput,
  agreedOnly,
  binaryOutputs,
  classRecalls,
  humanAgreement,
  judgeAgreement,
  sensitivityAndSpecificity,
} from "./judge-agreement.ts";
import { judgeStability, type Leaning, lengthBias, positionBias } from "./judge-bias.ts";
import { judgeCorrection } from "./judge-correction.ts";
import { type LabelScale, labelScale } from "./label-scale.ts";
import { type LabelledOutput, pairLabels } from "./pair-labels.ts";

export interface CalibrationInput {
  readonly runId: string;
  readonly suite: string;
  readonly grader: string;
  readonly candidates: readonly string[];
  readonly kind: LabelKind;
  readonly labels: readonly HumanLabel[];
  /** Every answered output of the run. */
  readonly outputs: readonly JudgedOutput[];
  /** Ends of the scale that the judge rates on; null: 0…1. */
  readonly range: readonly [number, number] | null;
  /** Score at which an output passes; null: none stated. */
  readonly min: number | null;
  readonly seed: number;
}

const RANDOM_SAMPLE =
  "every figure holds for outputs like the labelled ones: they must be a random sample of the run's outputs, labelled without sight of the judge's verdicts";

/** How good a judge is against people, and what its figures are when their labels mend them. */
export function calibrate(input: CalibrationInput): Calibration {
  const { labels, outputs, seed } = input;
  const scale = labelScale(input);
  const { items, unmatched } = pairLabels(labels, outputs, scale);
  const agreed = agreedOnly(items);
  const binary = binaryOutputs(agreed, scale);
  const rates = binary.length === 0 ? null : sensitivityAndSpecificity(binary);
  return {
    runId: input.runId,
    suite: input.suite,
    grader: input.grader,
    kind: scale.kind,
    labels: { read: labels.length, outputs: items.length, unmatched },
    agreement: judgeAgreement(agreed, scale, seed),
    people: humanAgreement(items, labels, scale, seed),
    sensitivity: rates?.sensitivity ?? null,
    specificity: rates?.specificity ?? null,
    recalls: scale.kind === "label" ? classRecalls(agreed, scale) : [],
    length: lengthBias(leanings(agreed, scale)),
    position: positionBias(outputs),
    stability: judgeStability(outputs),
    corrected: corrections(input, items, scale),
    warnings: warningsOf(input, items.length, agreed.length),
  };
}

/** By score where people score, else by pass and fail; labels without a pass have errors and no direction. */
function leanings(items: readonly AgreedOutput[], scale: LabelScale): readonly Leaning[] {
  return items.map(({ output, judge, person }) => {
    const wrong = scale.category(judge) !== scale.category(person);
    if (scale.kind === "score") return { output, wrong, lean: judge - person };
    const said = scale.passes(person);
    const passed = output.verdict?.pass ?? null;
    return { output, wrong, lean: said === null || passed === null ? 0 : Number(passed) - Number(said) };
  });
}

function corrections(input: CalibrationInput, labelled: readonly LabelledOutput[], scale: LabelScale) {
  const scored = scale.kind === "score";
  const person = new Map<JudgedOutput, number>();
  for (const item of labelled) {
    const said = scored ? item.person : passShare(item, scale);
    if (said !== null) person.set(item.output, said);
  }
  return input.candidates.flatMap((candidate) => {
    const items = input.outputs.flatMap((output) => {
      const { verdict } = output;
      const judge = verdict === null ? null : scored ? verdict.score : verdict.pass;
      if (output.candidate !== candidate || judge === null) return [];
      return [{ output, judge: Number(judge), person: person.get(output) ?? null }];
    });
    return items.length === 0 ? [] : [judgeCorrection(candidate, items, !scored)];
  });
}

/** 1 or 0 by people's answer; where they are split their share of passes: to leave those out would bias the rate. */
function passShare({ people, person }: LabelledOutput, scale: LabelScale): number | null {
  const said = (person === null ? people : [person]).map((value) => scale.passes(value));
  const known = said.filter((pass) => pass !== null);
  return known.length === 0 || known.length < said.length ? null : known.filter(Boolean).length / known.length;
}

function warningsOf({ labels, outputs }: CalibrationInput, labelled: number, agreed: number): string[] {
  const warnings = [RANDOM_SAMPLE];
  if (agreed < labelled) {
    warnings.push(
      `people are evenly split on ${labelled - agreed} of ${labelled} outputs: those count by their share of passes in the corrected rates, and are in no figure of the judge's agreement`,
    );
  }
  const ungraded = outputs.filter(({ verdict }) => verdict === null).length;
  if (ungraded > 0) {
    warnings.push(`the judge gave no verdict on ${ungraded} of ${outputs.length} outputs: they are in no figure`);
  }
  const unnamed = new Map<string, number>();
  for (const { caseId, candidate, repeat, rater } of labels) {
    if (rater !== null) continue;
    const key = JSON.stringify([caseId, candidate, repeat]);
    unnamed.set(key, (unnamed.get(key) ?? 0) + 1);
  }
  const twice = [...unnamed.values()].filter((count) => count > 1).length;
  if (twice > 0) {
    warnings.push(
      `${twice} outputs have several labels without a rater: each counts as another person's; name them by "rater"`,
    );
  }
  return warnings;
}
