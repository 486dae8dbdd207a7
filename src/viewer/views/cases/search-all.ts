import type { ViewerColumns } from "../../../domain/viewer.ts";
import type { RunSource } from "../../home/home.ts";
import { caseHolds } from "./search-case.ts";
import { wordsIn } from "./search-previews.ts";

/** A search through all texts, as far as it went. */
export interface FullSearch {
  readonly search: string;
  /** By case: 1 where the words were found. Grows in place. */
  readonly hits: Uint8Array;
  readonly read: number;
  readonly of: number;
  readonly status: "reading" | "done" | "stopped" | "failed";
}

/**
 * Reads chunk after chunk and tells how far it is after each.
 * @param signal ends it; what was found stays
 */
export async function searchAll(
  source: Pick<RunSource, "chunk">,
  columns: ViewerColumns,
  search: string,
  onProgress: (progress: FullSearch) => void,
  signal: AbortSignal,
): Promise<void> {
  const of = columns.ids.length;
  const hits = new Uint8Array(of);
  const holds = wordsIn(search);
  let read = 0;
  const tell = (status: FullSearch["status"]) => onProgress({ search, hits, read, of, status });
  try {
    for (let chunk = 0; read < of; chunk++) {
      if (signal.aborted) return tell("stopped");
      const cases = await source.chunk(chunk);
      const first = chunk * columns.chunkCases;
      for (const [at, viewerCase] of cases.entries()) if (caseHolds(viewerCase, holds)) hits[first + at] = 1;
      read = Math.min(of, first + columns.chunkCases);
      tell(read < of ? "reading" : "done");
      // Room for the reader's keys between two chunks.
      await new Promise((resolve) => setTimeout(resolve));
    }
  } catch {
    tell("failed");
  }
}
