import { createReadStream } from "node:fs";

export interface Line {
  /** From 1. */
  readonly number: number;
  readonly bytes: Buffer;
  /** False when the file ended without a newline after it. */
  readonly terminated: boolean;
  /** Byte offset of the line's start. */
  readonly offset: number;
}

/** Larger, and what is made of a block outlives a collection of the young garbage: a fifth more time at 256 KB. */
const READ_SIZE = 1 << 16;
const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * The lines of a file, split at 0x0A alone: `node:readline` also splits at a lone CR and, from Node 24 on, at U+2028,
 * which is legal inside JSON strings. A CR before the newline and a BOM are dropped. Blank lines are given too.
 */
export async function* readLines(path: string, start = 0): AsyncGenerator<Line> {
  for await (const block of readLineBlocks(path, start)) for (const line of block) yield line;
}

/** The same, as many at a time as a read gives: waiting for each of 100,000 lines costs more than parsing them. */
export async function* readLineBlocks(path: string, start = 0): AsyncGenerator<readonly Line[]> {
  // Pieces of a line that is longer than a chunk: joined once, when its end is found.
  let pieces: Buffer[] = [];
  let number = 0;
  let offset = start;
  const lineOf = (raw: Buffer, terminated: boolean): Line => {
    number += 1;
    const marked = number === 1 && start === 0 && raw.subarray(0, BOM.length).equals(BOM) ? BOM.length : 0;
    const cut = terminated && raw.length > marked && raw[raw.length - 1] === CARRIAGE_RETURN ? 1 : 0;
    const line = { number, bytes: raw.subarray(marked, raw.length - cut), terminated, offset: offset + marked };
    offset += raw.length + 1;
    return line;
  };
  for await (const chunk of createReadStream(path, { highWaterMark: READ_SIZE, start })) {
    const bytes = chunk as Buffer;
    const lines: Line[] = [];
    let from = 0;
    for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, from)) {
      const end = bytes.subarray(from, at);
      lines.push(lineOf(pieces.length === 0 ? end : Buffer.concat([...pieces, end]), true));
      pieces = [];
      from = at + 1;
    }
    if (from < bytes.length) pieces.push(bytes.subarray(from));
    if (lines.length > 0) yield lines;
  }
  const last = pieces.length === 0 ? null : lineOf(Buffer.concat(pieces), false);
  if (last !== null && last.bytes.length > 0) yield [last];
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Decodes UTF-8; throws a TypeError on any other byte. */
export function decodeUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}
