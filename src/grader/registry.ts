import { messageOf, UserError } from "../base/errors.ts";
import { compileTemplate } from "../base/template.ts";
import type { JsonObject } from "../domain/json.ts";
import type { GraderSpec } from "../domain/suite.ts";
import { all } from "./all.ts";
import { answerRelevance } from "./answer-relevance.ts";
import { any } from "./any.ts";
import { bleu } from "./bleu.ts";
import { buildGrader } from "./build-grader.ts";
import { caseVars, expecting } from "./case-vars.ts";
import { choice } from "./choice.ts";
import { code } from "./code.ts";
import { contextPrecision } from "./context-precision.ts";
import { contextRecall } from "./context-recall.ts";
import { cost } from "./cost.ts";
import type { BuiltGrader, GraderDefinition, GraderTools } from "./definition.ts";
import { endsWith } from "./ends-with.ts";
import { exact } from "./exact.ts";
import { exec } from "./exec.ts";
import { f1 } from "./f1.ts";
import { factuality } from "./factuality.ts";
import { faithfulness } from "./faithfulness.ts";
import { ungraded } from "./grade.ts";
import { includes } from "./includes.ts";
import { json } from "./json.ts";
import { judge } from "./judge.ts";
import { latency } from "./latency.ts";
import { length } from "./length.ts";
import { levenshtein } from "./levenshtein.ts";
import { math } from "./math.ts";
import { moduleGrader } from "./module.ts";
import { not } from "./not.ts";
import { numeric } from "./numeric.ts";
import { oneOf } from "./one-of.ts";
import { packageGrader } from "./package.ts";
import { isPackageType } from "./package-type.ts";
import { pairwise } from "./pairwise.ts";
import { refusal } from "./refusal.ts";
import { regex } from "./regex.ts";
import { rouge } from "./rouge.ts";
import { similarity } from "./similarity.ts";
import { startsWith } from "./starts-with.ts";
import { toolCall } from "./tool-call.ts";
import { weighted } from "./weighted.ts";

/** Every kind of grader: one file and one line each. */
export const graders: Readonly<Record<string, GraderDefinition>> = {
  exact,
  one_of: oneOf,
  includes,
  starts_with: startsWith,
  ends_with: endsWith,
  regex,
  numeric,
  choice,
  json,
  levenshtein,
  f1,
  rouge,
  bleu,
  similarity,
  math,
  tool_call: toolCall,
  refusal,
  length,
  latency,
  cost,
  all,
  any,
  not,
  weighted,
  judge,
  pairwise,
  factuality,
  faithfulness,
  answer_relevance: answerRelevance,
  context_precision: contextPrecision,
  context_recall: contextRecall,
  module: moduleGrader,
  exec,
  code,
};

export interface MakeTools {
  /** Absolute folder of the suite. */
  readonly baseDir: string;
  /** The suite's `vars:`, for rubrics and nested `expected:` templates. */
  readonly vars?: JsonObject;
}

/**
 * Makes a grader with its extraction, its `min` and its nested graders. `when` and the `expected:` template of the
 * outermost grader are the caller's: the context brings the expected value along.
 * Rejects with a `UserError` when a pattern, path, schema or template of the statement is not valid.
 */
export async function makeGrader(spec: GraderSpec, { baseDir, vars = {} }: MakeTools): Promise<BuiltGrader> {
  const packaged = isPackageType(spec.type) ? packageGrader : undefined;
  const definition = Object.hasOwn(graders, spec.type) ? graders[spec.type] : packaged;
  if (definition === undefined) throw new UserError("unknown_grader", `unknown grader "${spec.type}"`);
  const tools: GraderTools = {
    baseDir,
    vars,
    make: async (nested) => withOwnExpected(await makeGrader(nested, { baseDir, vars }), vars),
  };
  try {
    return await buildGrader(definition, spec, tools);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError("invalid_grader", `grader "${spec.id}" (${spec.type}): ${messageOf(error)}`);
  }
}

/** A nested grader's `expected:` template, which nobody outside can render for it. */
function withOwnExpected(built: BuiltGrader, vars: JsonObject): BuiltGrader {
  const { expected: source } = built.spec;
  if (source === null) return built;
  const template = compileTemplate(source);
  return {
    spec: built.spec,
    grade(text, context) {
      let expected: string;
      try {
        expected = template.render(caseVars(context.case, vars, context.case.expected));
      } catch (error) {
        return { grade: ungraded(`${built.spec.type}: ${messageOf(error)}`), extracted: null, missing: false };
      }
      return built.grade(text, expecting(context, expected));
    },
  };
}
