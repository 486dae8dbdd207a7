import { useEffect, useState } from "preact/hooks";

export type Loaded<T> =
  | { readonly status: "loading" }
  | { readonly status: "failed"; readonly message: string }
  | { readonly status: "ready"; readonly value: T };

/**
 * What a promise gives. When `keys` change it is asked for again; until then the old value stays, so that a live page
 * does not flicker.
 */
export function useLoaded<T>(load: () => Promise<T>, keys: readonly unknown[]): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>({ status: "loading" });
  useEffect(() => {
    let current = true;
    load().then(
      (value) => current && setLoaded({ status: "ready", value }),
      (error: unknown) =>
        current && setLoaded({ status: "failed", message: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      current = false;
    };
  }, keys);
  return loaded;
}
