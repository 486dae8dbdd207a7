import type { Case } from "../domain/case.ts";
import type { GradeContext, Graded } from "../domain/grader.ts";
import type { Json } from "../domain/json.ts";

/** A grader as a trial sees it: ready to run, with what the suite says around it. */
export interface TrialGrader {
  readonly id: string;
  /** Reported, never fails a trial. */
  readonly advisory: boolean;
  readonly severity: string | null;
  /** Over the grader's statement and the files it reads. */
  readonly digest: string;
  /** The `when:` slice. */
  readonly appliesTo: (testCase: Case) => boolean;
  /** Throws when an `expected:` template does not render: the grade is then *ungraded*. */
  readonly expectedOf: (testCase: Case) => Json | undefined;
  readonly grade: (text: string, context: GradeContext) => TrialGrade | Promise<TrialGrade>;
}

export interface TrialGrade {
  readonly grade: Graded;
  /** What extraction left; null: the whole text. */
  readonly extracted: string | null;
}
