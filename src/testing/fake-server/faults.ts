import { createHash } from "node:crypto";
import type { FakeApi, FakeFault, FakeReply, FakeRequest } from "./types.ts";

const STATUSES = { "429": 429, "429-retry-after": 429, "500": 500, "503": 503, "529": 529 } as const;
type FailingStatus = keyof typeof STATUSES;

/** An answer of an error status, or a fault of the answer itself. */
export type FaultKind = FailingStatus | FakeFault;

export interface FakeFaults {
  /** Share of the requests that go wrong, 0…1. */
  readonly rate: number;
  /** Weights; a kind that the request's API or stream mode does not have leaves its share to the others. */
  readonly kinds: Readonly<Partial<Record<FaultKind, number>>>;
  /** Default 0. */
  readonly seed?: number;
  /** True: drawn by the text of the case, so that every attempt fails alike; false: by the arrival number. */
  readonly persistent?: boolean;
  /** What `429-retry-after` says, seconds; default 1. */
  readonly retryAfterS?: number;
  /** How long a `slow-body` takes at least, milliseconds; default 500. */
  readonly slowMs?: number;
}

/** Where a kind exists; not listed: everywhere. */
const ONLY: Readonly<Partial<Record<FaultKind, (api: FakeApi, streams: boolean) => boolean>>> = {
  "529": (api) => api === "messages",
  "truncated-sse": (_api, streams) => streams,
};

/** What goes wrong with a request, always the same for the same seed; undefined: nothing. */
export function drawFault(faults: FakeFaults, request: FakeRequest): FaultKind | undefined {
  const subject = faults.persistent === true ? request.lastUserText : String(request.n);
  const digest = createHash("sha256")
    .update(`${faults.seed ?? 0}\n${subject}`)
    .digest();
  if (digest.readUInt32BE(0) / 2 ** 32 >= faults.rate) return undefined;
  const streams = request.body.stream === true;
  const possible = (Object.entries(faults.kinds) as [FaultKind, number][]).filter(
    ([kind, weight]) => weight > 0 && (ONLY[kind]?.(request.api, streams) ?? true),
  );
  const total = possible.reduce((sum, [, weight]) => sum + weight, 0);
  let rest = (digest.readUInt32BE(4) / 2 ** 32) * total;
  for (const [kind, weight] of possible) {
    rest -= weight;
    if (rest < 0) return kind;
  }
  return possible.at(-1)?.[0];
}

/** The reply with the fault in it, and what it says about when to come back. */
export function withFault(
  reply: FakeReply,
  kind: FaultKind,
  api: FakeApi,
  faults: FakeFaults,
): { readonly reply: FakeReply; readonly retryAfterMs?: number } {
  // What the reply had of its own goes wrong in the drawn way alone.
  const { error: _error, fault: _fault, ...sound } = reply;
  if (kind === "slow-body") {
    return { reply: { ...sound, fault: kind, latencyMs: Math.max(reply.latencyMs ?? 0, faults.slowMs ?? 500) } };
  }
  if (!isStatus(kind)) return { reply: { ...sound, fault: kind } };
  const status = STATUSES[kind];
  if (status !== 429) return { reply: { ...sound, error: { status } } };
  const error = limitError(api, 429, "requests");
  if (kind === "429") return { reply: { headers: { ...reply.headers }, error } };
  const seconds = faults.retryAfterS ?? 1;
  return {
    reply: { headers: { ...reply.headers, "retry-after": String(seconds) }, error },
    retryAfterMs: seconds * 1000,
  };
}

/** The error of a limit, in the words of the API. */
export function limitError(api: FakeApi, status: number, reason: string): NonNullable<FakeReply["error"]> {
  const message = `Rate limit reached (${reason}).`;
  return api === "messages" ? { status, message } : { status, message, type: reason, code: "rate_limit_exceeded" };
}

export function isStatus(kind: FaultKind): kind is FailingStatus {
  return kind in STATUSES;
}
