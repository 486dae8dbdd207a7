import type { Dispatcher } from "undici";
import { HttpFailure, NetworkFailure } from "./http-failure.ts";

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

const CREDENTIALS = ["authorization", "x-api-key", "api-key"];

/** A `fetch` for an SDK over undici: shared keep-alive connections, proxies, no time-outs of its own. */
export async function openHttpClient(options: HttpClientOptions): Promise<HttpClient> {
  // The default is the whole CommonJS module, in Node and in a bundle alike; named exports are there in Node alone.
  const undici = (await import("undici")).default as unknown as typeof import("undici");
  const shared = share(options.env, undici);
  const { dispatcher } = shared;
  let open = true;
  return {
    async fetch(url, init = {}) {
      const headers = new Headers(init.headers);
      if (!options.authenticate) for (const name of CREDENTIALS) headers.delete(name);
      for (const [name, value] of Object.entries(options.headers)) headers.set(name, value);
      let response: Response;
      try {
        // Types of two undici versions (Node's own and the dependency's) differ in name alone.
        response = (await undici.fetch(
          withoutCredentials(url, headers) as never,
          { ...init, headers, dispatcher } as never,
        )) as unknown as Response;
      } catch (thrown) {
        // The SDKs know an abort by its name.
        if ((thrown as Error).name === "AbortError") throw thrown;
        throw new NetworkFailure(thrown, hostOf(url));
      }
      if (response.ok) return response;
      throw new HttpFailure(response.status, response.headers, await response.text().catch(() => ""));
    },
    async close() {
      if (!open) return;
      open = false;
      await shared.release();
    },
  };
}

interface Shared {
  readonly dispatcher: Dispatcher;
  release(): Promise<void>;
}

const pools = new Map<string, { dispatcher: Dispatcher; users: number }>();

function share(env: HttpClientOptions["env"], undici: typeof import("undici")): Shared {
  // An empty variable switches the proxy off, and undici must not look into process.env behind our back.
  const read = (name: string) => env[name.toLowerCase()] ?? env[name] ?? "";
  const proxies = { httpProxy: read("HTTP_PROXY"), httpsProxy: read("HTTPS_PROXY"), noProxy: read("NO_PROXY") };
  const key = JSON.stringify(proxies);
  let pool = pools.get(key);
  if (!pool) {
    // undici gives up after 300 s without headers: our own time-out rules. Connections are unbounded: our limiter rules.
    const settings = { headersTimeout: 0, bodyTimeout: 0, keepAliveTimeout: 4_000 };
    const proxied = proxies.httpProxy !== "" || proxies.httpsProxy !== "";
    pool = {
      dispatcher: proxied ? new undici.EnvHttpProxyAgent({ ...settings, ...proxies }) : new undici.Agent(settings),
      users: 0,
    };
    pools.set(key, pool);
  }
  pool.users += 1;
  const { dispatcher } = pool;
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

/** fetch refuses a URL that holds a user and a password: they go where they belong, unless a header says who asks. */
function withoutCredentials(url: string | URL | Request, headers: Headers): string | URL | Request {
  if (url instanceof Request || !URL.canParse(String(url))) return url;
  const bare = new URL(url);
  if (bare.username === "" && bare.password === "") return url;
  const pair = `${decodeURIComponent(bare.username)}:${decodeURIComponent(bare.password)}`;
  if (!headers.has("authorization")) headers.set("authorization", `Basic ${Buffer.from(pair).toString("base64")}`);
  bare.username = "";
  bare.password = "";
  return bare;
}

function hostOf(url: string | URL | Request): string {
  return new URL(url instanceof Request ? url.url : url).host;
}
