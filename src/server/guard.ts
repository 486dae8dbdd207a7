import { isIP } from "node:net";

/** What of a request tells who asks. */
export interface Asked {
  readonly method: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site`. */
  readonly site: string | undefined;
  readonly path: string;
}

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

export function isLoopback(host: string): boolean {
  return LOOPBACK.has(host) || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/**
 * Why a request is refused; null: it may pass. A page of another site can make a browser ask us under a name of its own
 * that leads here (DNS rebinding), or send us a form: the first is told by `Host`, the second by `Origin`. The port is
 * not looked at, since it may be forwarded.
 * @param bound the address that the server was asked to listen on
 */
export function refusal({ method, host, origin, site, path }: Asked, bound: string): string | null {
  const name = host === undefined ? null : hostName(host);
  if (name === null) return "the Host header is missing or cannot be read";
  if (!isAllowed(name, bound)) return `the Host header names ${name}, which this server is not known by`;
  if (origin !== undefined && originHost(origin) !== host) return "the request comes from another origin";
  const page = method === "GET" && !path.startsWith("/api/");
  // A link from elsewhere may open the page; only the page itself may ask for data.
  if (!page && site !== undefined && site !== "same-origin" && site !== "none")
    return "the request comes from another site";
  return null;
}

function isAllowed(name: string, bound: string): boolean {
  if (isLoopback(name) || name === bound.toLowerCase()) return true;
  // Asked to listen to a network, we are known by our addresses: an address cannot be rebound, a name can.
  return !isLoopback(bound) && isIP(name.replace(/^\[|\]$/g, "")) !== 0;
}

function hostName(host: string): string | null {
  return /^(\[[0-9a-f:.]+\]|[^:@/\\\s]+)(:\d+)?$/i.exec(host)?.[1]?.toLowerCase() ?? null;
}

function originHost(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}
