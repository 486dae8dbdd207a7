import { inputText } from "./case-vars.ts";
import type { GraderDefinition } from "./definition.ts";
import { failed } from "./grade.ts";
import { gradeByJudge, type Question } from "./judge/ask-judge.ts";
import { type OneJudgeOptions, oneJudge, oneJudgeShape } from "./judge/one-judge.ts";
import { type AnswerRelevanceQuestion, answerRelevancePrompt } from "./judge/prompts/answer-relevance-prompt.ts";
import { promptsVersion } from "./judge/prompts/prompt.ts";
import { booleanMember, textMember } from "./judge/reply-json.ts";
import { replySchema, TEXT, wholeNumbers, YES_OR_NO } from "./judge/reply-schema.ts";
import { spokenText } from "./judge/spoken-text.ts";
import { parseScaleVerdict, plainVerdict, reasoningOf } from "./judge/verdict.ts";
import { numberMember, shortReason } from "./judge/verdict-question.ts";

interface Relevance {
  /** 1…5 */
  readonly rating: number;
  readonly evasive: boolean;
  readonly reason: string | null;
}

/** 4 of 5: all of the question addressed, something beside the point. */
const DEFAULT_MIN = 0.75;
const EVASIVE_LINE = /^[ \t*_`#-]{0,12}evasive[ \t*_`]{0,8}:(.*)$/gim;

/** Score: (rating − 1) / 4 of a judge's rating from 1 to 5; an answer that commits to nothing scores 0. */
export const answerRelevance: GraderDefinition = {
  type: "answer_relevance",
  description: "A model rates how far the answer addresses the question, true or not; it reaches `min` (0.75: 4 of 5).",
  version: promptsVersion(answerRelevancePrompt),
  options: oneJudgeShape,
  needsExpected: false,
  judges: oneJudge,
  create: (spec) => {
    const { model, verdict: form } = spec.options as unknown as OneJudgeOptions;
    const min = spec.min ?? DEFAULT_MIN;
    return {
      async grade(output, context) {
        if (output.trim() === "") return failed("the answer is empty");
        const question = questionOf({ input: inputText(context.case), output });
        return gradeByJudge(context, model, question, form, ({ rating, evasive, reason }) => {
          const score = evasive ? 0 : (rating - 1) / 4;
          const pass = score >= min;
          const said = evasive ? "evasive" : `rated ${rating} of 5`;
          return {
            status: "scored",
            score,
            pass,
            label: null,
            reason: pass ? null : [said, ...(reason === null ? [] : [reason])].join(": "),
            parts: { rating, evasive },
          };
        });
      },
    };
  },
};

function questionOf(asked: AnswerRelevanceQuestion): Question<Relevance> {
  return {
    messages: (form) => answerRelevancePrompt.messages(asked, form),
    schema: replySchema("relevance", { reasoning: TEXT, evasive: YES_OR_NO, verdict: wholeNumbers(1, 5) }),
    fromJson: (value) =>
      relevance(numberMember(value, 1, 5), booleanMember(value, "evasive"), textMember(value, "reasoning")),
    fromText: (text) => relevance(parseScaleVerdict(text, 1, 5), evasiveLine(text), reasoningOf(text)),
  };
}

function relevance(rating: number | null, evasive: boolean | null, said: string): Relevance | null {
  return rating === null || evasive === null ? null : { rating, evasive, reason: shortReason(said) };
}

function evasiveLine(reply: string): boolean | null {
  let last: string | undefined;
  for (const match of spokenText(reply).matchAll(EVASIVE_LINE)) last = plainVerdict(match[1] ?? "");
  return last === "yes" ? true : last === "no" ? false : null;
}
