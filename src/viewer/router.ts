import { useEffect, useState } from "preact/hooks";

/**
 * Every view has an address in the hash: `#/cases?outcome=failed&candidate=mini`, with a server
 * `#/runs/<run>/cases?…`. A link is shared by copying it, and works from a file too.
 */
export interface Route {
  /** null: the list of runs. */
  readonly run: string | null;
  readonly view: string;
  /** What follows the view: a case's id. */
  readonly rest: string | null;
  readonly query: URLSearchParams;
}

export function parseRoute(hash: string, only: string | null): Route {
  const [path = "", search = ""] = split(hash.replace(/^#/, ""), "?");
  const parts = path
    .split("/")
    .filter((part) => part !== "")
    .map(decode);
  const query = new URLSearchParams(search);
  if (only !== null) return { run: only, view: parts[0] ?? "overview", rest: parts[1] ?? null, query };
  if (parts[0] !== "runs" || parts[1] === undefined)
    return { run: null, view: parts[0] ?? "runs", rest: parts[1] ?? null, query };
  return { run: parts[1], view: parts[2] ?? "overview", rest: parts[3] ?? null, query };
}

/** The address of a view; empty values of the query are left out. */
export function href(
  only: string | null,
  to: {
    run: string | null;
    view: string;
    rest?: string | null | undefined;
    query?: Readonly<Record<string, string | null | undefined>> | undefined;
  },
): string {
  const parts = [...(to.run === null || only !== null ? [] : ["runs", to.run]), to.view, ...(to.rest ? [to.rest] : [])];
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(to.query ?? {})) if (value) query.set(name, value);
  const search = query.toString();
  return `#/${parts.map(encodeURIComponent).join("/")}${search === "" ? "" : `?${search}`}`;
}

export function useRoute(only: string | null): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const changed = () => setHash(location.hash);
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return parseRoute(hash, only);
}

/** @param replace without an entry in the history: for filters that change with every key */
export function go(to: string, replace = false): void {
  if (!replace) {
    location.hash = to;
    return;
  }
  history.replaceState(null, "", to);
  dispatchEvent(new HashChangeEvent("hashchange"));
}

function split(text: string, at: string): [string, string] {
  const position = text.indexOf(at);
  return position < 0 ? [text, ""] : [text.slice(0, position), text.slice(position + 1)];
}

/** A hand-written address may be anything. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
