import type { FileHandle } from "node:fs/promises";

const CHUNK = 1 << 18;
const NEWLINE = 0x0a;
/** What is longer is no line of ours: it is passed over, not gathered in memory. */
const LONGEST_LINE = 1 << 26;

export interface ScannedLine {
  readonly bytes: Buffer;
  readonly offset: number;
}

/**
 * The lines of a piece of an open file, in batches (a `yield` a line would double the time of a scan). What has no
 * newline behind it is not given: its writer may be at it.
 */
export async function* scanLines(handle: FileHandle, from: number, to: number): AsyncGenerator<ScannedLine[]> {
  let pieces: Buffer[] = [];
  let carried = 0;
  let at = from;
  while (at < to) {
    const buffer = Buffer.allocUnsafe(Math.min(CHUNK, to - at));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
    if (bytesRead === 0) return;
    const fresh = buffer.subarray(0, bytesRead);
    const last = fresh.lastIndexOf(NEWLINE);
    if (last === -1) {
      carried += bytesRead;
      if (carried > LONGEST_LINE) pieces = [];
      else pieces.push(fresh);
    } else {
      const whole = carried <= LONGEST_LINE;
      // Without its beginning a line does not look like ours, but what is behind it does.
      const bytes = pieces.length === 0 ? fresh : Buffer.concat([...pieces, fresh]);
      yield split(bytes, at + bytesRead - bytes.length, whole ? 0 : fresh.indexOf(NEWLINE) + 1);
      const rest = fresh.subarray(last + 1);
      pieces = rest.length === 0 ? [] : [rest];
      carried = rest.length;
    }
    at += bytesRead;
  }
}

function split(bytes: Buffer, offset: number, from: number): ScannedLine[] {
  const lines: ScannedLine[] = [];
  let start = from;
  for (let end = bytes.indexOf(NEWLINE, start); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
    if (end > start) lines.push({ bytes: bytes.subarray(start, end), offset: offset + start });
    start = end + 1;
  }
  return lines;
}
