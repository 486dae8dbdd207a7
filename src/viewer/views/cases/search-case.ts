import type { ViewerCase } from "../../../domain/viewer.ts";

/** What a reader may look for in a case: the texts that people and models wrote, not the names of our own fields. */
function searchableParts({ case: asked, trials }: ViewerCase): readonly unknown[] {
  const said = trials.flatMap(({ output, scores }) => [
    output?.status === "ok" ? [output.answer.text, output.answer.toolCalls] : output?.error.message,
    scores.map((score) => [
      score.reason,
      score.extracted,
      score.judge?.reply,
      score.status === "scored" ? score.label : null,
    ]),
  ]);
  return [asked.id, asked.input, asked.expected, asked.tags, asked.metadata, asked.vars, said];
}

/** @param holds whether a text is what is looked for */
export function caseHolds(viewerCase: ViewerCase, holds: (text: string) => boolean): boolean {
  return anyHolds(searchableParts(viewerCase), holds);
}

/** Not by recursion: data may be nested as deep as its author liked. */
function anyHolds(value: unknown, holds: (text: string) => boolean): boolean {
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next === "string") {
      if (holds(next)) return true;
    } else if (typeof next === "number" || typeof next === "boolean") {
      if (holds(String(next))) return true;
    } else if (Array.isArray(next)) {
      for (const item of next) waiting.push(item);
    } else if (next !== null && typeof next === "object") {
      for (const [name, member] of Object.entries(next)) waiting.push(name, member);
    }
  }
  return false;
}
