import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { decodeUtf8 } from "../base/lines.ts";
import type { JsonObject } from "../domain/json.ts";
import type { Output } from "../domain/output.ts";
import { decodeOutput } from "./codec.ts";
import { FILES } from "./run-folder.ts";

/** Where a line stands in its file. */
export interface Place {
  readonly offset: number;
  readonly bytes: number;
}

/** Outputs of a run by their place: a large run's texts stay on disk until they are asked for. */
export class OutputStore {
  readonly #path: string;
  #handle: Promise<FileHandle> | null = null;

  constructor(folder: string) {
    this.#path = join(folder, FILES.outputs);
  }

  /** @param place of a line that `readOutputsAt` has read before */
  async read({ offset, bytes }: Place): Promise<Output> {
    this.#handle ??= open(this.#path, "r");
    const buffer = Buffer.allocUnsafe(bytes);
    const { bytesRead } = await (await this.#handle).read(buffer, 0, bytes, offset);
    if (bytesRead < bytes) throw new Error(`${this.#path} was cut off while it was in use`);
    return decodeOutput(JSON.parse(decodeUtf8(buffer)) as JsonObject);
  }

  async close(): Promise<void> {
    await (await this.#handle)?.close();
  }
}
