import type { Agent, Dispatcher } from "undici";
import { followRedirects } from "./follow-redirects.ts";
import { exchange, type WireAnswer } from "./http-exchange.ts";
import { HttpFailure, NetworkFailure } from "./http-failure.ts";
import { headerWriter } from "./request-headers.ts";

export type Fetch = (url: string | URL | Request, init?: RequestInit) => Promise<Response>;

export interface HttpClient {
  /** Rejects with `HttpFailure` for every status that is no success, with `NetworkFailure` where there was no answer. */
  readonly fetch: Fetch;
  /** Gives the connections up; they are closed when the last client of the same proxies has. */
  close(): Promise<void>;
}

export interface HttpClientOptions {
  /** `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` (or in lower case) are read. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Set last: they win over what an SDK sends. */
  readonly headers: Readonly<Record<string, string>>;
  /** False takes every credential out that an SDK insists on sending. */
  readonly authenticate: boolean;
}

/** A `fetch` for an SDK over undici: shared keep-alive connections, proxies, no time-outs of its own. */
export async function openHttpClient(options: HttpClientOptions): Promise<HttpClient> {
  const { dispatcher, release } = await share(options.env);
  const stated = Object.keys(options.headers).map((name) => name.toLowerCase());
  const headersOf = headerWriter(options.headers, options.authenticate);
  const targetOf = rememberLast(readTarget);
  let open = true;
  return {
    async fetch(address, { method = "GET", headers, body = null, signal = null } = {}) {
      const { url, authorization } = targetOf(address instanceof Request ? address.url : String(address));
      if (body !== null && typeof body !== "string") throw new TypeError("a request body is a text");
      const request = { url, method, headers: headersOf(headers, authorization), body, signal };
      let answer: WireAnswer;
      try {
        answer = await followRedirects(request, stated, (one) => exchange(dispatcher, one));
      } catch (thrown) {
        // The SDKs know an abort by its name.
        if ((thrown as Error).name === "AbortError") throw thrown;
        throw new NetworkFailure(thrown, url.host);
      }
      // All of a Response that the SDKs and we use.
      if (answer.ok) return answer as unknown as Response;
      throw new HttpFailure(answer.status, answer.headers, await answer.text().catch(() => ""));
    },
    async close() {
      if (!open) return;
      open = false;
      await release();
    },
  };
}

interface Target {
  readonly url: URL;
  /** What a user and a password in the address ask for, unless a header says who asks. */
  readonly authorization: string | null;
}

function readTarget(address: string): Target {
  const url = new URL(address);
  if (url.username === "" && url.password === "") return { url, authorization: null };
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  url.username = "";
  url.password = "";
  return { url, authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
}

/** Nearly all calls go to one address. */
function rememberLast<T>(read: (text: string) => T): (text: string) => T {
  let last: { readonly text: string; readonly value: T } | null = null;
  return (text) => {
    if (last?.text !== text) last = { text, value: read(text) };
    return last.value;
  };
}

interface Shared {
  readonly dispatcher: Dispatcher;
  release(): Promise<void>;
}

const pools = new Map<string, { dispatcher: Promise<Dispatcher>; users: number }>();

async function share(env: HttpClientOptions["env"]): Promise<Shared> {
  // An empty variable switches the proxy off, and undici must not look into process.env behind our back.
  const read = (name: string) => env[name.toLowerCase()] ?? env[name] ?? "";
  const proxies = { httpProxy: read("HTTP_PROXY"), httpsProxy: read("HTTPS_PROXY"), noProxy: read("NO_PROXY") };
  const key = JSON.stringify(proxies);
  let pool = pools.get(key);
  if (!pool) {
    pool = { dispatcher: makeDispatcher(proxies), users: 0 };
    pools.set(key, pool);
  }
  pool.users += 1;
  const dispatcher = await pool.dispatcher;
  return {
    dispatcher,
    async release() {
      pool.users -= 1;
      if (pool.users > 0) return;
      pools.delete(key);
      await dispatcher.destroy();
    },
  };
}

type Proxies = Readonly<Record<"httpProxy" | "httpsProxy" | "noProxy", string>>;

async function makeDispatcher(proxies: Proxies): Promise<Dispatcher> {
  // undici gives up after 300 s without headers: our own time-out rules. Connections are unbounded: our limiter rules.
  const settings = { headersTimeout: 0, bodyTimeout: 0, keepAliveTimeout: 4_000 };
  if (proxies.httpProxy === "" && proxies.httpsProxy === "") {
    // All of undici, with its fetch and its proxies, takes 30 ms of CPU more to load than the agent that is used.
    // @ts-expect-error: a part of undici has no types of its own.
    const part: { default: typeof Agent } = await import("undici/lib/dispatcher/agent.js");
    return new part.default(settings);
  }
  // The default is the whole CommonJS module, in Node and in a bundle alike; named exports are there in Node alone.
  const undici = (await import("undici")).default as unknown as typeof import("undici");
  return new undici.EnvHttpProxyAgent({ ...settings, ...proxies });
}
