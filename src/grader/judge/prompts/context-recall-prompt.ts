import type { ContextQuestion } from "./context-precision-prompt.ts";
import { contextSections } from "./faithfulness-prompt.ts";
import { fenced, graderSystem } from "./material.ts";
import type { Prompt } from "./prompt.ts";

/** The statements of the expected answer, each attributable to the context or not. */
export const contextRecallPrompt: Prompt<ContextQuestion> = {
  version: 1,
  messages({ input, chunks, expected }, form) {
    const material = fenced([
      { name: "INPUT", text: input, about: "The question:" },
      { name: "REFERENCE", text: expected, about: "The right answer, whose statements are judged:" },
      ...contextSections(chunks),
    ]);
    const ending =
      form === "structured"
        ? 'Reply with one JSON object and nothing else. Its member "statements" is a list with an object for each statement: first "statement", then "reasoning" (one sentence), then "verdict" ("ATTRIBUTABLE" or "MISSING"). Where there is no statement the list is empty.'
        : `First say briefly where each statement is found. Then end your reply with one line for each statement, numbered from 1, exactly of this form, and a last line with their number:
STATEMENT 1: ATTRIBUTABLE: <the statement>
STATEMENT 2: MISSING: <the statement>
STATEMENTS: 2

Where there is no statement the only line is:
STATEMENTS: 0`;
    return [
      {
        role: "system",
        content: graderSystem(
          "You say of each statement of the right answer whether it can be found in a context. You use no knowledge of your own.",
          material,
        ),
      },
      {
        role: "user",
        content: `${material.text}

List every statement of fact that the right answer makes, one at a time. A statement is ATTRIBUTABLE when the context states it or it follows from the context directly; otherwise it is MISSING.

${ending}`,
      },
    ];
  },
};
