import { randomBytes } from "node:crypto";
import { type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import { isIntact, isTime, keyOfLine, readHead, timeOfLine } from "./entry.ts";
import { type ScannedLine, scanLines } from "./scan-lines.ts";

/** What is known of the newest line of a key. */
export interface LiveEntry {
  readonly offset: number;
  /** Of its line, newline included. */
  readonly bytes: number;
  readonly storedAt: string;
  /** Later than `storedAt` where it was used since. */
  usedAt: string;
  /** Offset of the line that says so; null: not used since. */
  useOffset: number | null;
}

/** What a shard holds, by key: the last line wins. */
export async function readShard(handle: FileHandle, size: number): Promise<Map<string, LiveEntry>> {
  const live = new Map<string, LiveEntry>();
  for await (const lines of scanLines(handle, 0, size)) {
    for (const { bytes, offset } of lines) {
      const kind = readHead(bytes);
      if (kind === null) continue;
      const time = timeOfLine(bytes, kind);
      // Damage: as a time it might sort behind every other.
      if (!isTime(time)) continue;
      const key = keyOfLine(bytes);
      const known = live.get(key);
      if (kind === "reply") {
        live.set(key, { offset, bytes: bytes.length + 1, storedAt: time, usedAt: time, useOffset: null });
      } else if (known !== undefined && time > known.usedAt) {
        known.usedAt = time;
        known.useOffset = offset;
      }
    }
  }
  return live;
}

/** A shard that would keep more than this stays as it is. */
const WORTH_REWRITING = 0.99;

function keptBytes(live: ReadonlyMap<string, LiveEntry>, cutoff: string): number {
  let sum = 0;
  for (const { usedAt, bytes } of live.values()) if (usedAt > cutoff) sum += bytes;
  return sum;
}

/**
 * Writes a shard anew without what was last used at or before `cutoff`, what was superseded and what is damaged, and
 * puts it in the old one's place. Other processes go on appending: who finds the file replaced after a write writes
 * again, and what came between our reading and the replacement is carried over here.
 */
export async function compactShard(path: string, cutoff: string): Promise<void> {
  const source = await open(path, "r");
  const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    const { size, ino } = await source.stat();
    const live = await readShard(source, size);
    if (keptBytes(live, cutoff) > size * WORTH_REWRITING) return;
    const target = await open(temporary, "wx");
    let end: number;
    try {
      end = await copyLive(source, size, live, cutoff, target);
    } finally {
      await target.close();
    }
    // Somebody removed or replaced it (evals cache clear): then theirs stands.
    if ((await stat(path)).ino !== ino) return;
    await rename(temporary, path);
    await carryOver(source, end, path);
  } finally {
    await source.close();
    await rm(temporary, { force: true });
  }
}

/** Gives the end of the last whole line: what stands behind it was still being written. */
async function copyLive(
  source: FileHandle,
  size: number,
  live: ReadonlyMap<string, LiveEntry>,
  cutoff: string,
  target: FileHandle,
): Promise<number> {
  let end = 0;
  const wanted = ({ bytes, offset }: ScannedLine): boolean => {
    const kind = readHead(bytes);
    const entry = kind === null ? undefined : live.get(keyOfLine(bytes));
    if (entry === undefined || entry.usedAt <= cutoff) return false;
    return kind === "reply" ? entry.offset === offset && isIntact(bytes) : entry.useOffset === offset;
  };
  for await (const lines of scanLines(source, 0, size)) {
    const kept = lines.filter(wanted).map(({ bytes }) => `${bytes.toString("utf8")}\n`);
    if (kept.length > 0) await target.appendFile(kept.join(""));
    const last = lines.at(-1);
    if (last !== undefined) end = last.offset + last.bytes.length + 1;
  }
  return end;
}

async function carryOver(source: FileHandle, from: number, path: string): Promise<void> {
  const { size } = await source.stat();
  if (size <= from) return;
  const rest = Buffer.alloc(size - from);
  await source.read(rest, 0, rest.length, from);
  const target = await open(path, "a");
  try {
    await target.write(rest);
  } finally {
    await target.close();
  }
}
