import type { HumanLabel, JudgedOutput, JudgeVerdict, LabelKind } from "../../domain/calibration.ts";

/** How a kind of label is compared: what judge and people say, as numbers of one scale. */
export interface LabelScale {
  readonly kind: LabelKind;
  /** Names of the categories by code; scores: as people write them. null: too many to count, only distances tell. */
  readonly categories: readonly string[] | null;
  /** A label as a number: a category's code, or a score in 0…1. null: it is none of this scale. */
  readonly ofPerson: (value: HumanLabel["value"]) => number | null;
  readonly ofJudge: (verdict: JudgeVerdict) => number | null;
  /** The category of a number; scores: the nearest. */
  readonly category: (value: number) => number;
  /** Pass or fail of a person's word, where that can be told. */
  readonly passes: (value: number) => boolean | null;
}

/** Scores of more values than these are measured by distance alone. */
const MOST_CATEGORIES = 11;

interface ScaleOptions {
  readonly kind: LabelKind;
  readonly outputs: readonly JudgedOutput[];
  readonly labels: readonly HumanLabel[];
  /** Ends of a rating scale whose numbers people write; null: they write 0…1. */
  readonly range: readonly [number, number] | null;
  /** Score at which an output passes. */
  readonly min: number | null;
}

export function labelScale(options: ScaleOptions): LabelScale {
  if (options.kind === "pass") return passScale();
  return options.kind === "label" ? wordScale(options) : scoreScale(options);
}

function passScale(): LabelScale {
  return {
    kind: "pass",
    categories: ["fail", "pass"],
    ofPerson: (value) => (typeof value === "boolean" ? Number(value) : null),
    ofJudge: ({ pass }) => (pass === null ? null : Number(pass)),
    category: (value) => value,
    passes: (value) => value === 1,
  };
}

function wordScale({ outputs, labels }: ScaleOptions): LabelScale {
  const said = outputs.flatMap(({ verdict }) => (verdict?.label == null ? [] : [verdict]));
  const categories = [
    ...new Set([...said.map(({ label }) => label ?? ""), ...labels.map(({ value }) => String(value))]),
  ].sort();
  const codeOf = new Map(categories.map((name, code) => [name, code]));
  // What the judge's own labels mean is what a person's mean.
  const meaning = new Map(said.map(({ label, pass }) => [codeOf.get(label ?? "") ?? -1, pass]));
  return {
    kind: "label",
    categories,
    ofPerson: (value) => codeOf.get(String(value)) ?? null,
    ofJudge: ({ label }) => (label === null ? null : (codeOf.get(label) ?? null)),
    category: (value) => value,
    passes: (value) => meaning.get(value) ?? null,
  };
}

function scoreScale({ outputs, labels, range, min }: ScaleOptions): LabelScale {
  const [low, high] = range ?? [0, 1];
  const toUnit = (value: number) => (value - low) / (high - low);
  const written =
    range !== null && Number.isInteger(low) && Number.isInteger(high)
      ? Array.from({ length: high - low + 1 }, (_, step) => low + step)
      : [
          ...new Set([
            ...labels.map(({ value }) => Number(value)),
            ...outputs.flatMap(({ verdict }) => (verdict === null ? [] : [low + verdict.score * (high - low)])),
          ]),
        ].sort((a, b) => a - b);
  const units = written.map(toUnit);
  return {
    kind: "score",
    categories: written.length > MOST_CATEGORIES ? null : written.map(String),
    ofPerson: (value) => (typeof value === "number" && value >= low && value <= high ? toUnit(value) : null),
    ofJudge: ({ score }) => score,
    category: (value) =>
      units.reduce((best, unit, at) => (Math.abs(unit - value) < Math.abs((units[best] ?? 9) - value) ? at : best), 0),
    passes: (value) => (min === null ? null : value >= min - 1e-12),
  };
}
