import type { ViewerColumns } from "../../../domain/viewer.ts";

/** Whether a text holds the words, whatever the case of their letters. Quicker than a second copy in lower case. */
export function wordsIn(search: string): (text: string) => boolean {
  const pattern = new RegExp(search.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"), "iu");
  return (text) => pattern.test(text);
}

/**
 * What can be searched at once: ids, and the beginnings of inputs, expected values and answers.
 * @returns 1 where it was found
 */
export function searchPreviews(columns: ViewerColumns, search: string): Uint8Array {
  const holds = wordsIn(search);
  const answers = columns.candidates.map((candidate) => candidate.answers);
  return Uint8Array.from(columns.ids, (id, at) => {
    const found =
      holds(id) ||
      holds(columns.inputs[at] ?? "") ||
      holds(columns.expected[at] ?? "") ||
      answers.some((texts) => holds(texts[at] ?? ""));
    return found ? 1 : 0;
  });
}
