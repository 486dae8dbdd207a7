import { compileTemplate } from "../base/template.ts";
import type { Case } from "../domain/case.ts";
import type { Json, JsonObject } from "../domain/json.ts";
import type { GraderSpec, Suite } from "../domain/suite.ts";
import { graderDigest } from "../grader/nested.ts";
import { makeGrader } from "../grader/registry.ts";
import { graderSources } from "../grader/sources.ts";
import { matchesSlice } from "../measure/case-facts.ts";
import { templateVars } from "../plan/render.ts";
import type { TrialGrader } from "../trial/trial-grader.ts";
import { fileDigests } from "./file-digests.ts";

/** The suite's graders, ready for trials. Rejects with a `UserError` when one cannot be made. */
export async function makeGraders(suite: Suite, baseDir: string): Promise<readonly TrialGrader[]> {
  return Promise.all(
    suite.graders.map(async (spec): Promise<TrialGrader> => {
      const built = await makeGrader(spec, { baseDir, vars: suite.vars });
      return {
        id: spec.id,
        advisory: spec.advisory,
        severity: spec.severity,
        digest: graderDigest(spec, await fileDigests(await graderSources(spec, baseDir))),
        appliesTo: spec.when === null ? () => true : (testCase) => matchesSlice(testCase, spec.when ?? ""),
        expectedOf: expectedOf(spec, suite.vars),
        grade: (text, context) => built.grade(text, context),
      };
    }),
  );
}

function expectedOf(spec: GraderSpec, suiteVars: JsonObject): (testCase: Case) => Json | undefined {
  if (spec.expected === null) return (testCase) => testCase.expected;
  const template = compileTemplate(spec.expected);
  return (testCase) => {
    const expected = testCase.expected === undefined ? {} : { expected: testCase.expected };
    return template.render({ ...templateVars(testCase, suiteVars), ...expected });
  };
}
