import * as z from "zod";
import type { Graded } from "../../domain/grader.ts";
import type { GraderSpec } from "../../domain/suite.ts";
import { round } from "../grade.ts";
import type { VerdictForm } from "./ask-judge.ts";
import { checkTemplate, verdictForm } from "./options.ts";

/** The keys of a grader that asks one model a question of its own. */
export interface OneJudgeOptions {
  readonly model: string;
  readonly verdict?: VerdictForm;
  /** A Liquid template. */
  readonly context?: string;
}

export const oneJudgeShape = (): z.ZodRawShape => ({ model: z.string().min(1), verdict: verdictForm() });
export const withContextShape = (): z.ZodRawShape => ({ ...oneJudgeShape(), context: z.string().min(1).optional() });

export const oneJudge = (spec: GraderSpec): readonly string[] => [(spec.options as unknown as OneJudgeOptions).model];

export function checkContext(spec: GraderSpec) {
  const { context } = spec.options as unknown as OneJudgeOptions;
  return context === undefined ? [] : checkTemplate("context", context);
}

/** Share that passes where the suite states no `min`. */
const DEFAULT_SHARE = 0.8;

/** Something judged yes or no, with its own reason. */
export interface JudgedItem {
  readonly text: string;
  readonly holds: boolean;
  readonly reason: string;
}

/** A grade that is a share: it passes at `min` (0.8). `short` says what is missing. */
export function shareGrade(score: number, min: number | null, short: () => string): Graded {
  const bound = min ?? DEFAULT_SHARE;
  const pass = score >= bound;
  return {
    status: "scored",
    score,
    pass,
    label: null,
    reason: pass ? null : `${round(score)} is below ${bound}: ${short()}`,
  };
}
