import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { brotliCompressSync, constants, createGzip, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type HttpClient, openHttpClient } from "./http-client.ts";
import type { HttpFailure } from "./http-failure.ts";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

let answer: Handler;
const seen: { path: string; method: string; headers: IncomingMessage["headers"]; body: string }[] = [];
const servers: Server[] = [];
const urls: string[] = [];
const clients: HttpClient[] = [];

beforeAll(async () => {
  // Two of them: a redirect may lead to another host.
  for (let count = 0; count < 2; count++) {
    const server = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      seen.push({ path: request.url ?? "", method: request.method ?? "", headers: request.headers, body });
      answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    servers.push(server);
    urls.push(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }
});
afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
afterEach(async () => {
  seen.length = 0;
  await Promise.all(clients.splice(0).map((client) => client.close()));
});

async function open(options: Partial<Parameters<typeof openHttpClient>[0]> = {}): Promise<HttpClient> {
  const client = await openHttpClient({ env: {}, headers: {}, authenticate: true, ...options });
  clients.push(client);
  return client;
}

async function post(path = "/", init: RequestInit = {}): Promise<Response> {
  return (await open()).fetch(`${urls[0]}${path}`, { method: "POST", body: "{}", ...init });
}

describe("a body", () => {
  const text = `{"text": "${"héllo ".repeat(2_000)}"}`;
  const written = Buffer.from(text);
  const forms: readonly (readonly [string, string, Buffer])[] = [
    ["gzip", "gzip", gzipSync(written)],
    ["an older name of gzip", "X-GZIP", gzipSync(written)],
    ["deflate", "deflate", deflateSync(written)],
    ["deflate without its header", "deflate", deflateRawSync(written)],
    ["brotli", "br", brotliCompressSync(written)],
    ["two of them", "deflate, gzip", gzipSync(deflateSync(written))],
    ["none by name", "identity", written],
  ];
  it.each(forms)("comes out of %s", async (_, encoding, bytes) => {
    answer = (_request, response) => {
      response.writeHead(200, { "content-encoding": encoding });
      // In two pieces: what is decoded is a stream.
      response.write(bytes.subarray(0, 10));
      setTimeout(() => response.end(bytes.subarray(10)), 5);
    };
    expect(await (await post()).json()).toEqual(JSON.parse(text));
    expect(seen[0]?.headers["accept-encoding"]).toBe("gzip, deflate, br");
  });

  it("stays as it is in an encoding that nobody knows", async () => {
    answer = (_request, response) => response.writeHead(200, { "content-encoding": "made-up" }).end("as it is");
    expect(await (await post()).text()).toBe("as it is");
  });

  it("may be empty, compressed or not", async () => {
    answer = (request, response) =>
      response.writeHead(200, request.url === "/gzip" ? { "content-encoding": "gzip" } : {}).end();
    expect(await (await post()).text()).toBe("");
    expect(await (await post("/gzip")).text()).toBe("");
    answer = (_request, response) => response.writeHead(204).end();
    const none = await post();
    expect([none.body, await none.text()]).toEqual([null, ""]);
  });

  it("that is damaged is an error", async () => {
    answer = (_request, response) => response.writeHead(200, { "content-encoding": "gzip" }).end("no gzip at all");
    await expect((await post()).text()).rejects.toThrow(/header check/);
  });

  it("loses a byte order mark, and keeps a character that two pieces share", async () => {
    const bytes = Buffer.from("\ufeff{}é");
    answer = (_request, response) => {
      response.write(bytes.subarray(0, bytes.length - 1));
      setTimeout(() => response.end(bytes.subarray(bytes.length - 1)), 5);
    };
    expect(await (await post()).text()).toBe("{}é");
  });

  it("is read piece by piece as it comes, compressed too", async () => {
    let next = () => {};
    answer = (_request, response) => {
      response.writeHead(200, { "content-encoding": "gzip" });
      const gzip = createGzip({ flush: constants.Z_SYNC_FLUSH });
      gzip.pipe(response);
      gzip.write("one");
      next = () => gzip.end("two");
    };
    const pieces: string[] = [];
    for await (const piece of (await post()).body as unknown as AsyncIterable<Uint8Array>) {
      pieces.push(Buffer.from(piece).toString());
      // The second is written when the first has been read.
      next();
    }
    expect(pieces).toEqual(["one", "two"]);
  });

  it("of an error is kept, decoded", async () => {
    answer = (_request, response) =>
      response.writeHead(400, { "content-encoding": "gzip" }).end(gzipSync('{"error": {"message": "no"}}'));
    const failure = (await post().catch((error: unknown) => error)) as HttpFailure;
    expect([failure.status, failure.json]).toEqual([400, { error: { message: "no" } }]);
  });

  it("that nobody reads to its end gives its connection up", async () => {
    const closed = new Promise<void>((resolve) => {
      answer = (_request, response) => {
        response.on("close", resolve);
        response.write("some");
      };
    });
    for await (const _piece of (await post()).body as unknown as AsyncIterable<Uint8Array>) break;
    await closed;
  });
});

describe("headers", () => {
  it("are read whatever their case, many values as one, after an early hint too", async () => {
    answer = (_request, response) => {
      response.writeEarlyHints({ link: "</style.css>; rel=preload" });
      response.setHeader("X-Many", ["a", "b"]);
      response.setHeader("X-Request-Id", "r1");
      response.end("{}");
    };
    const { headers, status } = await post();
    expect([status, headers.get("X-Request-ID"), headers.get("x-many"), headers.get("x-none")]).toEqual([
      200,
      "r1",
      "a, b",
      null,
    ]);
    expect([...headers.entries()]).toContainEqual(["x-many", "a, b"]);
  });

  it("that are stated win, the defaults fill what is left", async () => {
    answer = (_request, response) => response.end();
    const client = await open({ headers: { "User-Agent": " mine ", "x-key": "k" }, authenticate: false });
    await client.fetch(`${urls[0]}/`, {
      headers: { authorization: "Bearer none", "user-agent": "sdk", accept: "a/b" },
    });
    expect(seen[0]?.headers).toMatchObject({ "user-agent": "mine", "x-key": "k", accept: "a/b" });
    expect(seen[0]?.headers.authorization).toBeUndefined();
  });

  it("hold the user of an address, unless they say who asks", async () => {
    answer = (_request, response) => response.end();
    const address = (urls[0] ?? "").replace("://", "://us%40er:word@");
    const basic = `Basic ${Buffer.from("us@er:word").toString("base64")}`;
    await (await open()).fetch(address);
    await (await open()).fetch(address, { headers: { authorization: "Bearer k" } });
    await (await open({ authenticate: false })).fetch(address, { headers: { authorization: "Bearer none" } });
    await (await open({ headers: { Authorization: "Own k" } })).fetch(address);
    expect(seen.map(({ headers }) => headers.authorization)).toEqual([basic, "Bearer k", basic, "Own k"]);
  });
});

describe("a redirect", () => {
  const to = (status: number, location: string): Handler => {
    return (request, response) => {
      if (request.url === "/new") response.end("there");
      else response.writeHead(status, { location }).end("moved");
    };
  };

  it.each([307, 308])("with %i is followed with method and body", async (status) => {
    answer = to(status, "/new");
    const client = await open({ headers: { "x-team": "t" } });
    const init = {
      method: "POST",
      body: "{}",
      headers: { authorization: "Bearer k", "content-type": "application/json" },
    };
    expect(await (await client.fetch(`${urls[0]}/old`, init)).text()).toBe("there");
    expect(seen[1]).toMatchObject({ method: "POST", body: "{}", path: "/new" });
    expect(seen[1]?.headers).toMatchObject({
      authorization: "Bearer k",
      "x-team": "t",
      "content-type": "application/json",
    });
  });

  it.each([301, 302, 303])("with %i makes a GET of a POST, as fetch does", async (status) => {
    answer = to(status, "/new");
    await post("/old", { headers: { "content-type": "application/json" } });
    expect(seen[1]).toMatchObject({ method: "GET", body: "" });
    expect(seen[1]?.headers["content-type"]).toBeUndefined();
  });

  it("to another host takes no key along", async () => {
    answer = to(308, `${urls[1]}/new`);
    const client = await open({ headers: { "X-Custom-Key": "k" } });
    const init = {
      method: "POST",
      body: "{}",
      headers: { authorization: "Bearer k", "x-api-key": "k", accept: "a/b" },
    };
    await client.fetch(`${urls[0]}/old`, init);
    expect(seen[1]?.headers).toMatchObject({ accept: "a/b", host: new URL(urls[1] ?? "").host });
    for (const name of ["authorization", "x-api-key", "x-custom-key"]) expect(seen[1]?.headers[name]).toBeUndefined();
  });

  it("without an end is an error, and so is one that leads nowhere", async () => {
    answer = to(307, "/again");
    await expect(post("/old")).rejects.toMatchObject({ detail: expect.stringContaining("20 times") });
    expect(seen).toHaveLength(21);
    answer = (_request, response) => response.writeHead(302).end("nowhere");
    await expect(post("/old")).rejects.toMatchObject({ status: 302, body: "nowhere" });
  });
});

describe("an abort", () => {
  const aborted = { name: "AbortError" };

  it("ends a call that has not begun, that waits for its answer, or reads it", async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(post("/", { signal: controller.signal })).rejects.toMatchObject(aborted);

    const waiting = new AbortController();
    answer = () => setTimeout(() => waiting.abort(), 5);
    await expect(post("/", { signal: waiting.signal })).rejects.toMatchObject(aborted);

    const reading = new AbortController();
    answer = (_request, response) => response.write("some");
    const response = await post("/", { signal: reading.signal });
    setTimeout(() => reading.abort(), 5);
    await expect(response.text()).rejects.toMatchObject(aborted);
  });

  it("does not wait for a connection that is still being made", async () => {
    // Accepts nothing: a TLS handshake that is never answered.
    const silent = createTcpServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    const client = await open();
    const start = performance.now();
    const call = client.fetch(`https://127.0.0.1:${(silent.address() as AddressInfo).port}/`, {
      signal: controller.signal,
    });
    await expect(call).rejects.toMatchObject(aborted);
    expect(performance.now() - start).toBeLessThan(2_000);
    await client.close();
    silent.close();
  });
});
