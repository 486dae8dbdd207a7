import { randomBytes } from "node:crypto";
import { readdirSync, rmSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { writeFileAtomic } from "../base/atomic-write.ts";
import { timestamp } from "../base/clock.ts";
import { UserError } from "../base/errors.ts";
import { ownIdentity, type ProcessIdentity, stateOfProcess } from "./process-identity.ts";

/** Who writes a run folder, as its lock file says. */
export interface Holder extends ProcessIdentity {
  readonly run: string;
  readonly since: string;
}

interface Lock {
  readonly path: string;
  /** null: the file cannot be read. */
  readonly holder: Holder | null;
  readonly elsewhere: boolean;
}

const LOCK = /^run\.\d+-[0-9a-f]+\.lock$/;
/** The same lock seen so often is held; another one each time is another process that tries at the same moment. */
const TRIES_WITH_ONE = 4;
const TRIES = 60;

/**
 * One writer per run folder. Every process that wants it writes a lock file of its own name, whole, and then looks
 * whether another living process has one: then it takes its own away again. Of two that come at once at least one sees
 * the other, so that both can never win; and a dead one's file is removed without harm, because no name comes twice.
 */
export class RunLock {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  /** @throws UserError `run_locked` when another process, or one on another host, has it */
  static async acquire(folder: string, run: string): Promise<RunLock> {
    const identity = await ownIdentity();
    const seen = new Map<string, number>();
    for (let attempt = 1; ; attempt++) {
      const path = join(folder, `run.${identity.pid}-${randomBytes(6).toString("hex")}.lock`);
      await writeFileAtomic(path, `${JSON.stringify({ ...identity, run, since: timestamp(Date.now()) })}\n`);
      const [other] = await othersIn(folder, path);
      if (other === undefined) return new RunLock(path);
      await rm(path, { force: true });
      const times = (seen.get(other.path) ?? 0) + 1;
      seen.set(other.path, times);
      if (times >= TRIES_WITH_ONE || other.elsewhere || attempt >= TRIES) throw refused(other);
      await sleep(10 + Math.random() * 60);
    }
  }

  async release(): Promise<void> {
    await rm(this.#path, { force: true }).catch(() => {
      // The process ends in any case, and then the lock holds nobody off.
    });
  }
}

/** Who writes a run folder now; null: nobody. On a run that says `running`, null means that its process is gone. */
export async function holderOf(folder: string): Promise<Holder | null> {
  const [lock] = await locksIn(folder, false);
  return lock?.holder ?? null;
}

/** Removes what this process holds. Synchronous: for the last moment before it is ended. */
export function dropOwnLocks(folder: string): void {
  const own = readdirSync(folder).filter((name) => LOCK.test(name) && name.startsWith(`run.${process.pid}-`));
  for (const name of own) rmSync(join(folder, name), { force: true });
}

async function othersIn(folder: string, own: string): Promise<readonly Lock[]> {
  return (await locksIn(folder, true)).filter(({ path }) => path !== own);
}

/** Locks of processes that live, as far as can be told. */
async function locksIn(folder: string, removeDead: boolean): Promise<readonly Lock[]> {
  const names = (await readdir(folder)).filter((name) => LOCK.test(name)).sort();
  const locks: Lock[] = [];
  for (const name of names) {
    const path = join(folder, name);
    const text = await readFile(path, "utf8").catch(() => null);
    // Released since the folder was read.
    if (text === null) continue;
    const holder = holderIn(text);
    const state = holder === null ? "elsewhere" : await stateOfProcess(holder);
    if (state !== "dead") locks.push({ path, holder, elsewhere: state === "elsewhere" });
    else if (removeDead) await rm(path, { force: true });
  }
  return locks;
}

function holderIn(text: string): Holder | null {
  try {
    const { pid, host, namespace = null, started = null, run, since } = JSON.parse(text) as Holder;
    return typeof pid === "number" && typeof host === "string" ? { pid, host, namespace, started, run, since } : null;
  } catch {
    return null;
  }
}

function refused({ path, holder, elsewhere }: Lock): UserError {
  if (holder === null)
    return new UserError("run_locked", `the lock ${path} cannot be read; when no process writes this run, delete it`);
  const { pid, host, run, since } = holder;
  const who = `process ${pid} on ${host}, since ${since}`;
  const what = elsewhere
    ? `that is another host or container, so nobody here can tell whether it lives: when it does not, delete ${path}`
    : `wait until it ends, or stop it (kill -INT ${pid})`;
  return new UserError("run_locked", `${run} is being written by another process (${who}); ${what}`);
}
