import { appendFileSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { codeOf } from "../base/errors.ts";

/** What a power cut can cost, milliseconds; see the crash contract in CONTRIBUTING.md. */
const SYNC_MS = 2_000;

/** A write to the system's own memory takes microseconds; one that takes longer waits for a disk or a network. */
const SLOW_WRITE_MS = 5;
const SLOW_FOR_MS = 1_000;

/** File systems that know no sync: there is nothing to wait for, and nothing lost. */
const NO_SYNC = ["EINVAL", "ENOTSUP", "ENOSYS"];

/**
 * An append-only file of lines. What is ready in one tick is one write; `append` resolves when its line is with the
 * operating system, so that a crash of ours loses nothing that was acknowledged. Every two seconds what was written
 * goes to the disk itself.
 */
export class AppendLog {
  readonly #handle: FileHandle;
  readonly #syncMs: number;
  readonly #slowWriteMs: number;
  #pending: string[] = [];
  #waiting: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  #writing: Promise<void> | null = null;
  #syncing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;
  #failure: unknown = null;
  /** Whoever appends has heard of the failure. */
  #told = false;
  /** The file system has made us wait: for a while a thread waits for it, lest calls in flight seem slow. */
  #slowUntil = 0;

  private constructor(handle: FileHandle, syncMs: number, slowWriteMs: number) {
    this.#handle = handle;
    this.#syncMs = syncMs;
    this.#slowWriteMs = slowWriteMs;
  }

  /**
   * @param options.syncMs how long a line may wait for the disk
   * @param options.slowWriteMs what a write may take before a thread waits for the next one
   */
  static async open(
    path: string,
    { syncMs = SYNC_MS, slowWriteMs = SLOW_WRITE_MS }: { readonly syncMs?: number; readonly slowWriteMs?: number } = {},
  ): Promise<AppendLog> {
    return new AppendLog(await open(path, "a"), syncMs, slowWriteMs);
  }

  /** Rejects when the line could not be written (disk full): then nothing later is written either. */
  append(line: string): Promise<void> {
    if (this.#failure !== null) {
      this.#told = true;
      return Promise.reject(this.#failure);
    }
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
        if (this.#failure !== null) throw this.#failure;
        await this.#write(text);
        for (const { resolve } of waiting) resolve();
        this.#timer ??= setTimeout(() => this.#syncSoon(), this.#syncMs);
      } catch (error) {
        this.#failure = error;
        this.#told = true;
        for (const { reject } of [...waiting, ...this.#waiting]) reject(error);
        this.#pending = [];
        this.#waiting = [];
      }
    }
    this.#writing = null;
  }

  // A write is a few microseconds here, and several times that through a thread: by far the dearest part of a journal.
  async #write(text: string): Promise<void> {
    const start = performance.now();
    if (start < this.#slowUntil) return this.#handle.appendFile(text);
    appendFileSync(this.#handle.fd, text);
    const end = performance.now();
    if (end - start > this.#slowWriteMs) this.#slowUntil = end + SLOW_FOR_MS;
  }

  #syncSoon(): void {
    this.#timer = null;
    this.#syncing = this.#handle.datasync().catch((error: unknown) => {
      // A disk that refuses what it took (or a full one, on a network) is told of at the next line.
      if (!NO_SYNC.includes(codeOf(error) ?? "")) this.#failure ??= error;
    });
  }

  /** Waits for what is under way, syncs to disk and closes. Rejects with a failure that no append has been told of. */
  async close(): Promise<void> {
    await this.#writing;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#syncing;
    try {
      if (this.#failure === null) {
        await this.#handle.sync().catch((error: unknown) => {
          if (!NO_SYNC.includes(codeOf(error) ?? "")) throw error;
        });
      } else if (!this.#told) throw this.#failure;
    } finally {
      await this.#handle.close();
    }
  }
}
