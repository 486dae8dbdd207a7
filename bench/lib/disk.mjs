import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

const BLOCK_BYTES = 512;

/** Path -> bytes of every file below a folder. */
export async function folderSizes(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(await Promise.all(paths.map(async (path) => [path, (await stat(path)).size])));
}

/** What a folder takes on disk, in megabytes of 1024 x 1024 bytes: whole blocks, as `du` counts. */
export async function usedMb(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  let blocks = 0;
  for (const entry of entries) if (entry.isFile()) blocks += (await stat(join(entry.parentPath, entry.name))).blocks;
  return (blocks * BLOCK_BYTES) / 2 ** 20;
}

export const total = (sizes) => [...sizes.values()].reduce((sum, size) => sum + size, 0);
