import { fenced, graderSystem } from "./material.ts";
import type { Prompt } from "./prompt.ts";
import type { VerdictQuestion } from "./verdict-prompt.ts";

export type CriteriaQuestion = Omit<VerdictQuestion, "menu" | "rubric"> & {
  /** Rendered. Their points are not shown: what a criterion is worth is no reason to find it met. */
  readonly criteria: readonly string[];
};

/** One output by several criteria, each met or not met. */
export const criteriaPrompt: Prompt<CriteriaQuestion> = {
  version: 1,
  messages({ criteria, input, expected, output }, form) {
    const material = fenced([
      { name: "INPUT", text: input, about: "What the output was asked for:" },
      { name: "REFERENCE", text: expected, about: "The reference answer, for where a criterion speaks of one:" },
      { name: "OUTPUT", text: output, about: "The output to judge:" },
    ]);
    const list = criteria.map((text, index) => `Criterion ${index + 1}: ${text}`).join("\n");
    const ending =
      form === "structured"
        ? `Reply with one JSON object and nothing else. It has a member for each criterion, "criterion_1" to "criterion_${criteria.length}", each an object: first "reasoning" (one sentence), then "met" (true or false).`
        : `Say briefly for each criterion why it is met or not. Then end your reply with one line for each criterion, in order, each exactly "CRITERION <number>: MET" or "CRITERION <number>: NOT MET", like this:
${criteria.map((_, index) => `CRITERION ${index + 1}: NOT MET`).join("\n")}`;
    return [
      {
        role: "system",
        content: `${graderSystem("You say of one output which of several criteria it meets, each by itself.", material)}

A criterion is met when the output does all of what it describes, be that good or bad. Criteria that describe a fault are met when the output has that fault.`,
      },
      { role: "user", content: `${list}\n\n${material.text}\n\n${ending}` },
    ];
  },
};
