import { fenced, graderSystem } from "./material.ts";
import type { Prompt } from "./prompt.ts";

export interface FactualityQuestion {
  readonly input: string | null;
  /** Each of them alone is a full reference. */
  readonly references: readonly string[];
  readonly output: string;
}

/** How the facts of an answer stand to those of the reference: five classes, as in OpenAI's `fact` template. */
export const factualityPrompt: Prompt<FactualityQuestion> = {
  version: 1,
  messages({ input, references, output }, form) {
    const material = fenced([
      { name: "INPUT", text: input, about: "The question:" },
      ...references.map((text, index) => ({
        name: references.length === 1 ? "REFERENCE" : `REFERENCE ${index + 1}`,
        about: references.length === 1 ? "The reference answer:" : `Reference answer ${index + 1}:`,
        text,
      })),
      { name: "OUTPUT", text: output, about: "The answer to judge:" },
    ]);
    const several =
      references.length === 1
        ? ""
        : "\nEach reference answer is right by itself: compare with the one that suits the answer best.\n";
    const ending =
      form === "structured"
        ? 'Reply with one JSON object and nothing else: first "reasoning" (briefly: the facts that they share and those that they do not), then "verdict" (exactly one of "SUBSET", "SUPERSET", "SAME", "DISAGREE", "EQUIVALENT").'
        : `Say briefly which facts they share and which they do not. Then end your reply with one line of its own that is exactly one of these:
VERDICT: SUBSET
VERDICT: SUPERSET
VERDICT: SAME
VERDICT: DISAGREE
VERDICT: EQUIVALENT`;
    return [
      {
        role: "system",
        content: graderSystem(
          "You compare the facts of an answer with those of a reference answer. The reference is taken as right. Style, grammar, punctuation and order mean nothing.",
          material,
        ),
      },
      {
        role: "user",
        content: `${material.text}
${several}
How do the facts of the answer stand to those of the reference?
SUBSET: everything it states is in the reference, and some facts of the reference are missing.
SUPERSET: it states every fact of the reference, and further ones that do not contradict it.
SAME: it states the same facts.
DISAGREE: something that it states contradicts the reference, or it does not answer the question.
EQUIVALENT: they differ, but in nothing that matters to whether the answer is right.

${ending}`,
      },
    ];
  },
};
