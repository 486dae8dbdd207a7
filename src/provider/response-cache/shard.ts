import { type FileHandle, mkdir, open, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { CompactIndex } from "./compact-index.ts";
import { decodeReply, encodeUse, type KeptReply, keyOfLine, readHead, timeOfLine } from "./entry.ts";
import { scanLines } from "./scan-lines.ts";
import { isAbsent } from "./store-files.ts";

interface Pending {
  readonly key: string;
  readonly line: string;
  readonly done: (bytes: number) => void;
  readonly fail: (error: unknown) => void;
}

/** What tells a file from another one that has taken its name (and perhaps its inode number) since. */
type Identity = string;
const identityOf = ({ ino, birthtimeMs }: { ino: number; birthtimeMs: number }): Identity => `${ino}:${birthtimeMs}`;

/**
 * One append-only file of the store, shared with other processes, and this process's index of it. Whatever is written
 * goes to the end in one write; the file is only ever replaced whole (`compactShard`).
 */
export class Shard {
  readonly #path: string;
  #handle: FileHandle | null = null;
  #writable = false;
  #identity: Identity | null = null;
  /** null: nobody has asked for anything of this shard yet. */
  #index: CompactIndex | null = null;
  /** The index knows the file up to here. */
  #scanned = 0;
  #pending: Pending[] = [];
  #turn: Promise<unknown> = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
  }

  get indexBytes(): number {
    return this.#index?.bytes ?? 0;
  }

  /** The reply of a key; null: none, or no whole one. Rejects when the file cannot be read. `usedAt`: seconds since the epoch. */
  async get(key: string): Promise<{ readonly kept: KeptReply; readonly usedAt: number } | null> {
    for (let attempt = 1; ; attempt += 1) {
      if (this.#handle === null || this.#index?.find(key) == null) await this.#exclusively(() => this.#refresh());
      const place = this.#index?.find(key) ?? null;
      const handle = this.#handle;
      if (place === null || handle === null) return null;
      const line = Buffer.allocUnsafe(place.length);
      try {
        await handle.read(line, 0, place.length, place.offset);
      } catch (error) {
        // Closed by another turn between the look-up and the read: once more.
        if (handle.fd !== -1 || attempt === 3) throw error;
        continue;
      }
      const kept = decodeReply(line, key);
      if (kept !== null) return { kept, usedAt: place.usedAt };
      // Damaged. Cut short, perhaps: then nothing that is known of the file holds any more.
      await this.#exclusively(() => this.#refresh());
      this.#index?.forget(key, place.offset);
      return null;
    }
  }

  /** Appends the line of a reply; resolves with the bytes written when it is with the operating system. */
  append(key: string, line: string): Promise<number> {
    return new Promise((done, fail) => {
      this.#pending.push({ key, line, done, fail });
      // One turn writes all that has gathered before it.
      if (this.#pending.length === 1) this.#exclusively(() => this.#flush());
    });
  }

  /** Notes that a key was used, so that it is evicted later. */
  touch(key: string, usedAt: string): Promise<number> {
    return this.append(key, encodeUse(key, usedAt));
  }

  /** Closes the file until it is next needed; the index stays. */
  rest(): Promise<void> {
    return this.#exclusively(() => this.#close());
  }

  #exclusively<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => {});
    return result;
  }

  async #flush(): Promise<void> {
    const batch = this.#pending;
    this.#pending = [];
    // A newline before, too: where a write was cut short (power, full disk), what follows it is still a line.
    const bytes = Buffer.from(`\n${batch.map(({ line }) => line).join("\n")}\n`);
    try {
      await this.#write(bytes);
      batch.forEach(({ done }, position) => {
        done(position === 0 ? bytes.length : 0);
      });
    } catch (error) {
      for (const { fail } of batch) fail(error);
    }
  }

  async #write(bytes: Buffer): Promise<void> {
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      const handle = await this.#openToWrite();
      const { bytesWritten } = await handle.write(bytes);
      if (bytesWritten < bytes.length) throw new Error("the disk is full");
      const there = await stat(this.#path).catch(() => null);
      // Replaced or removed in the meantime: who replaced it may not have seen these lines.
      if (there === null || identityOf(there) !== this.#identity) {
        await this.#forgetFile();
        continue;
      }
      // An index that is not made yet is made whole by the first to ask.
      if (this.#index === null) return;
      if (there.size < this.#scanned + bytes.length) this.#startAnew();
      await this.#scan(handle, there.size);
      return;
    }
    throw new Error(`${this.#path} is replaced again and again`);
  }

  async #openToWrite(): Promise<FileHandle> {
    if (this.#handle !== null && this.#writable) return this.#handle;
    let handle: FileHandle;
    try {
      handle = await open(this.#path, "a+");
    } catch (error) {
      if (!isAbsent(error)) throw error;
      await mkdir(dirname(this.#path), { recursive: true });
      handle = await open(this.#path, "a+");
    }
    await this.#take(handle, true);
    return handle;
  }

  /** Brings the index up to what the file holds now. */
  async #refresh(): Promise<void> {
    const there = await stat(this.#path).catch((error: unknown) => {
      if (isAbsent(error)) return null;
      throw error;
    });
    if (there === null) return this.#forgetFile();
    if (this.#handle === null || identityOf(there) !== this.#identity)
      await this.#take(await open(this.#path, "r"), false);
    const handle = this.#handle;
    if (handle === null) return;
    this.#index ??= new CompactIndex();
    await this.#scan(handle, there.size);
  }

  async #take(handle: FileHandle, writable: boolean): Promise<void> {
    await this.#close();
    const identity = identityOf(await handle.stat());
    if (identity !== this.#identity) {
      this.#index = this.#index === null ? null : new CompactIndex();
      this.#scanned = 0;
    }
    this.#handle = handle;
    this.#writable = writable;
    this.#identity = identity;
  }

  async #scan(handle: FileHandle, size: number): Promise<void> {
    if (size < this.#scanned) this.#startAnew();
    const index = this.#index;
    if (index === null) return;
    for await (const lines of scanLines(handle, this.#scanned, size)) {
      for (const { bytes, offset } of lines) {
        const kind = readHead(bytes);
        if (kind === "reply") index.put(keyOfLine(bytes), offset, bytes.length, secondsOf(bytes, kind));
        else if (kind === "use") index.use(keyOfLine(bytes), secondsOf(bytes, kind));
        this.#scanned = offset + bytes.length + 1;
      }
    }
  }

  /** The file was cut short by somebody else. */
  #startAnew(): void {
    this.#index = new CompactIndex();
    this.#scanned = 0;
  }

  async #forgetFile(): Promise<void> {
    await this.#close();
    this.#identity = null;
    this.#index = null;
    this.#scanned = 0;
  }

  async #close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = null;
    await handle?.close();
  }
}

/** 0 where the time is damaged. */
function secondsOf(line: Buffer, kind: "reply" | "use"): number {
  return Math.floor(Date.parse(timeOfLine(line, kind)) / 1000) || 0;
}
