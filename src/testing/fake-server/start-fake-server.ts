import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { JsonObject } from "../../domain/json.ts";
import { noteArrival, openCounts, tick } from "./book.ts";
import { chat } from "./chat.ts";
import { checkOptions } from "./check-options.ts";
import { createCallDecider } from "./decide-call.ts";
import { defaultReply } from "./decide-reply.ts";
import { embeddings } from "./embeddings.ts";
import type { FakeFaults } from "./faults.ts";
import type { FakeLimits } from "./limiter.ts";
import { messages } from "./messages.ts";
import { apiOf, lastUserText } from "./read-request.ts";
import { responses } from "./responses.ts";
import type { FakeServerStats } from "./stats.ts";
import type { FakeApi, FakeRequest, RecordedRequest, ReplyFunction, WireFormat } from "./types.ts";
import { writeReply } from "./write-reply.ts";

export interface FakeServerOptions {
  /** How a reply is decided; default: `[[answer:X]]` answers X, anything else "ok". */
  readonly reply?: ReplyFunction;
  /** 0 (the default): any free port. */
  readonly port?: number;
  /** False keeps no requests: for benchmarks. */
  readonly record?: boolean;
  readonly limits?: FakeLimits;
  readonly faults?: FakeFaults;
  /** Keeps the accounts by key and over time; default: with `record`, `limits` or `faults`. */
  readonly account?: boolean;
  /** What one logical call is: the last user text (the default), or `model: text`, where several models get one case. */
  readonly keyBy?: "text" | "model-and-text";
  /** Milliseconds, never falling: what limits and accounts go by; default: since the server started. */
  readonly clock?: () => number;
}

export interface FakeServer {
  /** `http://127.0.0.1:port`, without `/v1`. */
  readonly baseUrl: string;
  readonly port: number;
  readonly requests: readonly RecordedRequest[];
  /** Live until the next `reset`. */
  readonly stats: FakeServerStats;
  /** Forgets requests and counts, fills the buckets of the limits; the arrival number starts again at 1. */
  reset(): void;
  /** Ends every connection, those in the middle of an answer too. */
  close(): Promise<void>;
}

const FORMATS: Readonly<Record<FakeApi, WireFormat>> = { chat, responses, messages, embeddings };

/**
 * A fake LLM server on loopback: Chat Completions, Responses and Messages, as JSON and as server-sent events.
 * `GET /__stats` and `POST /__reset` do over HTTP what `stats` and `reset` do.
 * @throws Error for limits and faults that do not exist
 */
export async function startFakeServer(options: FakeServerOptions = {}): Promise<FakeServer> {
  checkOptions(options.limits, options.faults);
  const records = options.record !== false;
  const accounts = options.account ?? (records || options.limits !== undefined || options.faults !== undefined);
  const started = performance.now();
  const now = options.clock ?? (() => performance.now() - started);
  const decider = createCallDecider(options.reply ?? defaultReply, options.limits, options.faults, now());
  const requests: RecordedRequest[] = [];
  let stats = openCounts();
  let serving = 0;
  let n = 0;

  const answer = (api: FakeApi, body: JsonObject, message: IncomingMessage, out: ServerResponse, at: number) => {
    const model = typeof body.model === "string" ? body.model : "";
    const text = lastUserText(api, body);
    n += 1;
    const request: FakeRequest = { api, model, body, headers: message.headers, lastUserText: text, n };
    if (records) requests.push({ ...request, url: message.url ?? "", at });
    // What ends after a reset counts for the time before it.
    const counts = stats;
    const key = options.keyBy === "model-and-text" ? `${model}: ${text}` : text;
    const account = accounts ? noteArrival(counts, key, at) : undefined;
    const decidedAt = now();
    const { reply, refusedBy, fault, retryAfterMs, release } = decider.decide(request, decidedAt);
    if (refusedBy) {
      counts.refused[refusedBy] += 1;
      if (account) tick(counts, "refused", decidedAt);
    } else {
      serving += 1;
      counts.maxServing = Math.max(counts.maxServing, serving);
    }
    if (fault) counts.faults[fault] = (counts.faults[fault] ?? 0) + 1;
    if (retryAfterMs !== undefined) account?.waits.push({ at: decidedAt, allowedAt: decidedAt + retryAfterMs });
    out.once("close", () => {
      const endedAt = now();
      release?.(endedAt);
      if (!refusedBy) serving -= 1;
      const sound = reply.error === undefined && (reply.fault === undefined || reply.fault === "slow-body");
      if (!sound || !out.writableFinished) return;
      counts.good += 1;
      if (account) {
        account.good += 1;
        tick(counts, "good", endedAt);
      }
    });
    writeReply(reply, request, FORMATS[api], out);
  };

  const reset = () => {
    requests.length = 0;
    stats = openCounts(stats.inFlight, serving);
    decider.reset(now());
    n = 0;
  };

  const control = (message: IncomingMessage, out: ServerResponse) => {
    const asked = `${message.method} ${message.url}`;
    if (asked === "GET /__stats") return sendJson(out, 200, stats);
    if (asked !== "POST /__reset") return refuse(out, 404, `no such path: ${asked}`);
    reset();
    sendJson(out, 200, {});
  };

  const server = createServer((message, out) => {
    const at = now();
    const api = message.method === "POST" ? apiOf(message.url ?? "") : undefined;
    if (api === undefined) return control(message, out);
    stats.requests += 1;
    stats.byApi[api] = (stats.byApi[api] ?? 0) + 1;
    stats.inFlight += 1;
    stats.maxInFlight = Math.max(stats.maxInFlight, stats.inFlight);
    out.once("close", () => {
      stats.inFlight -= 1;
      if (!out.writableFinished) stats.abandoned += 1;
    });
    const chunks: Buffer[] = [];
    message.on("data", (chunk: Buffer) => chunks.push(chunk));
    message.on("end", () => {
      // Its end has been counted: it must not take a place that nothing gives back.
      if (out.closed) return;
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
    get stats() {
      return stats;
    },
    reset,
    close() {
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function sendJson(out: ServerResponse, status: number, body: object): void {
  out.writeHead(status, { "content-type": "application/json" });
  out.end(JSON.stringify(body));
}

function refuse(out: ServerResponse, status: number, message: string): void {
  sendJson(out, status, { error: { message, type: "invalid_request_error", param: null, code: null } });
}
