import type { Graded } from "../../domain/grader.ts";
import { quote, round, ungraded } from "../grade.ts";
import { NO_REFERENCES } from "./references.ts";

/** Where the suite states no `min`. */
export const DEFAULT_MIN = 0.8;

interface Comparing {
  readonly text: string;
  readonly references: readonly string[];
  readonly min: number;
  /** What the score is called in a reason. */
  readonly name: string;
  /** 0 to 1; null: this reference has nothing to compare with. */
  readonly score: (reference: string, index: number) => number | null;
  /** Why no reference could be compared. */
  readonly incomparable?: string;
}

/** The best score over several acceptable answers; passes at `min`. *Ungraded* when there is none to compare with. */
export function gradeBest({ text, references, min, name, score, incomparable = NO_REFERENCES }: Comparing): Graded {
  if (references.length === 0) return ungraded(NO_REFERENCES);
  let best: { readonly score: number; readonly reference: string } | null = null;
  for (const [index, reference] of references.entries()) {
    const own = score(reference, index);
    if (own !== null && (best === null || own > best.score)) best = { score: own, reference };
  }
  return best === null ? ungraded(incomparable) : gradeAt(best.score, min, name, best.reference, text);
}

/** A score that passes at `min`, with both texts in the reason where it does not. */
export function gradeAt(score: number, min: number, name: string, reference: string, text: string): Graded {
  const pass = score >= min;
  const reason = pass
    ? null
    : `${name} ${round(score)} is below ${min}: expected ${quote(reference)}, got ${quote(text)}`;
  return { status: "scored", score, pass, label: null, reason };
}
