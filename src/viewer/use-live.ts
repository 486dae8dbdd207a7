import { useEffect, useState } from "preact/hooks";
import type { ViewerProgress } from "../domain/viewer.ts";
import type { Home } from "./home/home.ts";

/** A number that grows whenever the run that is looked at has grown; always 0 in a file. */
export function useLive(home: Home, run: string | null, onProgress: (progress: ViewerProgress | null) => void): number {
  const [version, setVersion] = useState(0);
  useEffect(() => {
    onProgress(null);
    if (home.server === null || run === null) return;
    let last = "";
    return home.server.watch(run, (progress) => {
      onProgress(progress);
      const now = JSON.stringify(progress);
      // The first word only says how things stand: that is what was loaded.
      if (last !== "" && now !== last) setVersion((old) => old + 1);
      last = now;
    });
  }, [home, run]);
  return version;
}
