import { ACCEPTED_ENCODINGS } from "./decode-body.ts";

/** Names and values in turn, as a connection takes them; names in lower case. */
export type HeaderList = readonly string[];

/** What says who asks. */
export const CREDENTIALS = ["authorization", "x-api-key", "api-key"];

const DEFAULTS: readonly (readonly [string, string])[] = [
  ["accept", "*/*"],
  ["user-agent", "undici"],
  ["accept-encoding", ACCEPTED_ENCODINGS],
];

/**
 * Makes the headers of requests.
 * @param stated win over what an SDK sends
 * @param authenticate false takes every credential out that an SDK insists on sending
 * @returns a function of what an SDK sends, and of the `authorization` that an address asks for unless a header does
 */
export function headerWriter(
  stated: Readonly<Record<string, string>>,
  authenticate: boolean,
): (given: RequestInit["headers"], authorization: string | null) => HeaderList {
  // `Headers` checks and trims them, and makes one case of their names.
  const fixed = [...new Headers(stated)];
  const isFixed = new Set(fixed.map(([name]) => name));
  const isDropped = new Set([...isFixed, ...(authenticate ? [] : CREDENTIALS)]);
  const defaults = DEFAULTS.filter(([name]) => !isFixed.has(name));
  return (given, authorization) => {
    const headers = given instanceof Headers ? given : new Headers(given);
    const list: string[] = [];
    for (const [name, value] of headers) if (!isDropped.has(name)) list.push(name, value);
    for (const [name, value] of fixed) list.push(name, value);
    for (const [name, value] of defaults) if (!headers.has(name)) list.push(name, value);
    if (authorization !== null && !isFixed.has("authorization") && !(authenticate && headers.has("authorization")))
      list.push("authorization", authorization);
    return list;
  };
}

/** Without the headers of these names. */
export function withoutHeaders(list: HeaderList, names: ReadonlySet<string>): HeaderList {
  return list.filter((_, at) => !names.has(list[at - (at % 2)] ?? ""));
}
