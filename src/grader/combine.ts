import type { GradeContext, Graded } from "../domain/grader.ts";
import type { Json } from "../domain/json.ts";
import type { Grade } from "../domain/score.ts";
import type { GraderSpec } from "../domain/suite.ts";
import type { BuiltGrade, BuiltGrader, GraderTools } from "./definition.ts";
import { combineRecords } from "./judge/combine-replies.ts";

/** One grade of a composed grade. */
export interface Part extends BuiltGrade {
  readonly name: string;
  readonly weight: number;
}

export type NestedGraders = { readonly graders: readonly GraderSpec[] };

export function makeAll(spec: GraderSpec, tools: GraderTools): Promise<BuiltGrader[]> {
  return Promise.all((spec.options as NestedGraders).graders.map(tools.make));
}

/** Grades by all of them, side by side: a judge among them is waited for once. */
export function gradeParts(graders: readonly BuiltGrader[], text: string, context: GradeContext): Promise<Part[]> {
  return Promise.all(
    graders.map(async (grader) => ({
      ...(await grader.grade(text, context)),
      name: grader.spec.id,
      weight: grader.spec.weight,
    })),
  );
}

/** A part that cannot be graded: `any`, `all` and the like say so when nothing else decides. */
export function firstUngraded(parts: readonly Part[]): Grade | null {
  for (const { name, grade } of parts) {
    if (grade.status === "ungraded") return { status: "ungraded", reason: `${name}: ${grade.reason}` };
  }
  return null;
}

/** Weighted mean of the scores that there are; null where nothing weighs. */
export function meanScore(parts: readonly Part[]): number | null {
  let total = 0;
  let weights = 0;
  for (const { grade, weight } of parts) {
    if (grade.status === "ungraded") continue;
    total += weight * grade.score;
    weights += weight;
  }
  return weights > 0 ? Math.min(1, total / weights) : null;
}

/** The reasons of the parts that failed, on one line. */
export function failures(parts: readonly Part[]): string {
  return parts
    .flatMap(({ name, grade }) =>
      grade.status === "scored" && grade.pass === false
        ? [grade.reason === null ? name : `${name}: ${grade.reason}`]
        : [],
    )
    .join("; ");
}

/** A composed grade with its parts, and what their judges cost and said together. */
export function withParts(grade: Grade, parts: readonly Part[]): Graded {
  const facts = combineRecords(
    parts.map(({ grade: { costUsd, judge } }) => ({
      ...(costUsd === undefined ? {} : { costUsd }),
      ...(judge === undefined ? {} : { judge }),
    })),
  );
  return { ...grade, ...facts, parts: parts.map(partRecord) };
}

function partRecord({ name, grade, extracted }: Part): Json {
  const { judge, parts, costUsd } = grade;
  return {
    grader: name,
    status: grade.status,
    ...(grade.status === "scored" ? { score: grade.score, pass: grade.pass, label: grade.label } : {}),
    reason: grade.reason,
    extracted,
    ...(costUsd === undefined ? {} : { cost_usd: costUsd }),
    ...(judge === undefined
      ? {}
      : {
          judge: {
            model: judge.model,
            reply: judge.reply,
            input_tokens: judge.inputTokens,
            output_tokens: judge.outputTokens,
            cached: judge.cached,
          },
        }),
    ...(parts === undefined ? {} : { parts }),
  };
}
