import * as z from "zod";
import { messageOf } from "../../base/errors.ts";
import { compileTemplate } from "../../base/template.ts";
import type { GraderSpec } from "../../domain/suite.ts";
import type { VerdictForm } from "./ask-judge.ts";
import { plainVerdict } from "./verdict.ts";

export interface Criterion {
  /** What meeting it is worth; below 0 for a fault. */
  readonly points: number;
  /** A Liquid template. */
  readonly text: string;
}

export type Combine = "majority" | "mean" | "unanimous";

export interface JudgeOptions {
  readonly model?: string;
  readonly panel?: readonly string[];
  readonly combine?: Combine;
  readonly rubric: string | readonly Criterion[];
  readonly mode?: "pass_fail" | "scale" | "labels";
  readonly labels?: Readonly<Record<string, number>>;
  readonly scale?: readonly [number, number];
  readonly verdict?: VerdictForm;
}

export interface Mistake {
  readonly path: string;
  readonly message: string;
}

export const verdictForm = () => z.enum(["auto", "structured", "line"]).optional();
export const modelId = () => z.string().min(1).optional();
export const panelIds = () => z.array(z.string().min(1)).min(2).optional();

export const judgeShape = (): z.ZodRawShape => ({
  model: modelId(),
  panel: panelIds(),
  combine: z.enum(["majority", "mean", "unanimous"]).optional(),
  rubric: z.union([
    z.string().min(1),
    z
      .array(z.strictObject({ points: z.number(), text: z.string().min(1) }))
      .min(1)
      .max(100),
  ]),
  mode: z.enum(["pass_fail", "scale", "labels"]).optional(),
  labels: z.record(z.string(), z.number().min(0).max(1)).optional(),
  scale: z.tuple([z.int().min(-1000).max(1000), z.int().min(-1000).max(1000)]).optional(),
  verdict: verdictForm(),
});

/** The models that a grader with `model` or `panel` asks. */
export function askedModels({ options }: GraderSpec): readonly string[] {
  const { model, panel = [] } = options as { model?: string; panel?: readonly string[] };
  return model === undefined ? panel : [model, ...panel];
}

/** One of `model` and `panel`, and each member once. */
export function checkAsked(spec: GraderSpec): Mistake[] {
  const { model, panel } = spec.options as { model?: string; panel?: readonly string[] };
  if (model === undefined && panel === undefined) {
    return [{ path: "", message: "state model (one judge) or panel (a list of them)" }];
  }
  if (model !== undefined && panel !== undefined) {
    return [{ path: "panel", message: "state model or panel, not both" }];
  }
  if (new Set(panel ?? []).size < (panel ?? []).length) {
    return [{ path: "panel", message: "a member stands twice: each has one vote" }];
  }
  return [];
}

export function checkTemplate(path: string, template: string): Mistake[] {
  try {
    compileTemplate(template);
    return [];
  } catch (error) {
    return [{ path, message: messageOf(error) }];
  }
}

/** What the shape of a judge's statement cannot say. */
export function checkJudge(spec: GraderSpec): Mistake[] {
  const options = spec.options as unknown as JudgeOptions;
  return [
    ...checkAsked(spec),
    ...checkRubric(options),
    ...checkMode(options),
    ...checkCombine(options),
    ...checkMin(spec),
  ];
}

function checkRubric({ rubric, mode }: JudgeOptions): Mistake[] {
  if (typeof rubric === "string") return checkTemplate("rubric", rubric);
  const mistakes = rubric.flatMap(({ text }, index) => checkTemplate(`rubric[${index}].text`, text));
  if (mode !== undefined)
    mistakes.push({ path: "mode", message: "a list of criteria is judged by its points: no mode" });
  if (!rubric.some(({ points }) => points > 0)) {
    mistakes.push({ path: "rubric", message: "no criterion has points above 0: the score is a share of those" });
  }
  if (rubric.some(({ points }) => points === 0)) {
    mistakes.push({ path: "rubric", message: "a criterion of 0 points decides nothing" });
  }
  return mistakes;
}

function checkMode({ mode, labels, scale }: JudgeOptions): Mistake[] {
  const mistakes: Mistake[] = [];
  if (mode !== "scale" && scale !== undefined) mistakes.push({ path: "scale", message: "scale needs mode: scale" });
  if (mode === "scale" && scale === undefined) {
    mistakes.push({ path: "scale", message: "mode: scale needs scale: the worst and the best number, like [1, 5]" });
  }
  const [low, high] = scale ?? [0, 1];
  if (low >= high)
    mistakes.push({ path: "scale", message: "the first number (worst) must be below the second (best)" });
  else if (high - low > 100)
    mistakes.push({ path: "scale", message: "at most 101 numbers: no judge tells more apart" });
  if (mode !== "labels" && labels !== undefined) mistakes.push({ path: "labels", message: "labels need mode: labels" });
  if (mode === "labels" && (labels === undefined || Object.keys(labels).length < 2)) {
    mistakes.push({
      path: "labels",
      message: "mode: labels needs two labels or more, each with its score: {good: 1, bad: 0}",
    });
  }
  const words = Object.keys(labels ?? {}).map(plainVerdict);
  if (words.includes("") || new Set(words).size < words.length) {
    mistakes.push({ path: "labels", message: "labels must differ in more than case and punctuation" });
  }
  return mistakes;
}

function checkCombine(options: JudgeOptions): Mistake[] {
  const { panel, combine } = options;
  if (combine === undefined) return [];
  if (panel === undefined) return [{ path: "combine", message: "combine needs a panel" }];
  const numbers = options.mode === "scale" || typeof options.rubric !== "string";
  return numbers && combine !== "mean"
    ? [{ path: "combine", message: `${combine} needs verdicts in words; numbers are combined by mean` }]
    : [];
}

/** Where scores lie between 0 and 1, only the suite knows where they pass. */
function checkMin(spec: GraderSpec): Mistake[] {
  if (spec.min !== null || spec.advisory) return [];
  const { rubric, mode, labels = {}, combine } = spec.options as unknown as JudgeOptions;
  const bound = (path: string, what: string) => [
    { path, message: `${what} need min: the score at which they pass (or advisory: true)` },
  ];
  if (typeof rubric !== "string") return bound("rubric", "criteria with points");
  if (mode === "scale") return bound("scale", "scores on a scale");
  if (mode === "labels" && Object.values(labels).some((score) => score !== 0 && score !== 1)) {
    return bound("labels", "labels between 0 and 1");
  }
  return combine === "mean" ? bound("combine", "means of a panel") : [];
}
