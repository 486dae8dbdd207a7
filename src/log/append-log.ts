import { type FileHandle, open } from "node:fs/promises";

/**
 * An append-only file of lines. What is ready in one tick is one write; `append` resolves when its line is with the
 * operating system, so that a crash of ours loses nothing that was acknowledged.
 */
export class AppendLog {
  readonly #handle: FileHandle;
  #pending: string[] = [];
  #waiting: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  #writing: Promise<void> | null = null;
  #failure: unknown = null;

  private constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  static async open(path: string): Promise<AppendLog> {
    return new AppendLog(await open(path, "a"));
  }

  /** Rejects when the line could not be written (disk full): then nothing later is written either. */
  append(line: string): Promise<void> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    this.#pending.push(line);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#writing ??= new Promise<void>((done) => setImmediate(done)).then(() => this.#drain());
    });
  }

  async #drain(): Promise<void> {
    while (this.#pending.length > 0) {
      const text = `${this.#pending.join("\n")}\n`;
      const waiting = this.#waiting;
      this.#pending = [];
      this.#waiting = [];
      try {
        await this.#handle.appendFile(text);
        for (const { resolve } of waiting) resolve();
      } catch (error) {
        this.#failure = error;
        for (const { reject } of [...waiting, ...this.#waiting]) reject(error);
        this.#pending = [];
        this.#waiting = [];
      }
    }
    this.#writing = null;
  }

  /** Waits for what is under way, syncs to disk and closes. */
  async close(): Promise<void> {
    await this.#writing;
    try {
      if (this.#failure === null) await this.#handle.sync();
    } finally {
      await this.#handle.close();
    }
  }
}
