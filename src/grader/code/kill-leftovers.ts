import { readdir, readFile } from "node:fs/promises";

const ROUNDS = 20;

/**
 * Kills what a program started and left in a process group of its own: without a process namespace nothing else ends
 * it. Known by the user that only it has, else by the home that only it was given. Linux.
 */
export async function killLeftovers(uid: number | null, home: string): Promise<void> {
  // A fork bomb forks on while it is looked at: again until there is none.
  for (let round = 0; round < ROUNDS; round++) {
    const names = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
    const found = await Promise.all(names.map(async (pid) => ((await isOurs(pid, uid, home)) ? [Number(pid)] : [])));
    const left = found.flat();
    if (left.length === 0) return;
    for (const pid of left) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It has ended by itself.
      }
    }
  }
}

async function isOurs(pid: string, uid: number | null, home: string): Promise<boolean> {
  if (Number(pid) === process.pid) return false;
  if (uid === null) {
    const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
    return environment.split("\0").includes(`HOME=${home}`);
  }
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/^Uid:\s+(\d+)/m.exec(status)?.[1]) === uid && !/^State:\s+Z/m.test(status);
}
