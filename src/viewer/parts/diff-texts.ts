import { diffLines, diffWordsWithSpace } from "diff";

export interface DiffPiece {
  readonly text: string;
  readonly change: "same" | "added" | "removed";
}

export type TextDiff =
  | { readonly status: "ok"; readonly by: "words" | "lines"; readonly pieces: readonly DiffPiece[] }
  | { readonly status: "too-large" };

const MOST_FOR_WORDS = 100_000;
const MOST_FOR_LINES = 2_000_000;
/** Milliseconds for each try: a page that stands still is worse than a coarser answer. */
const TIMEOUT = 150;
const MOST_PIECES = 4_000;

/** What leads from one text to the other: by words; where that takes too long by lines; else not at all. */
export function diffTexts(from: string, to: string, timeout = TIMEOUT): TextDiff {
  const size = from.length + to.length;
  if (size <= MOST_FOR_WORDS) {
    const words = piecesOf(diffWordsWithSpace(from, to, { timeout }));
    if (words !== null) return { status: "ok", by: "words", pieces: words };
  }
  const lines = size <= MOST_FOR_LINES ? piecesOf(diffLines(from, to, { timeout })) : null;
  return lines === null ? { status: "too-large" } : { status: "ok", by: "lines", pieces: lines };
}

type Changes = readonly { readonly value: string; readonly added: boolean; readonly removed: boolean }[];

function piecesOf(changes: Changes | undefined): readonly DiffPiece[] | null {
  if (changes === undefined || changes.length > MOST_PIECES) return null;
  return changes.map(({ value, added, removed }) => ({
    text: value,
    change: added ? "added" : removed ? "removed" : "same",
  }));
}
