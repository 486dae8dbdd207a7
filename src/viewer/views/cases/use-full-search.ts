import { useEffect, useRef, useState } from "preact/hooks";
import type { ViewerColumns } from "../../../domain/viewer.ts";
import type { RunSource } from "../../home/home.ts";
import { type FullSearch, searchAll } from "./search-all.ts";

/** The last search of a run, so that who comes back from a case finds what was found. */
const kept = new WeakMap<ViewerColumns, FullSearch>();

export function keptSearch(columns: ViewerColumns, search: string): FullSearch | null {
  const last = kept.get(columns);
  return last?.search === search ? last : null;
}

const AFTER_TYPING_MS = 400;
const SHORTEST = 2;
const TOLD_EVERY_MS = 150;

/** Looks through all texts a moment after the reader has typed. */
export function useFullSearch(source: RunSource, columns: ViewerColumns | null, search: string) {
  const [progress, setProgress] = useState<FullSearch | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => {
    setProgress(columns === null ? null : keptSearch(columns, search));
    if (columns === null || search.length < SHORTEST || keptSearch(columns, search)?.status === "done") return;
    const stop = new AbortController();
    running.current = stop;
    let told = 0;
    const timer = setTimeout(() => {
      const onProgress = (found: FullSearch) => {
        kept.set(columns, found);
        if (found.status === "reading" && Date.now() - told < TOLD_EVERY_MS) return;
        told = Date.now();
        setProgress(found);
      };
      void searchAll(source, columns, search, onProgress, stop.signal);
    }, AFTER_TYPING_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [source, columns, search]);
  return { progress: progress?.search === search ? progress : null, stop: () => running.current?.abort() };
}
