import { execFile } from "node:child_process";
import { readlinkSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { promisify } from "node:util";
import { codeOf } from "../base/errors.ts";

/** A process that can be told from all others, also from a later one of the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** Linux: two containers may share a host's name and a folder, and still number their processes apart. */
  readonly namespace: string | null;
  /** When it was started, as the system puts it; null: the system does not say. */
  readonly started: string | null;
}

export async function ownIdentity(): Promise<ProcessIdentity> {
  return { pid: process.pid, host: hostname(), namespace: ownNamespace(), started: await startOf(process.pid) };
}

/** `elsewhere`: on another host or in another container, where nobody here can look. */
export async function stateOfProcess(identity: ProcessIdentity): Promise<"alive" | "dead" | "elsewhere"> {
  if (identity.host !== hostname() || identity.namespace !== ownNamespace()) return "elsewhere";
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    // Another user's process may not be signalled: it is there.
    if (codeOf(error) !== "EPERM") return "dead";
  }
  const started = await startOf(identity.pid);
  return started === ENDED || (identity.started !== null && started !== null && started !== identity.started)
    ? "dead"
    : "alive";
}

const ENDED = "ended";

async function startOf(pid: number): Promise<string | null> {
  if (process.platform === "win32") return null;
  if (process.platform !== "linux") return startOfPs(pid);
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    // The name in brackets may hold anything; behind it stand the state and, 19 fields on, the start in clock ticks.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // Killed, and not yet taken note of by its parent.
    return fields[0] === "Z" || fields[0] === "X" ? ENDED : (fields[19] ?? null);
  } catch {
    return null;
  }
}

async function startOfPs(pid: number): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)("ps", ["-o", "lstart=", "-p", String(pid)], {
      env: { PATH: "/bin:/usr/bin", LC_ALL: "C", TZ: "UTC" },
    });
    return stdout.trim() || null;
  } catch {
    return null;
  }
}

function ownNamespace(): string | null {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return null;
  }
}
