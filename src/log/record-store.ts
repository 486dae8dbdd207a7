import { existsSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { decodeUtf8 } from "../base/lines.ts";
import type { JsonObject } from "../domain/json.ts";

/** Where a line stands in its file. */
export interface Place {
  readonly offset: number;
  readonly bytes: number;
}

/** Records of a log by their place: a large run's texts stay on disk until they are asked for. */
export class RecordStore<T> {
  readonly #path: string;
  readonly #decode: (line: JsonObject) => T;
  #handle: Promise<FileHandle> | null = null;

  constructor(path: string, decode: (line: JsonObject) => T) {
    this.#path = path;
    this.#decode = decode;
  }

  /** Takes hold of the file as it is now: one that replaces it later is not read. Nothing where there is none. */
  async hold(): Promise<void> {
    if (!existsSync(this.#path)) return;
    this.#handle ??= open(this.#path, "r");
    await this.#handle;
  }

  /** @param place of a line that was read before */
  async read(place: Place): Promise<T> {
    return this.#parse(await this.#bytesAt(place));
  }

  /** Several at once, in their order; null where there is no place. Lines that lie close together are one read. */
  async readAll(places: readonly (Place | null)[]): Promise<(T | null)[]> {
    const found: (T | null)[] = places.map(() => null);
    for (const block of blocksOf(places)) {
      const bytes = await this.#bytesAt(block);
      for (const { place, at } of block.lines) {
        const from = place.offset - block.offset;
        found[at] = this.#parse(bytes.subarray(from, from + place.bytes));
      }
    }
    return found;
  }

  async #bytesAt({ offset, bytes }: Place): Promise<Buffer> {
    this.#handle ??= open(this.#path, "r");
    const buffer = Buffer.allocUnsafe(bytes);
    const { bytesRead } = await (await this.#handle).read(buffer, 0, bytes, offset);
    if (bytesRead < bytes) throw new Error(`${this.#path} was cut off while it was in use`);
    return buffer;
  }

  #parse(bytes: Buffer): T {
    return this.#decode(JSON.parse(decodeUtf8(bytes)) as JsonObject);
  }

  async close(): Promise<void> {
    await (await this.#handle)?.close();
  }
}

/** Lines between two that are wanted: read and thrown away, where that is quicker than a second read. */
const MOST_BETWEEN = 32 << 10;
const MOST_AT_ONCE = 1 << 20;

interface Block extends Place {
  readonly lines: readonly { readonly place: Place; readonly at: number }[];
}

function blocksOf(places: readonly (Place | null)[]): Block[] {
  const sorted = places
    .flatMap((place, at) => (place === null ? [] : [{ place, at }]))
    .sort((a, b) => a.place.offset - b.place.offset);
  const blocks: { offset: number; bytes: number; lines: { place: Place; at: number }[] }[] = [];
  for (const line of sorted) {
    const { offset, bytes } = line.place;
    const last = blocks.at(-1);
    const end = offset + bytes;
    if (
      last !== undefined &&
      offset - (last.offset + last.bytes) <= MOST_BETWEEN &&
      end - last.offset <= MOST_AT_ONCE
    ) {
      last.bytes = Math.max(last.bytes, end - last.offset);
      last.lines.push(line);
    } else blocks.push({ offset, bytes, lines: [line] });
  }
  return blocks;
}
