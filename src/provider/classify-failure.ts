import { messageOf } from "../base/errors.ts";
import type { JsonObject } from "../domain/json.ts";
import type { ErrorKind, FinishReason, Usage } from "../domain/output.ts";
import { SendError } from "./adapter.ts";
import { BadReply, HttpFailure, NetworkFailure, originOf, providerMessage, StatedFailure } from "./http-failure.ts";
import { type HeaderReader, retryAfterMs } from "./retry-after.ts";
import { objectOf, textOf } from "./wire-value.ts";

const LONGEST_MESSAGE = 300;
/** An error page may have megabytes. */
const LONGEST_READ = 16_384;

/** What was known of the exchange when it failed. */
export interface FailureFacts {
  /** Status of the answer that had begun; null: none had. */
  readonly status: number | null;
  readonly requestId: string | null;
  /** Takes secrets out of the message. */
  readonly mask: (message: string) => string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly usageOf: (reply: JsonObject) => Usage;
}

/** A failure of ours, or of the model: too long a context and filtered content are answers that get graded. */
export type Classified =
  | {
      readonly kind: "answer";
      readonly finishReason: FinishReason;
      readonly raw: string;
      readonly status: number;
      readonly requestId: string | null;
    }
  | { readonly kind: "error"; readonly error: SendError };

/** Types anything that an SDK, undici or a reader of replies has thrown. */
export function classifyFailure(thrown: unknown, facts: FailureFacts): Classified {
  const failure = unwrap(thrown);
  const error = (
    kind: ErrorKind,
    retryable: boolean,
    message: string,
    more: ConstructorParameters<typeof SendError>[1] = {},
    status = facts.status,
  ) =>
    ({
      kind: "error",
      error: new SendError(
        { kind, message: oneLine(message, facts.mask), httpStatus: status, retryable },
        { requestId: facts.requestId, ...more },
      ),
    }) as const;

  if (failure instanceof HttpFailure) {
    const { status, headers } = failure;
    const requestId = requestIdOf(headers);
    const message = providerMessage(failure);
    const detail = objectOf(failure.json?.error) ?? failure.json;
    const raw = textOf(detail?.code) ?? textOf(detail?.type);
    const finishReason = CLIENT_ERRORS.has(status) ? modelsOwnFailure(raw, `${failure.body} ${message}`) : null;
    if (finishReason) return { kind: "answer", finishReason, raw: raw ?? finishReason, status, requestId };
    const { kind, retryable } = ofStatus(status);
    return error(
      kind,
      retryable,
      `${status} ${message}`,
      { requestId, retryAfterMs: retryAfterMs(headers, status, facts.now) },
      status,
    );
  }
  if (failure instanceof NetworkFailure) {
    const kind = /TIMEOUT|TIMEDOUT/.test(failure.code ?? "") ? "timeout" : "network";
    return error(kind, !isCertificate(failure.code), `no answer from ${failure.host}: ${failure.detail}`);
  }
  if (failure instanceof BadReply) {
    return error("bad_response", true, failure.message, { usage: failure.reply && facts.usageOf(failure.reply) });
  }
  if (failure instanceof StatedFailure) {
    const finishReason = modelsOwnFailure(textOf(failure.code), failure.message);
    if (finishReason) {
      const raw = textOf(failure.code) ?? failure.type ?? finishReason;
      return { kind: "answer", finishReason, raw, status: facts.status ?? 200, requestId: facts.requestId };
    }
    const { kind, retryable } = ofStated(failure);
    return error(kind, retryable, failure.message);
  }
  // Headers had come: what broke after them is the body.
  if (facts.status !== null)
    return error("bad_response", true, `the answer broke off or is not readable: ${messageOf(originOf(thrown))}`);
  if (/timed? ?out/i.test(messageOf(failure))) return error("timeout", true, messageOf(failure));
  // Nothing was sent: a header or an address that is none. Trying again would not help.
  return error("invalid_request", false, `the request could not be sent: ${messageOf(originOf(thrown))}`);
}

/** The id that support will ask for. */
export function requestIdOf(headers: HeaderReader): string | null {
  return headers.get("x-request-id") ?? headers.get("request-id") ?? headers.get("apim-request-id");
}

const CLIENT_ERRORS = new Set([400, 413, 422]);

const CONTEXT_LENGTH = [
  /context_length_exceeded|exceed_context_size_error/i,
  /prompt is too long/i,
  /maximum context length/i,
  /exceeds? (?:the )?(?:model'?s? |available )?context (?:window|limit|length|size)/i,
  /input token count .*exceeds the maximum/i,
];
const CONTENT_FILTER = [
  /"code"\s*:\s*"(?:content_filter|content_policy_violation)"/i,
  /ResponsibleAIPolicyViolation/,
  /blocked by content filtering policy/i,
];

/** A refusal to answer that tells of the prompt, not of us; null: it is none. */
function modelsOwnFailure(code: string | null, text: string): FinishReason | null {
  if (code === "content_filter" || code === "content_policy_violation") return "content_filter";
  if (code === "context_length_exceeded") return "context_length";
  if (CONTENT_FILTER.some((pattern) => pattern.test(text))) return "content_filter";
  return CONTEXT_LENGTH.some((pattern) => pattern.test(text)) ? "context_length" : null;
}

function ofStatus(status: number): { kind: ErrorKind; retryable: boolean } {
  // 402: no credit left. It is the account's, as a wrong key is, and stops the candidate as that does.
  if (status === 401 || status === 402 || status === 403) return { kind: "auth", retryable: false };
  if (status === 404) return { kind: "not_found", retryable: false };
  if (status === 408) return { kind: "timeout", retryable: true };
  if (status === 429) return { kind: "rate_limit", retryable: true };
  if (status === 503 || status === 529) return { kind: "overloaded", retryable: true };
  if (status === 409 || status === 425 || status >= 500) return { kind: "server", retryable: true };
  return { kind: "invalid_request", retryable: false };
}

const STATED_STATUS: readonly (readonly [RegExp, number])[] = [
  [/overloaded/, 529],
  [/rate_limit/, 429],
  [/authentication|permission|billing|invalid_api_key/, 401],
  [/not_found/, 404],
  [/timeout/, 408],
  [/invalid|unsupported|bio_policy|image_(?!file_not_found)|failed_to_download_image/, 400],
];

/** By the code that stands for a status, else by the words of code and type; a failure without either passes, perhaps. */
function ofStated(failure: StatedFailure): { kind: ErrorKind; retryable: boolean } {
  const status = Number(failure.code);
  if (Number.isInteger(status) && status >= 400 && status < 600) return ofStatus(status);
  for (const word of [textOf(failure.code), failure.type]) {
    const known = word && STATED_STATUS.find(([pattern]) => pattern.test(word));
    if (known) return ofStatus(known[1]);
  }
  return ofStatus(500);
}

function isCertificate(code: string | undefined): boolean {
  return code !== undefined && /^(ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(GET|VERIFY))/.test(code);
}

/** What we threw ourselves, out of what the SDK wrapped it in; what an SDK throws for an error in a stream. */
function unwrap(thrown: unknown): unknown {
  for (let at = thrown, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    if (
      at instanceof HttpFailure ||
      at instanceof NetworkFailure ||
      at instanceof BadReply ||
      at instanceof StatedFailure
    )
      return at;
    const stated = objectOf((at as { error?: unknown }).error);
    if (stated) return new StatedFailure(objectOf(stated.error) ?? stated);
  }
  return thrown;
}

function oneLine(text: string, mask: (message: string) => string): string {
  // Masked before it is cut: half a key would not be known as one.
  const line = mask(text.slice(0, LONGEST_READ)).replace(/\s+/g, " ").trim();
  return line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE - 1)}…` : line;
}
