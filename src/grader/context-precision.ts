import { inputText } from "./case-vars.ts";
import type { GraderDefinition } from "./definition.ts";
import { ungraded } from "./grade.ts";
import { gradeByJudge, type Question } from "./judge/ask-judge.ts";
import { contextReader, NO_CONTEXT } from "./judge/case-context.ts";
import { countedLines } from "./judge/numbered-lines.ts";
import { checkContext, type OneJudgeOptions, oneJudge, shareGrade, withContextShape } from "./judge/one-judge.ts";
import { type ContextQuestion, contextPrecisionPrompt } from "./judge/prompts/context-precision-prompt.ts";
import { promptsVersion } from "./judge/prompts/prompt.ts";
import { booleanMember, isObject, textMember } from "./judge/reply-json.ts";
import { objectSchema, replySchema, TEXT, YES_OR_NO } from "./judge/reply-schema.ts";
import { textForm } from "./text-form.ts";

interface Piece {
  readonly useful: boolean;
  readonly reason: string;
}

const MOST_PIECES = 200;

/**
 * Score: the mean, over the useful pieces, of the precision at their rank (average precision, as Ragas has it): 1 when
 * all useful pieces stand first, 0 when none is useful. It grades the retrieval, not the text. An empty list has no
 * precision: *ungraded*.
 */
export const contextPrecision: GraderDefinition = {
  type: "context_precision",
  description: "A model says which pieces of context were useful; their rank-weighted precision reaches `min` (0.8).",
  version: promptsVersion(contextPrecisionPrompt),
  options: withContextShape,
  needsExpected: true,
  judges: oneJudge,
  check: checkContext,
  create: (spec, tools) => {
    const { model, verdict: form, context: template } = spec.options as unknown as OneJudgeOptions;
    const contextOf = contextReader(template, tools.vars);
    return {
      async grade(_output, context) {
        const chunks = contextOf(context);
        if (chunks === null) return ungraded(NO_CONTEXT);
        if (chunks.length === 0) return ungraded("the context is empty: an empty list has no precision");
        if (chunks.length > MOST_PIECES) return ungraded(`${chunks.length} pieces of context; at most ${MOST_PIECES}`);
        const asked = { input: inputText(context.case), chunks, expected: textForm(context.expected ?? "") };
        return gradeByJudge(context, model, questionOf(asked), form, (pieces) => {
          const useful = pieces.filter((piece) => piece.useful).length;
          const score = averagePrecision(pieces.map((piece) => piece.useful));
          return {
            ...shareGrade(score, spec.min, () => `${useful} of ${pieces.length} pieces useful, not all of them first`),
            parts: pieces.map((piece, index) => ({
              rank: index + 1,
              useful: piece.useful,
              reason: piece.reason || null,
            })),
          };
        });
      },
    };
  },
};

/** Mean precision at the rank of each useful piece; 0 where none is. */
export function averagePrecision(useful: readonly boolean[]): number {
  let found = 0;
  let total = 0;
  for (const [index, one] of useful.entries()) {
    if (!one) continue;
    found += 1;
    total += found / (index + 1);
  }
  return found === 0 ? 0 : total / found;
}

function questionOf(asked: ContextQuestion): Question<readonly Piece[]> {
  const names = asked.chunks.map((_, index) => `piece_${index + 1}`);
  const one = objectSchema({ reasoning: TEXT, useful: YES_OR_NO });
  return {
    messages: (form) => contextPrecisionPrompt.messages(asked, form),
    schema: replySchema("pieces", Object.fromEntries(names.map((name) => [name, one]))),
    fromJson(value) {
      const pieces: Piece[] = [];
      for (const name of names) {
        const said = value[name];
        const useful = isObject(said) ? booleanMember(said, "useful") : null;
        if (!isObject(said) || useful === null) return null;
        pieces.push({ useful, reason: textMember(said, "reasoning") });
      }
      return pieces;
    },
    fromText(text) {
      const lines = countedLines(text, "piece", ["USEFUL", "NOT USEFUL"], names.length);
      return lines?.map(({ verdict }) => ({ useful: verdict === "USEFUL", reason: "" })) ?? null;
    },
  };
}
