import type { GradeContext, Graded } from "../domain/grader.ts";
import type { Json } from "../domain/json.ts";
import type { Grade } from "../domain/score.ts";
import type { GraderSpec } from "../domain/suite.ts";
import type { BuiltGrade, BuiltGrader, GraderTools } from "./definition.ts";

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

/** A composed grade with its parts, what their judges cost together, and the judge's record where there was one judge. */
export function withParts(grade: Grade, parts: readonly Part[]): Graded {
  const asked = parts.map((part) => part.grade).filter((part) => part.costUsd !== undefined);
  const judges = asked.flatMap(({ judge }) => (judge === undefined ? [] : [judge]));
  const [judge] = judges;
  return {
    ...grade,
    ...(asked.length === 0 ? {} : { costUsd: totalCost(asked) }),
    ...(judges.length === 1 && judge !== undefined ? { judge } : {}),
    parts: parts.map(partRecord),
  };
}

/** One price that is not known makes the sum unknown. */
function totalCost(grades: readonly Graded[]): number | null {
  let total = 0;
  for (const { costUsd } of grades) {
    if (costUsd === null || costUsd === undefined) return null;
    total += costUsd;
  }
  return total;
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
