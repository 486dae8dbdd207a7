import { open, stat } from "node:fs/promises";
import { join } from "node:path";
import { FILES } from "../log/run-folder.ts";

/** Changes whenever a run folder has: sizes and times of what is read from it. */
export async function runStamp(folder: string): Promise<string> {
  const files = [FILES.manifest, FILES.outputs, FILES.scores, FILES.summary];
  const stamps = await Promise.all(
    files.map(async (file) => {
      const found = await stat(join(folder, file)).catch(() => null);
      return found === null ? "-" : `${found.size}:${found.mtimeMs}`;
    }),
  );
  return stamps.join(" ");
}

const BLOCK = 1 << 20;
const NEWLINE = 0x0a;

/** Counts the whole lines of a file that grows: each byte is read once. */
export class LineCounter {
  readonly #path: string;
  #offset = 0;
  #lines = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** Lines by now; 0 while the file is not there. */
  async count(): Promise<number> {
    const handle = await open(this.#path, "r").catch(() => null);
    if (handle === null) return 0;
    try {
      const block = Buffer.allocUnsafe(BLOCK);
      for (;;) {
        const { bytesRead } = await handle.read(block, 0, BLOCK, this.#offset);
        if (bytesRead === 0) return this.#lines;
        for (let at = block.indexOf(NEWLINE); at >= 0 && at < bytesRead; at = block.indexOf(NEWLINE, at + 1))
          this.#lines += 1;
        this.#offset += bytesRead;
      }
    } finally {
      await handle.close();
    }
  }
}
