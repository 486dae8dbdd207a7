import type { ServerResponse } from "node:http";
import { resolveReply } from "./decide-reply.ts";
import type { FakeReply, FakeRequest, WireFormat } from "./types.ts";

const SLOW_PIECES = 8;
const HTML = "<!doctype html><html><body><h1>Bad gateway</h1></body></html>";

/** Writes a reply in a wire format, in its own time, with its fault. Returns at once. */
export function writeReply(reply: FakeReply, request: FakeRequest, format: WireFormat, out: ServerResponse): void {
  if (reply.fault === "hang") return;
  const latencyMs = Math.max(reply.latencyMs ?? 0, reply.firstTokenMs ?? 0);
  const mislabelled = reply.fault === "wrong-content-type";
  const stops = mislabelled || reply.fault === "html" || (reply.error?.status ?? 200) !== 200;
  const streams = request.body.stream === true && !stops;
  const firstMs = reply.fault === "slow-body" ? 0 : streams ? (reply.firstTokenMs ?? latencyMs) : latencyMs;
  after(firstMs, out, () => {
    if (reply.fault === "reset-before") return void out.socket?.destroy();
    const resolved = resolveReply(reply, request);
    const send = (status: number, type: string, parts: readonly string[]) => {
      out.writeHead(status, { "content-type": type, [format.requestIdHeader]: resolved.requestId, ...reply.headers });
      writeParts(parts, latencyMs - firstMs, reply.fault, out);
    };
    if (reply.error && !streams) {
      const body = reply.error.body ?? format.error(reply.error, resolved.requestId);
      const text = typeof body === "string";
      return send(reply.error.status, text ? "text/plain" : "application/json", [text ? body : JSON.stringify(body)]);
    }
    if (reply.fault === "html") return send(200, "text/html; charset=utf-8", [HTML]);
    if (!streams) {
      const type = mislabelled ? "text/plain; charset=utf-8" : "application/json";
      return send(200, type, jsonParts(JSON.stringify(format.json(resolved)), reply.fault));
    }
    const events = format.events(resolved, request);
    const kept = reply.fault === "truncated-sse" ? events.filter((event) => event.part !== "closing") : events;
    const texts = kept.map((event) => event.text);
    if (reply.error) {
      const middle = kept.findIndex((event) => event.part === "content") + 1;
      texts.splice(middle, texts.length, format.errorEvent(reply.error, resolved.requestId));
    }
    if (reply.fault === "malformed-json") texts.splice(1, texts.length, 'data: {"broken": \n\n');
    // The opening events come with the first content: one write is what a fast server does, too.
    const opening = kept.findIndex((event) => event.part === "content") + 1;
    send(
      200,
      "text/event-stream; charset=utf-8",
      opening > 1 ? [texts.slice(0, opening).join(""), ...texts.slice(opening)] : texts,
    );
  });
}

function jsonParts(json: string, fault: FakeReply["fault"]): readonly string[] {
  const half = Math.floor(json.length / 2);
  if (fault === "truncated-sse" || fault === "malformed-json") return [json.slice(0, half)];
  if (fault === "slow-body") {
    const size = Math.ceil(json.length / SLOW_PIECES);
    return Array.from({ length: SLOW_PIECES }, (_, index) => json.slice(index * size, (index + 1) * size));
  }
  return fault === "reset-body" || fault === "hang-body" ? [json.slice(0, half), json.slice(half)] : [json];
}

function writeParts(parts: readonly string[], overMs: number, fault: FakeReply["fault"], out: ServerResponse): void {
  if (fault === "reset-body" || fault === "hang-body") {
    out.write(parts.slice(0, Math.max(1, Math.floor(parts.length / 2))).join(""), () => {
      // The client has to see the bytes before the socket goes.
      if (fault === "reset-body") after(5, out, () => void out.socket?.destroy());
    });
    return;
  }
  if (overMs <= 0 || parts.length < 2) return void out.end(parts.join(""));
  const gapMs = overMs / (parts.length - 1);
  const writeFrom = (index: number) => {
    const part = parts[index];
    if (index === parts.length - 1 || part === undefined) return void out.end(part ?? "");
    out.write(part);
    after(gapMs, out, () => writeFrom(index + 1));
  };
  writeFrom(0);
}

/** Runs at once for 0 ms; never after the client has gone. */
function after(ms: number, out: ServerResponse, run: () => void): void {
  if (ms <= 0) {
    run();
    return;
  }
  const timer = setTimeout(() => {
    out.off("close", stop);
    if (!out.destroyed) run();
  }, ms);
  const stop = () => clearTimeout(timer);
  out.once("close", stop);
}
