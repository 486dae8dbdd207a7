import { fenced, graderSystem } from "./material.ts";
import type { Prompt } from "./prompt.ts";

export const DEFAULT_PREFERENCE =
  "Which answer is better: more helpful to who asked, more correct, and more complete in what was asked for?";

export interface PairwiseQuestion {
  readonly rubric: string;
  readonly input: string | null;
  readonly expected: string | null;
  readonly first: string;
  readonly second: string;
}

/** Two answers side by side. */
export const pairwisePrompt: Prompt<PairwiseQuestion> = {
  version: 1,
  messages({ rubric, input, expected, first, second }, form) {
    const material = fenced([
      { name: "INPUT", text: input, about: "What both answers were asked for:" },
      { name: "REFERENCE", text: expected, about: "The reference answer:" },
      { name: "FIRST", text: first, about: "The first answer:" },
      { name: "SECOND", text: second, about: "The second answer:" },
    ]);
    const ending =
      form === "structured"
        ? 'Reply with one JSON object and nothing else: first "reasoning" (briefly: where they differ and what that means by the rubric), then "verdict" (exactly one of "FIRST", "SECOND", "TIE").'
        : `Say briefly where they differ and what that means by the rubric. Then end your reply with one line of its own that is exactly one of these:
VERDICT: FIRST
VERDICT: SECOND
VERDICT: TIE`;
    return [
      {
        role: "system",
        content: `${graderSystem("You compare two answers to the same input by one rubric and by nothing else.", material)}

Which of them stands first means nothing. Neither length, style nor confidence earns anything unless the rubric says so. Say TIE where neither is better.`,
      },
      { role: "user", content: `Rubric:\n${rubric}\n\n${material.text}\n\n${ending}` },
    ];
  },
};
