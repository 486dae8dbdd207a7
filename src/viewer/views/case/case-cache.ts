import type { ViewerCase, ViewerColumns } from "../../../domain/viewer.ts";
import type { RunSource } from "../../home/home.ts";

const MOST_CHUNKS = 4;
const kept = new WeakMap<ViewerColumns, Map<number, Promise<readonly ViewerCase[]>>>();

/**
 * A case by its position. The last chunks are kept, because the next case is mostly in the same one; with new columns
 * (a live run has grown) they are read again.
 */
export async function readCase(source: RunSource, columns: ViewerColumns, at: number): Promise<ViewerCase> {
  const chunks = kept.get(columns) ?? new Map<number, Promise<readonly ViewerCase[]>>();
  kept.set(columns, chunks);
  const wanted = Math.floor(at / columns.chunkCases);
  const chunk = chunks.get(wanted) ?? source.chunk(wanted);
  chunks.delete(wanted);
  chunks.set(wanted, chunk);
  const oldest = chunks.keys().next().value;
  if (chunks.size > MOST_CHUNKS && oldest !== undefined) chunks.delete(oldest);
  try {
    const found = (await chunk)[at % columns.chunkCases];
    if (found !== undefined) return found;
  } catch (error) {
    chunks.delete(wanted);
    throw error;
  }
  throw new Error("this case is not in the run's data");
}
