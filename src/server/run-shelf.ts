import { readManifest } from "../log/documents.ts";
import type { FoundRun } from "../log/find-runs.ts";
import { asItStands } from "../log/find-runs.ts";
import { measureRun } from "../pipeline/measure-run.ts";
import { openViewerRun, type ViewerRunData } from "../pipeline/viewer/open-viewer-run.ts";
import { runStamp } from "./run-stamp.ts";

/** Large runs weigh hundreds of megabytes when they are open. */
const MOST_OPEN = 3;
/** A live run is measured anew at most after this many times what measuring it took. */
const REST_FACTOR = 4;
const SHORTEST_REST_MS = 700;

interface Opened {
  readonly stamp: string;
  readonly data: Promise<ViewerRunData>;
  openedAt: number;
  tookMs: number;
  users: number;
  dropped: boolean;
}

/** Runs that are looked at, kept open until their folder changes or others push them out. */
export class RunShelf {
  readonly #opened = new Map<string, Opened>();
  readonly #now: () => number;

  /** @param now monotonic milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** How long a live reader should wait before it asks for this run again, milliseconds. */
  restMs({ folder }: FoundRun): number {
    const opened = this.#opened.get(folder);
    return Math.max(SHORTEST_REST_MS, (opened?.tookMs ?? 0) * REST_FACTOR);
  }

  async use<T>(run: FoundRun, work: (data: ViewerRunData) => T | Promise<T>): Promise<T> {
    const opened = await this.#open(run);
    opened.users += 1;
    try {
      return await work(await opened.data);
    } catch (error) {
      // What could not be opened is tried again by the next one.
      if (this.#opened.get(run.folder) === opened && (await failed(opened.data))) this.#opened.delete(run.folder);
      throw error;
    } finally {
      opened.users -= 1;
      closeUnused(opened);
    }
  }

  async close(): Promise<void> {
    for (const folder of [...this.#opened.keys()]) this.#drop(folder);
  }

  async #open(run: FoundRun): Promise<Opened> {
    const { folder } = run;
    const kept = this.#opened.get(folder);
    const stamp = await runStamp(folder);
    const fresh = kept !== undefined && this.#now() - kept.openedAt < this.restMs(run);
    const current = this.#opened.get(folder);
    if (current !== undefined && (current.stamp === stamp || (fresh && current === kept))) {
      // The newest at the end.
      this.#opened.delete(folder);
      this.#opened.set(folder, current);
      return current;
    }
    this.#drop(folder);
    const started = this.#now();
    const opened: Opened = { stamp, data: read(folder), openedAt: started, tookMs: 0, users: 0, dropped: false };
    opened.data.then(
      () => {
        opened.tookMs = this.#now() - started;
        opened.openedAt = this.#now();
      },
      () => {},
    );
    this.#opened.set(folder, opened);
    for (const other of [...this.#opened.keys()].slice(0, -MOST_OPEN)) this.#drop(other);
    return opened;
  }

  #drop(folder: string): void {
    const opened = this.#opened.get(folder);
    if (opened === undefined) return;
    this.#opened.delete(folder);
    opened.dropped = true;
    closeUnused(opened);
  }
}

/** Somebody may still be reading from it. */
function closeUnused(opened: Opened): void {
  if (!opened.dropped || opened.users > 0) return;
  void opened.data.then(
    (data) => data.close(),
    () => {},
  );
}

async function failed(data: Promise<unknown>): Promise<boolean> {
  return data.then(
    () => false,
    () => true,
  );
}

async function read(folder: string): Promise<ViewerRunData> {
  const manifest = await asItStands({ folder, manifest: await readManifest(folder) });
  return openViewerRun(folder, manifest, await measureRun(folder, manifest, null));
}
