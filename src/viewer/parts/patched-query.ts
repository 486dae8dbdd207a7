import { go, href, type Route } from "../router.ts";

/** The address that one is at, with some values of its query changed; empty ones are dropped. */
export function patchedQuery(
  only: string | null,
  route: Route,
  changes: Readonly<Record<string, string | null>>,
): string {
  const query = { ...Object.fromEntries(route.query), ...changes };
  return href(only, { run: route.run, view: route.view, rest: route.rest, query });
}

/** Goes there; the way back leads to the view before, not to each choice. */
export function choose(only: string | null, route: Route, changes: Readonly<Record<string, string | null>>): void {
  go(patchedQuery(only, route, changes), true);
}
