import * as z from "zod";
import type { Json } from "../domain/json.ts";
import { inputText } from "./case-vars.ts";
import type { GraderDefinition } from "./definition.ts";
import { failed, ungraded } from "./grade.ts";
import { gradeByJudge, type Question } from "./judge/ask-judge.ts";
import { type OneJudgeOptions, oneJudge, oneJudgeShape } from "./judge/one-judge.ts";
import { type FactualityQuestion, factualityPrompt } from "./judge/prompts/factuality-prompt.ts";
import { promptsVersion } from "./judge/prompts/prompt.ts";
import { textMember } from "./judge/reply-json.ts";
import { oneOfWords, replySchema, TEXT } from "./judge/reply-schema.ts";
import { matchVerdict, parseVerdict, reasoningOf } from "./judge/verdict.ts";
import { shortReason } from "./judge/verdict-question.ts";
import { textForm } from "./text-form.ts";

type Class = "same" | "equivalent" | "superset" | "subset" | "disagree";

/**
 * The classes of OpenAI's `fact` template with the scores that Braintrust's autoevals gives them: the same facts, or a
 * difference that does not matter: 1; further facts that nobody has checked: 0.6; facts left out: 0.4; a
 * contradiction: 0. `scores:` states others.
 */
export const FACTUALITY_SCORES: Readonly<Record<Class, number>> = {
  same: 1,
  equivalent: 1,
  superset: 0.6,
  subset: 0.4,
  disagree: 0,
};
const CLASSES = Object.keys(FACTUALITY_SCORES) as readonly Class[];
/** Adding consistent facts passes, leaving facts out does not. */
const DEFAULT_MIN = 0.5;

const MEANING: Readonly<Record<Class, string>> = {
  same: "it states the same facts",
  equivalent: "it differs in nothing that matters",
  superset: "it adds facts that the expected answer does not state",
  subset: "it leaves out facts of the expected answer",
  disagree: "it contradicts the expected answer, or does not answer",
};

interface Options extends OneJudgeOptions {
  readonly scores?: Partial<Record<Class, number>>;
}

export const factuality: GraderDefinition = {
  type: "factuality",
  description: "A model says how the facts of the answer stand to those of the expected one; the class has a score.",
  version: promptsVersion(factualityPrompt),
  options: () => ({
    ...oneJudgeShape(),
    scores: z
      .strictObject(Object.fromEntries(CLASSES.map((name) => [name, z.number().min(0).max(1).optional()])))
      .optional(),
  }),
  needsExpected: true,
  judges: oneJudge,
  create: (spec) => {
    const { model, verdict: form, scores: stated = {} } = spec.options as unknown as Options;
    const scores = { ...FACTUALITY_SCORES, ...stated };
    const min = spec.min ?? DEFAULT_MIN;
    return {
      async grade(output, context) {
        const references = referencesOf(context.expected ?? "");
        if (references.length === 0) return ungraded("the expected answer is empty");
        if (output.trim() === "") return failed("the answer is empty");
        const question = questionOf({ input: inputText(context.case), references, output });
        return gradeByJudge(context, model, question, form, ({ label, said }) => {
          const score = scores[label];
          const pass = score >= min;
          const reason = pass ? null : [MEANING[label], ...(said === null ? [] : [said])].join(": ");
          return { status: "scored", score, pass, label, reason };
        });
      },
    };
  },
};

/** Several acceptable answers: each of them is a reference. */
function referencesOf(expected: Json): readonly string[] {
  const list = Array.isArray(expected) ? expected.map(textForm) : [textForm(expected)];
  return list.filter((text) => text.trim() !== "");
}

function questionOf(asked: FactualityQuestion): Question<{ readonly label: Class; readonly said: string | null }> {
  const judged = (word: string | null, said: string) => {
    const label = CLASSES.find((name) => name === word);
    return label === undefined ? null : { label, said: shortReason(said) };
  };
  return {
    messages: (form) => factualityPrompt.messages(asked, form),
    schema: replySchema("factuality", {
      reasoning: TEXT,
      verdict: oneOfWords(CLASSES.map((name) => name.toUpperCase())),
    }),
    fromJson: (value) => judged(matchVerdict(textMember(value, "verdict"), CLASSES), textMember(value, "reasoning")),
    fromText: (text) => judged(parseVerdict(text, CLASSES), reasoningOf(text)),
  };
}
