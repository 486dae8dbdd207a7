import { readFile } from "node:fs/promises";

const PAGE_BYTES = 4096;

/**
 * Bytes that a process and all below it hold for themselves (pages shared with files left out). 0 where /proc does not
 * say: the limit of each process stands all the same.
 */
export async function memoryOfTree(pid: number): Promise<number> {
  const [statm, children] = await Promise.all([
    readFile(`/proc/${pid}/statm`, "utf8").catch(() => ""),
    readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => ""),
  ]);
  const [, resident = 0, shared = 0] = statm.split(" ").map(Number);
  const below = await Promise.all(
    children
      .split(" ")
      .filter((child) => child !== "")
      .map((child) => memoryOfTree(Number(child))),
  );
  return below.reduce((sum, bytes) => sum + bytes, Math.max(0, resident - shared) * PAGE_BYTES);
}
