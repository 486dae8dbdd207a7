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

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * The lines of a file, split at 0x0A alone: `node:readline` also splits at a lone CR and, from Node 24 on, at U+2028,
 * which is legal inside JSON strings. A CR before the newline and a BOM are dropped. Blank lines are given too.
 */
export async function* readLines(path: string, start = 0): AsyncGenerator<Line> {
  let rest: Buffer = Buffer.alloc(0);
  let number = 0;
  let offset = start;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18, start })) {
    let bytes = rest.length > 0 ? Buffer.concat([rest, chunk as Buffer]) : (chunk as Buffer);
    if (
      number === 0 &&
      offset === 0 &&
      bytes.length >= 3 &&
      bytes[0] === 0xef &&
      bytes[1] === 0xbb &&
      bytes[2] === 0xbf
    ) {
      bytes = bytes.subarray(3);
      offset = 3;
    }
    let from = 0;
    for (let at = bytes.indexOf(NEWLINE, from); at !== -1; at = bytes.indexOf(NEWLINE, from)) {
      const end = at > from && bytes[at - 1] === CARRIAGE_RETURN ? at - 1 : at;
      number += 1;
      yield { number, bytes: bytes.subarray(from, end), terminated: true, offset };
      offset += at + 1 - from;
      from = at + 1;
    }
    rest = bytes.subarray(from);
  }
  if (rest.length > 0) yield { number: number + 1, bytes: rest, terminated: false, offset };
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Decodes UTF-8; throws a TypeError on any other byte. */
export function decodeUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}
