/** What a table of fixed row height draws: the rows near its window, and room for all others. */
export type DrawnPiece = { readonly row: number } | { readonly gap: number };

export interface RowWindow {
  readonly start: number;
  /** After the last. */
  readonly end: number;
}

/** @param overscan rows drawn beyond the window, so that scrolling a little shows nothing empty */
export function rowWindow(
  scrollTop: number,
  height: number,
  rowHeight: number,
  count: number,
  overscan = 8,
): RowWindow {
  // In steps: a table is not drawn anew with every pixel.
  const first = Math.floor(scrollTop / rowHeight / 4) * 4;
  const start = Math.max(0, Math.min(count, first) - overscan);
  return { start, end: Math.max(start, Math.min(count, first + Math.ceil(height / rowHeight) + 4 + overscan)) };
}

/** @param kept a row that stays in the page wherever the window is, because it has the focus */
export function drawnPieces({ start, end }: RowWindow, count: number, kept: number): readonly DrawnPiece[] {
  const rows = Array.from({ length: end - start }, (_, at) => start + at);
  if (kept >= 0 && kept < start) rows.unshift(kept);
  else if (kept >= end && kept < count) rows.push(kept);
  const pieces: DrawnPiece[] = [];
  let next = 0;
  for (const row of rows) {
    if (row > next) pieces.push({ gap: row - next });
    pieces.push({ row });
    next = row + 1;
  }
  if (next < count) pieces.push({ gap: count - next });
  return pieces;
}

/** Where to scroll so that a row is seen whole, below a head that stays; null: it is. */
export function scrollFor(
  row: number,
  scrollTop: number,
  height: number,
  rowHeight: number,
  head: number,
): number | null {
  const top = row * rowHeight;
  if (top < scrollTop) return top;
  const below = top + rowHeight + head - height;
  return below > scrollTop ? below : null;
}
