import * as z from "zod";
import type { Graded } from "../domain/grader.ts";
import type { Reply } from "../domain/output.ts";
import type { GraderDefinition } from "./definition.ts";
import { failed, ungraded } from "./grade.ts";
import { cosine } from "./text/cosine.ts";
import { DEFAULT_MIN, gradeBest } from "./text/grade-best.ts";
import { NO_REFERENCES, referencesOf } from "./text/references.ts";

type Options = { readonly model: string };

/** Cosine of the embeddings of the text and of each expected text; the best counts. One call for all of them. */
export const similarity: GraderDefinition = {
  type: "similarity",
  description:
    "Similarity in meaning to the expected text by an embedding model, 0 to 1; passes at `min` (default 0.8).",
  options: () => ({ model: z.string().min(1) }),
  needsExpected: true,
  judges: (spec) => [(spec.options as unknown as Options).model],
  create: (spec) => {
    const { model } = spec.options as unknown as Options;
    return {
      async grade(text, { expected, embed }) {
        const references = referencesOf(expected);
        if (references.length === 0) return ungraded(NO_REFERENCES);
        // APIs refuse empty texts, and an empty one has no meaning to compare.
        if (references.some(isBlank)) return ungraded("the expected text is empty");
        if (isBlank(text)) return failed("the text is empty");
        const reply = await embed(model, [text, ...references]);
        return gradeReply(reply, { text, references, model, min: spec.min ?? DEFAULT_MIN });
      },
    };
  },
};

interface Compared {
  readonly text: string;
  readonly references: readonly string[];
  readonly model: string;
  readonly min: number;
}

function gradeReply(reply: Reply, { text, references, model, min }: Compared): Graded {
  const { costUsd, usage, cached } = reply;
  if (reply.status === "error") {
    return ungradedCall(`embedding call failed: ${reply.error.kind}: ${reply.error.message}`, { costUsd });
  }
  const { inputTokens, outputTokens } = usage;
  const facts = { costUsd, judge: { model, reply: "", inputTokens, outputTokens, cached } };
  const [own, ...others] = reply.answer.embeddings ?? [];
  if (own === undefined || others.length !== references.length) {
    const count = reply.answer.embeddings?.length ?? 0;
    return ungradedCall(`the embedding model gave ${count} vectors for ${references.length + 1} texts`, facts);
  }
  const similarities = others.map((other) => cosine(own, other));
  if (similarities.includes(null)) return ungradedCall(whyNone(own, others), facts);
  const grade = gradeBest({
    text,
    references,
    min,
    name: "similarity",
    score: (_, index) => similarities[index] ?? null,
  });
  return { ...facts, ...grade };
}

function ungradedCall(reason: string, facts: Pick<Graded, "costUsd" | "judge">): Graded {
  return { ...facts, ...ungraded(reason) };
}

function whyNone(own: readonly number[], others: readonly (readonly number[])[]): string {
  const other = others.find(({ length }) => length !== own.length);
  if (other !== undefined) return `the embedding model gave vectors of ${own.length} and ${other.length} numbers`;
  return [own, ...others].flat().every(Number.isFinite)
    ? "the embedding model gave a vector of zeros"
    : "the embedding model gave a vector with a value that is no number";
}

function isBlank(text: string): boolean {
  return text.trim() === "";
}
