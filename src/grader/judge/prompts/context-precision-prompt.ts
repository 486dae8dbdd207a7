import { contextSections } from "./faithfulness-prompt.ts";
import { fenced, graderSystem } from "./material.ts";
import type { Prompt } from "./prompt.ts";

export interface ContextQuestion {
  readonly input: string | null;
  readonly chunks: readonly string[];
  readonly expected: string;
}

/** Which pieces of a context were of use for the expected answer. */
export const contextPrecisionPrompt: Prompt<ContextQuestion> = {
  version: 1,
  messages({ input, chunks, expected }, form) {
    const material = fenced([
      { name: "INPUT", text: input, about: "The question:" },
      { name: "REFERENCE", text: expected, about: "The right answer:" },
      ...contextSections(chunks),
    ]);
    const ending =
      form === "structured"
        ? `Reply with one JSON object and nothing else. It has a member for each piece, "piece_1" to "piece_${chunks.length}", each an object: first "reasoning" (one sentence), then "useful" (true or false).`
        : `Say briefly why. Then end your reply with one line for each piece, in order, each exactly "PIECE <number>: USEFUL" or "PIECE <number>: NOT USEFUL", like this:
${chunks.map((_, index) => `PIECE ${index + 1}: NOT USEFUL`).join("\n")}`;
    return [
      {
        role: "system",
        content: graderSystem(
          "You say which pieces of a context were useful for arriving at the right answer, each by itself.",
          material,
        ),
      },
      {
        role: "user",
        content: `${material.text}

A piece is useful when it states a part of the right answer or something that the answer follows from. Being on the same topic is not enough.

${ending}`,
      },
    ];
  },
};
