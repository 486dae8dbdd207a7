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

  /** @param place of a line that was read before */
  async read({ offset, bytes }: Place): Promise<T> {
    this.#handle ??= open(this.#path, "r");
    const buffer = Buffer.allocUnsafe(bytes);
    const { bytesRead } = await (await this.#handle).read(buffer, 0, bytes, offset);
    if (bytesRead < bytes) throw new Error(`${this.#path} was cut off while it was in use`);
    return this.#decode(JSON.parse(decodeUtf8(buffer)) as JsonObject);
  }

  async close(): Promise<void> {
    await (await this.#handle)?.close();
  }
}
