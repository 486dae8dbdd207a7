import { messageOf } from "../base/errors.ts";
import type { Graded } from "../domain/grader.ts";
import type { GraderSpec } from "../domain/suite.ts";
import type { BuiltGrade, BuiltGrader, GraderDefinition, GraderTools } from "./definition.ts";
import { compileExtract } from "./extract.ts";
import { failed, NO_EXPECTED, round, ungraded } from "./grade.ts";

/**
 * A grader with what is common to all around it: extraction before, `min` after, and *ungraded* for whatever it
 * cannot judge. Rejects when the statement is not valid (a pattern, a path, a schema).
 */
export async function buildGrader(
  definition: GraderDefinition,
  spec: GraderSpec,
  tools: GraderTools,
): Promise<BuiltGrader> {
  const extract = await compileExtract(spec.extract);
  const grader = await definition.create(spec, tools);
  const extracts = spec.extract.length > 0;
  const thrown = (error: unknown): BuiltGrade => ({
    grade: ungraded(`${spec.type}: ${messageOf(error)}`),
    extracted: null,
    missing: false,
  });
  return {
    spec,
    grade(text, context) {
      try {
        // Before extraction: what cannot be judged is no failure of the model's.
        if (definition.needsExpected && context.expected === undefined) {
          return { grade: ungraded(NO_EXPECTED), extracted: null, missing: false };
        }
        const found = extract(text);
        if (found.status === "missing") {
          const grade = found.policy === "failed" ? failed(found.reason) : ungraded(found.reason);
          return { grade, extracted: null, missing: true };
        }
        const finish = (grade: Graded): BuiltGrade => ({
          grade: applyMin(inRange(grade), spec.min),
          extracted: extracts ? found.text : null,
          missing: false,
        });
        const pending = grader.grade(found.text, context);
        return pending instanceof Promise ? pending.then(finish).catch(thrown) : finish(pending);
      } catch (error) {
        return thrown(error);
      }
    },
  };
}

function inRange(grade: Graded): Graded {
  if (grade.status === "ungraded" || (grade.score >= 0 && grade.score <= 1)) return grade;
  return { ...costOf(grade), ...ungraded(`the score ${grade.score} is not between 0 and 1`) };
}

function costOf({ costUsd, judge }: Graded) {
  return { ...(costUsd === undefined ? {} : { costUsd }), ...(judge === undefined ? {} : { judge }) };
}

function applyMin(grade: Graded, min: number | null): Graded {
  if (min === null || grade.status === "ungraded") return grade;
  const pass = grade.score >= min;
  const reason = pass ? grade.reason : (grade.reason ?? `score ${round(grade.score)} is below ${min}`);
  return { ...grade, pass, reason };
}
