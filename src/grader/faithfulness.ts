import { inputText } from "./case-vars.ts";
import type { GraderDefinition } from "./definition.ts";
import { quote, ungraded } from "./grade.ts";
import { gradeByJudge } from "./judge/ask-judge.ts";
import { contextReader, NO_CONTEXT } from "./judge/case-context.ts";
import { type ItemWords, itemListQuestion } from "./judge/item-list.ts";
import { checkContext, type OneJudgeOptions, oneJudge, shareGrade, withContextShape } from "./judge/one-judge.ts";
import { faithfulnessPrompt } from "./judge/prompts/faithfulness-prompt.ts";
import { promptsVersion } from "./judge/prompts/prompt.ts";

const CLAIMS: ItemWords = { item: "claim", yes: "SUPPORTED", no: "UNSUPPORTED" };

/**
 * Score: claims that the context supports over all claims of the answer (as Ragas has it). An answer without claims is
 * *ungraded*: nothing in it is faithful or not. With an empty context no claim can be supported; the judge counts them.
 */
export const faithfulness: GraderDefinition = {
  type: "faithfulness",
  description: "A model lists the claims of the answer; the share that the context supports reaches `min` (0.8).",
  version: promptsVersion(faithfulnessPrompt),
  options: withContextShape,
  needsExpected: false,
  judges: oneJudge,
  check: checkContext,
  create: (spec, tools) => {
    const { model, verdict: form, context: template } = spec.options as unknown as OneJudgeOptions;
    const contextOf = contextReader(template, tools.vars);
    return {
      async grade(output, context) {
        const chunks = contextOf(context);
        if (chunks === null) return ungraded(NO_CONTEXT);
        if (output.trim() === "") return ungraded("the answer is empty: it makes no claims");
        const question = { input: inputText(context.case), chunks, output };
        const asked = itemListQuestion((reply) => faithfulnessPrompt.messages(question, reply), CLAIMS);
        return gradeByJudge(context, model, asked, form, (claims) => {
          if (claims.length === 0) return ungraded("the answer makes no claims");
          const unsupported = claims.filter(({ holds }) => !holds);
          const score = (claims.length - unsupported.length) / claims.length;
          return {
            ...shareGrade(score, spec.min, () => {
              const [first] = unsupported;
              return `${unsupported.length} of ${claims.length} claims not supported by the context: ${quote(first?.text ?? "")}`;
            }),
            parts: claims.map(({ text, holds, reason }) => ({ claim: text, supported: holds, reason: reason || null })),
          };
        });
      },
    };
  },
};
