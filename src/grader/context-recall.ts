import { inputText } from "./case-vars.ts";
import type { GraderDefinition } from "./definition.ts";
import { failed, quote, ungraded } from "./grade.ts";
import { gradeByJudge } from "./judge/ask-judge.ts";
import { contextReader, NO_CONTEXT } from "./judge/case-context.ts";
import { type ItemWords, itemListQuestion } from "./judge/item-list.ts";
import { checkContext, type OneJudgeOptions, oneJudge, shareGrade, withContextShape } from "./judge/one-judge.ts";
import { contextRecallPrompt } from "./judge/prompts/context-recall-prompt.ts";
import { promptsVersion } from "./judge/prompts/prompt.ts";
import { textForm } from "./text-form.ts";

const STATEMENTS: ItemWords = { item: "statement", yes: "ATTRIBUTABLE", no: "MISSING" };

/**
 * Score: statements of the expected answer that the context holds, over all of them (as Ragas has it). It grades the
 * retrieval, not the text. Nothing retrieved: 0, without a call.
 */
export const contextRecall: GraderDefinition = {
  type: "context_recall",
  description:
    "A model lists the statements of the expected answer; the share found in the context reaches `min` (0.8).",
  version: promptsVersion(contextRecallPrompt),
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
        const expected = textForm(context.expected ?? "");
        if (expected.trim() === "") return ungraded("the expected answer is empty: it makes no statements");
        if (chunks.length === 0) return failed("the context is empty: nothing was retrieved");
        const question = { input: inputText(context.case), chunks, expected };
        const asked = itemListQuestion((reply) => contextRecallPrompt.messages(question, reply), STATEMENTS);
        return gradeByJudge(context, model, asked, form, (statements) => {
          if (statements.length === 0) return ungraded("the expected answer makes no statements");
          const missing = statements.filter(({ holds }) => !holds);
          const score = (statements.length - missing.length) / statements.length;
          return {
            ...shareGrade(score, spec.min, () => {
              const [first] = missing;
              return `${missing.length} of ${statements.length} statements not in the context: ${quote(first?.text ?? "")}`;
            }),
            parts: statements.map(({ text, holds, reason }) => ({
              statement: text,
              attributable: holds,
              reason: reason || null,
            })),
          };
        });
      },
    };
  },
};
