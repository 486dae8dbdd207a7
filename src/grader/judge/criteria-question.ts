import type { Json } from "../../domain/json.ts";
import { quote } from "../grade.ts";
import type { Question } from "./ask-judge.ts";
import { countedLines } from "./numbered-lines.ts";
import type { Opinion } from "./opinion.ts";
import type { Criterion } from "./options.ts";
import { type CriteriaQuestion, criteriaPrompt } from "./prompts/criteria-prompt.ts";
import { booleanMember, isObject, textMember } from "./reply-json.ts";
import { objectSchema, replySchema, TEXT, YES_OR_NO } from "./reply-schema.ts";

interface Found {
  readonly met: boolean;
  readonly reason: string;
}

/** Several criteria, each met or not. One that is missing from the reply leaves all of it without a verdict. */
export function criteriaQuestion(
  asked: Omit<CriteriaQuestion, "criteria">,
  criteria: readonly Criterion[],
): Question<Opinion> {
  const names = criteria.map((_, index) => `criterion_${index + 1}`);
  const one = objectSchema({ reasoning: TEXT, met: YES_OR_NO });
  return {
    messages: (form) => criteriaPrompt.messages({ ...asked, criteria: criteria.map(({ text }) => text) }, form),
    schema: replySchema("criteria", Object.fromEntries(names.map((name) => [name, one]))),
    fromJson(value) {
      const found: Found[] = [];
      for (const name of names) {
        const said = value[name];
        const met = isObject(said) ? booleanMember(said, "met") : null;
        if (!isObject(said) || met === null) return null;
        found.push({ met, reason: textMember(said, "reasoning") });
      }
      return opinionOf(criteria, found);
    },
    fromText(text) {
      const lines = countedLines(text, "criterion", ["MET", "NOT MET"], criteria.length);
      return (
        lines &&
        opinionOf(
          criteria,
          lines.map(({ verdict }) => ({ met: verdict === "MET", reason: "" })),
        )
      );
    },
  };
}

/** Points of what is met over the points that can be had, cut to 0…1 (as in HealthBench, Arora et al. 2025). */
export function criteriaScore(criteria: readonly (Pick<Criterion, "points"> & { readonly met: boolean })[]): number {
  let met = 0;
  let possible = 0;
  for (const criterion of criteria) {
    if (criterion.met) met += criterion.points;
    if (criterion.points > 0) possible += criterion.points;
  }
  return Math.min(1, Math.max(0, met / possible));
}

function opinionOf(criteria: readonly Criterion[], found: readonly Found[]): Opinion {
  const judged = criteria.map(({ points, text }, index) => ({ points, text, met: found[index]?.met ?? false }));
  // What cost points: positive ones that are not met, negative ones that are.
  const lost = judged
    .filter(({ points, met }) => met === points < 0)
    .map(({ text, points }) => {
      return `${points < 0 ? "met" : "not met"}: ${quote(text)} (${points})`;
    });
  const parts: Json[] = judged.map(({ points, text, met }, index) => ({
    criterion: text,
    points,
    met,
    reason: found[index]?.reason || null,
  }));
  return {
    score: criteriaScore(judged),
    verdict: null,
    reason:
      lost.length === 0 ? null : lost.slice(0, 3).join("; ") + (lost.length > 3 ? `; and ${lost.length - 3} more` : ""),
    details: { criteria: parts },
  };
}
