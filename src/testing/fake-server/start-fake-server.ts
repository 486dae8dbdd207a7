import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { JsonObject } from "../../domain/json.ts";
import { chat } from "./chat.ts";
import { defaultReply } from "./decide-reply.ts";
import { messages } from "./messages.ts";
import { apiOf, lastUserText } from "./read-request.ts";
import { responses } from "./responses.ts";
import type { FakeApi, FakeRequest, RecordedRequest, ReplyFunction, WireFormat } from "./types.ts";
import { writeReply } from "./write-reply.ts";

export interface FakeServerOptions {
  /** How a reply is decided; default: `[[answer:X]]` answers X, anything else "ok". */
  readonly reply?: ReplyFunction;
  /** 0 (the default): any free port. */
  readonly port?: number;
  /** False keeps no requests: for benchmarks. */
  readonly record?: boolean;
}

export interface FakeServerStats {
  /** Requests that arrived, by API and in all. */
  readonly requests: number;
  readonly byApi: Readonly<Record<FakeApi, number>>;
  readonly inFlight: number;
  readonly maxInFlight: number;
  /** Requests whose connection the client closed before the answer was whole. */
  readonly abandoned: number;
  /** Connections that were opened. */
  readonly connections: number;
}

export interface FakeServer {
  /** `http://127.0.0.1:port`, without `/v1`. */
  readonly baseUrl: string;
  readonly port: number;
  readonly requests: readonly RecordedRequest[];
  readonly stats: FakeServerStats;
  /** Forgets requests and counts; the arrival number starts again at 1. */
  reset(): void;
  /** Ends every connection, those in the middle of an answer too. */
  close(): Promise<void>;
}

const FORMATS: Readonly<Record<FakeApi, WireFormat>> = { chat, responses, messages };
const zero = () => ({
  requests: 0,
  byApi: { chat: 0, responses: 0, messages: 0 },
  inFlight: 0,
  maxInFlight: 0,
  abandoned: 0,
  connections: 0,
});

/** A fake LLM server on loopback: Chat Completions, Responses and Messages, as JSON and as server-sent events. */
export async function startFakeServer(options: FakeServerOptions = {}): Promise<FakeServer> {
  const decide = options.reply ?? defaultReply;
  const started = performance.now();
  const requests: RecordedRequest[] = [];
  const stats = zero();
  let n = 0;

  const answer = (api: FakeApi, body: JsonObject, message: IncomingMessage, out: ServerResponse, at: number) => {
    const model = typeof body.model === "string" ? body.model : "";
    n += 1;
    const request: FakeRequest = {
      api,
      model,
      body,
      headers: message.headers,
      lastUserText: lastUserText(api, body),
      n,
    };
    if (options.record !== false) requests.push({ ...request, url: message.url ?? "", at });
    writeReply(decide(request), request, FORMATS[api], out);
  };

  const server = createServer((message, out) => {
    const at = performance.now() - started;
    const api = message.method === "POST" ? apiOf(message.url ?? "") : undefined;
    if (api === undefined) return refuse(out, 404, `no such path: ${message.method} ${message.url}`);
    stats.requests += 1;
    stats.byApi[api] += 1;
    stats.inFlight += 1;
    stats.maxInFlight = Math.max(stats.maxInFlight, stats.inFlight);
    out.once("close", () => {
      stats.inFlight -= 1;
      if (!out.writableFinished) stats.abandoned += 1;
    });
    const chunks: Buffer[] = [];
    message.on("data", (chunk: Buffer) => chunks.push(chunk));
    message.on("end", () => {
      let body: JsonObject;
      try {
        body = JSON.parse(Buffer.concat(chunks).toString("utf8")) as JsonObject;
      } catch {
        return refuse(out, 400, "the body is not JSON");
      }
      answer(api, body, message, out, at);
    });
  });
  server.on("connection", () => {
    stats.connections += 1;
  });
  // A benchmark's idle client must not be hung up on in the middle of a pause.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", 4096, resolve);
  });
  const { port } = server.address() as AddressInfo;

  return {
    baseUrl: `http://127.0.0.1:${port}`,
    port,
    requests,
    stats,
    reset() {
      requests.length = 0;
      const { inFlight } = stats;
      Object.assign(stats, zero(), { inFlight, maxInFlight: inFlight });
      n = 0;
    },
    close() {
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function refuse(out: ServerResponse, status: number, message: string): void {
  out.writeHead(status, { "content-type": "application/json" });
  out.end(JSON.stringify({ error: { message, type: "invalid_request_error", param: null, code: null } }));
}
