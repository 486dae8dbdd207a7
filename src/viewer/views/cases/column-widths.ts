import type { CaseIndex } from "./case-index.ts";

/** Widths of the columns of a table, in rem. The input takes what is left of the window. */
export interface ColumnWidths {
  readonly id: number;
  readonly input: number;
  readonly expected: number;
  readonly tags: number;
  readonly answers: readonly number[];
  readonly latency: number;
  readonly all: number;
}

/** What a letter takes, and what stands around a text. */
const LETTER = 0.5;
const PADDING = 1.2;
const MARK = 2;

const LEAST_INPUT = 14;
const LATENCY = 5.2;

/** Columns are as wide as most of their texts are: labels take little, sentences what is reasonable. */
export function columnWidths({ columns, candidates, names }: CaseIndex): ColumnWidths {
  const id = width(columns.ids, 0.56, 5, 16);
  const expected = width(columns.expected, LETTER, 6, 14);
  const tagTexts = columns.tags.map((tags) => tags.map((tag) => `${columns.tagNames[tag]}---`).join(""));
  const tags = columns.tagNames.length === 0 ? 0 : width(tagTexts, 0.46, 5, 13);
  const answers = candidates.map(({ columns: { answers: texts } }, at) =>
    Math.max(width(texts, LETTER, 6, 17) + MARK, Math.min(14, (names[at]?.length ?? 0) * 0.52 + 2)),
  );
  const all = id + LEAST_INPUT + expected + tags + answers.reduce((sum, one) => sum + one + LATENCY, 0);
  return { id, input: LEAST_INPUT, expected, tags, answers, latency: LATENCY, all };
}

/** Texts to look at: they are alike all over a dataset. */
const LOOKED_AT = 2_000;

/** Nine of ten texts fit. */
function width(texts: readonly (string | null)[], letter: number, least: number, most: number): number {
  const lengths = texts.slice(0, LOOKED_AT).map((text) => text?.length ?? 0);
  lengths.sort((a, b) => a - b);
  const long = lengths[Math.floor(lengths.length * 0.9)] ?? 0;
  return Math.max(least, Math.min(most, long * letter + PADDING));
}
