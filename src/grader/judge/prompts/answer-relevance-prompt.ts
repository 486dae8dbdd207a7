import { fenced, graderSystem } from "./material.ts";
import type { Prompt } from "./prompt.ts";

export interface AnswerRelevanceQuestion {
  readonly input: string;
  readonly output: string;
}

/** Whether an answer addresses the question, whatever its truth. */
export const answerRelevancePrompt: Prompt<AnswerRelevanceQuestion> = {
  version: 1,
  messages({ input, output }, form) {
    const material = fenced([
      { name: "INPUT", text: input, about: "The question:" },
      { name: "OUTPUT", text: output, about: "The answer to judge:" },
    ]);
    const ending =
      form === "structured"
        ? 'Reply with one JSON object and nothing else: first "reasoning" (briefly), then "evasive" (true or false), then "verdict" (a whole number from 1 to 5).'
        : `Say briefly why. Then end your reply with two lines, the first "EVASIVE: YES" or "EVASIVE: NO", the last VERDICT: and the number, like this:
EVASIVE: NO
VERDICT: 1`;
    return [
      {
        role: "system",
        content: graderSystem(
          "You judge how far an answer addresses the question that was asked. Whether it is true is not your concern.",
          material,
        ),
      },
      {
        role: "user",
        content: `${material.text}

Rate how far the answer addresses the question:
5: all of it, and nothing beside the point
4: all of it, with something beside the point
3: the main part of it, with a part missing or much beside the point
2: a minor part of it
1: none of it

Evasive is an answer that commits to nothing: it says that it does not know, refuses, or talks around the question.

${ending}`,
      },
    ];
  },
};
