import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GrowingNumbers } from "./growing-numbers.ts";

const MEMORY_LIMIT = 4 * 1024 * 1024;
const WRITE_SIZE = 1 << 20;

/** Texts by number, held in a temporary file when they are many: a few bytes of memory each. */
export class Spool {
  readonly #folder: string;
  readonly #memoryLimit: number;
  readonly #ends = new GrowingNumbers();
  /** One buffer, filled from the front: a buffer per text would outlive two collections and pile up as old garbage. */
  #pending = Buffer.alloc(0);
  #pendingBytes = 0;
  #writtenBytes = 0;
  #file: { readonly descriptor: number; remove: () => void } | null = null;

  /** `memoryLimit`: bytes from which a file is used. `folder`: where it is made; default the system's. */
  constructor(options: { readonly folder?: string | undefined; readonly memoryLimit?: number | undefined } = {}) {
    this.#folder = options.folder ?? tmpdir();
    this.#memoryLimit = options.memoryLimit ?? MEMORY_LIMIT;
  }

  get count(): number {
    return this.#ends.count;
  }

  /** Whether a file is in use. */
  get onDisk(): boolean {
    return this.#file !== null;
  }

  /** Adds a text; its number is `count` before. */
  add(text: string): void {
    const bytes = Buffer.byteLength(text);
    this.#makeRoom(bytes);
    this.#pending.write(text, this.#pendingBytes);
    this.#pendingBytes += bytes;
    this.#ends.push(this.#writtenBytes + this.#pendingBytes);
    const limit = this.#file === null ? this.#memoryLimit : WRITE_SIZE;
    if (this.#pendingBytes > limit) this.#flush();
  }

  /** The text of a number, from 0. Throws a RangeError outside them. */
  read(index: number): string {
    if (!Number.isInteger(index) || index < 0 || index >= this.count)
      throw new RangeError(`no item ${index} of ${this.count}`);
    const start = index === 0 ? 0 : this.#ends.at(index - 1);
    const end = this.#ends.at(index);
    if (this.#file !== null && end <= this.#writtenBytes) {
      const bytes = Buffer.allocUnsafe(end - start);
      for (let at = 0; at < bytes.length; ) {
        const got = readSync(this.#file.descriptor, bytes, at, bytes.length - at, start + at);
        if (got === 0) throw new Error("the temporary file of the dataset was cut off while it was in use");
        at += got;
      }
      return bytes.toString();
    }
    return this.#pending.toString("utf8", start - this.#writtenBytes, end - this.#writtenBytes);
  }

  /** Nothing can be read any more. */
  close(): void {
    if (this.#file !== null) {
      closeSync(this.#file.descriptor);
      this.#file.remove();
    }
    this.#file = null;
    this.#pending = Buffer.alloc(0);
    this.#ends.clear();
  }

  #flush(): void {
    this.#file ??= openTemporary(this.#folder);
    const bytes = this.#pendingBytes;
    for (let at = 0; at < bytes; )
      at += writeSync(this.#file.descriptor, this.#pending, at, bytes - at, this.#writtenBytes + at);
    this.#writtenBytes += bytes;
    // Back to the size of one write: what waited for the first is many times that.
    if (this.#pending.length > 2 * WRITE_SIZE) this.#pending = Buffer.alloc(0);
    this.#pendingBytes = 0;
  }

  #makeRoom(bytes: number): void {
    const needed = this.#pendingBytes + bytes;
    if (needed <= this.#pending.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(4_096, 2 ** Math.ceil(Math.log2(needed))));
    this.#pending.copy(larger, 0, 0, this.#pendingBytes);
    this.#pending = larger;
  }
}

function openTemporary(parent: string): { descriptor: number; remove: () => void } {
  const folder = mkdtempSync(join(parent, "evals-"));
  const descriptor = openSync(join(folder, "spool"), "wx+", 0o600);
  // An open file lives on without a name: removed at once, it cannot outlive even a `kill -9`. Windows refuses that.
  if (process.platform !== "win32") {
    rmSync(folder, { recursive: true, force: true });
    return { descriptor, remove: () => {} };
  }
  const erase = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", erase);
  return {
    descriptor,
    remove: () => {
      process.off("exit", erase);
      erase();
    },
  };
}
