import { readdir, readFile } from "node:fs/promises";

/** How many threads this process's user has now; what has ended meanwhile is left out. 0 without /proc. */
export async function threadsOfUser(): Promise<number> {
  const uid = process.getuid?.();
  const names = await readdir("/proc").catch(() => []);
  const counts = await Promise.all(
    names
      .filter((name) => /^\d+$/.test(name))
      .map(async (pid) => {
        const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
        const owner = /^Uid:\s+(\d+)/m.exec(status)?.[1];
        return Number(owner) === uid ? Number(/^Threads:\s+(\d+)/m.exec(status)?.[1] ?? 0) : 0;
      }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
