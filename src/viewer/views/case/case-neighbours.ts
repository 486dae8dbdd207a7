export interface Neighbours {
  readonly previous: string | null;
  readonly next: string | null;
  /** From 1; null: the case is not in the list. */
  readonly place: number | null;
  readonly of: number;
}

/**
 * The cases before and after one in a list of ids. Of a case that the list does not hold (a filter that it does not
 * meet) the first is next.
 */
export function neighboursOf(list: readonly string[], id: string): Neighbours {
  const at = list.indexOf(id);
  if (at < 0) return { previous: null, next: list[0] ?? null, place: null, of: list.length };
  return { previous: list[at - 1] ?? null, next: list[at + 1] ?? null, place: at + 1, of: list.length };
}
