import type { ViewerCase, ViewerColumns, ViewerRun } from "../../domain/viewer.ts";
import type { Home, RunSource } from "./home.ts";
import { inflate } from "./inflate.ts";

/** Elements that a report carries: `data-run`, `data-columns`, `data-chunk-0`… each a gzipped JSON in base64. */
export const RUN_ID_ELEMENT = "data-run-id";

/** null: the page carries no run. */
export function fileHome(page: Document): Home | null {
  const only = page.getElementById(RUN_ID_ELEMENT)?.textContent?.trim();
  if (!only) return null;
  const source = carried(page);
  return { only, source: () => source, server: null };
}

function carried(page: Document): RunSource {
  const read = async (id: string): Promise<unknown> => {
    const element = page.getElementById(id);
    if (element === null) throw new Error("this report does not hold that part of the run");
    return inflate(element.textContent ?? "");
  };
  const run = once(async () => (await read("data-run")) as ViewerRun);
  const columns = once(async () => (await read("data-columns")) as ViewerColumns);
  return { run, columns, chunk: async (index) => (await read(`data-chunk-${index}`)) as readonly ViewerCase[] };
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | null = null;
  return () => {
    kept ??= read();
    return kept;
  };
}
