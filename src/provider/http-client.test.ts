import { createServer, request, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { startFakeServer } from "../testing/fake-server/start-fake-server.ts";
import { openHttpClient } from "./http-client.ts";

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A forward proxy that remembers which hosts it was asked for. */
async function startProxy(): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const proxy: Server = createServer((message, out) => {
    asked.push(new URL(message.url ?? "").host);
    const onward = request(message.url ?? "", { method: message.method, headers: message.headers }, (answer) => {
      out.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(out);
    });
    message.pipe(onward);
  });
  proxy.on("connect", (message, socket, head) => {
    asked.push(message.url ?? "");
    const { hostname, port } = new URL(`http://${message.url}`);
    const onward = connect(Number(port), hostname, () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    for (const end of [socket, onward]) end.on("error", () => {});
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  closers.push(async () => {
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  });
  return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, asked };
}

async function ask(baseUrl: string, env: Record<string, string>): Promise<number> {
  const client = await openHttpClient({ env, headers: {}, authenticate: true });
  closers.push(() => client.close());
  const body = JSON.stringify({ model: "m", messages: [] });
  const response = await client.fetch(`${baseUrl}/v1/chat/completions`, { method: "POST", body });
  await response.text();
  return response.status;
}

describe("openHttpClient", () => {
  it("goes through the proxy of the given environment, and past it where NO_PROXY says so", async () => {
    const server = await startFakeServer();
    closers.push(() => server.close());
    const { url, asked } = await startProxy();
    expect(await ask(server.baseUrl, { HTTP_PROXY: url })).toBe(200);
    expect(asked).toEqual([`127.0.0.1:${server.port}`]);
    expect(await ask(server.baseUrl, { http_proxy: url, NO_PROXY: "127.0.0.1" })).toBe(200);
    expect(await ask(server.baseUrl, {})).toBe(200);
    expect(asked).toHaveLength(1);
  });

  it("shares its connections until the last client is closed", async () => {
    const server = await startFakeServer();
    closers.push(() => server.close());
    const options = { env: {}, headers: {}, authenticate: true };
    const [first, second] = [await openHttpClient(options), await openHttpClient(options)];
    const send = async (client: typeof first) => {
      const response = await client.fetch(`${server.baseUrl}/v1/messages`, { method: "POST", body: "{}" });
      await response.text();
    };
    await send(first);
    await first.close();
    await first.close();
    for (let n = 0; n < 8; n++) await send(second);
    // A second one is opened when a request comes before the first is free again; closing the first client closed neither.
    expect(server.stats.connections).toBeLessThanOrEqual(2);
    await second.close();
    await expect(send(second)).rejects.toThrow("no answer");
  });
});
