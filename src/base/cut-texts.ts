/** A text that was cut: where it stood, and the size of all of it in bytes of UTF-8. */
export interface Cut {
  readonly where: string;
  readonly bytes: number;
}

/** At most so many bytes of UTF-8, without half a character; the text itself where it is not longer. */
export function cutText(text: string, most: number): { readonly text: string; readonly bytes: number | null } {
  if (text.length * 3 <= most) return { text, bytes: null };
  const bytes = Buffer.byteLength(text);
  if (bytes <= most) return { text, bytes: null };
  const start = Buffer.from(text.slice(0, most));
  let end = Math.min(most, start.length);
  while (end > 0 && ((start[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return { text: start.toString("utf8", 0, end), bytes };
}

/**
 * A JSON value of which no text is longer than `most` bytes; what was cut is told of in `cuts`. Where it is large all
 * the same (a million small numbers), it is its own JSON as one text that was cut.
 */
export function cutTexts<T>(value: T, where: string, most: number, cuts: Cut[]): T | string {
  const found: Cut[] = [];
  const room = { left: most * MOST_LARGER };
  const kept = walk(value, where, most, found, room);
  if (room.left >= 0) {
    cuts.push(...found);
    return kept as T;
  }
  const whole = cutText(JSON.stringify(value), most);
  cuts.push({ where, bytes: whole.bytes ?? 0 });
  return whole.text;
}

/** A value may hold so many texts of the longest kind. */
const MOST_LARGER = 8;
/** What a number or a key costs, about. */
const SMALL = 8;

function walk(value: unknown, where: string, most: number, cuts: Cut[], room: { left: number }): unknown {
  room.left -= SMALL;
  if (room.left < 0) return null;
  if (typeof value === "string") {
    const { text, bytes } = cutText(value, most);
    if (bytes !== null) cuts.push({ where, bytes });
    room.left -= text.length;
    return text;
  }
  if (Array.isArray(value)) return value.map((item, at) => walk(item, `${where}[${at}]`, most, cuts, room));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      room.left -= key.length;
      return [key, walk(item, `${where}.${key}`, most, cuts, room)];
    }),
  );
}
