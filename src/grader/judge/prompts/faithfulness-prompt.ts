import { fenced, graderSystem } from "./material.ts";
import type { Prompt } from "./prompt.ts";

export interface FaithfulnessQuestion {
  readonly input: string | null;
  readonly chunks: readonly string[];
  readonly output: string;
}

/** The claims of an answer, each supported by the context or not. */
export const faithfulnessPrompt: Prompt<FaithfulnessQuestion> = {
  version: 1,
  messages({ input, chunks, output }, form) {
    const material = fenced([
      { name: "INPUT", text: input, about: "The question:" },
      ...contextSections(chunks),
      { name: "OUTPUT", text: output, about: "The answer whose claims are judged:" },
    ]);
    const ending =
      form === "structured"
        ? 'Reply with one JSON object and nothing else. Its member "claims" is a list with an object for each claim: first "claim" (the claim in a sentence that is understood by itself), then "reasoning" (one sentence), then "verdict" ("SUPPORTED" or "UNSUPPORTED"). Where there is no claim the list is empty.'
        : `First say briefly what supports each claim. Then end your reply with one line for each claim, numbered from 1, exactly of this form, and a last line with their number:
CLAIM 1: SUPPORTED: <the claim in a sentence that is understood by itself>
CLAIM 2: UNSUPPORTED: <the claim>
CLAIMS: 2

Where there is no claim the only line is:
CLAIMS: 0`;
    return [
      {
        role: "system",
        content: graderSystem(
          "You say of each claim of an answer whether a context supports it. You use no knowledge of your own.",
          material,
        ),
      },
      {
        role: "user",
        content: `${material.text}

List every claim of fact that the answer makes, one at a time. Questions, greetings, offers of help and statements about what the answer or the context lacks are no claims. A claim is SUPPORTED when the context states it or it follows from the context directly; it is UNSUPPORTED when the context contradicts it or says nothing of it, however true it may be.

${ending}`,
      },
    ];
  },
};

/** The pieces of a context, each in a fence of its own. */
export function contextSections(chunks: readonly string[]) {
  if (chunks.length === 0) return [{ name: "CONTEXT", about: "The context:", text: "(nothing was retrieved)" }];
  return chunks.map((text, index) => ({
    name: `CONTEXT ${index + 1}`,
    about: chunks.length === 1 ? "The context:" : `Piece ${index + 1} of the context:`,
    text,
  }));
}
