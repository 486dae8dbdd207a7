import type { Graded } from "../../domain/grader.ts";
import type { Json } from "../../domain/json.ts";

/** What one judge made of one text, whichever way it was asked. */
export interface Opinion {
  readonly score: number;
  /** The word it chose; null where it gave a number. */
  readonly verdict: string | null;
  /** In its own words; null: it gave none. */
  readonly reason: string | null;
  /** What there is to know beside it: criteria, the number on the scale. */
  readonly details: { readonly [key: string]: Json };
}

/** How opinions become grades: which of them pass, and what is shown as a label. */
export interface Scoring {
  readonly labelled: boolean;
  /** null: only `min` can say. */
  readonly passes: (score: number) => boolean | null;
}

export function gradeOf({ score, verdict, reason, details }: Opinion, { labelled, passes }: Scoring): Graded {
  const pass = passes(score);
  return {
    status: "scored",
    score,
    pass,
    label: labelled ? verdict : null,
    // A fail has a reason, even from a judge that gives none.
    reason: pass === true ? null : (reason ?? (pass === false ? `judged ${verdict ?? score}` : null)),
    ...(Object.keys(details).length === 0 ? {} : { parts: details }),
  };
}
