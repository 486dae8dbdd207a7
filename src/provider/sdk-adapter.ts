import type { JsonObject } from "../domain/json.ts";
import type { Answer, CallError, Usage } from "../domain/output.ts";
import type { ModelRequest } from "../domain/request.ts";
import type { ModelSpec } from "../domain/suite.ts";
import { type Adapter, type AdapterTools, type SendContext, SendError } from "./adapter.ts";
import { classifyFailure, requestIdOf } from "./classify-failure.ts";
import { type HttpClient, openHttpClient } from "./http-client.ts";
import { BadReply, StatedFailure } from "./http-failure.ts";
import { UNKNOWN_USAGE } from "./no-call.ts";
import { objectOf } from "./wire-value.ts";

/** One API's own form: how a request is written and how a reply is read. */
export interface WireApi {
  readonly path: string;
  /** false: it never streams, whatever the model says. */
  readonly streams?: false;
  request(request: ModelRequest, model: ModelSpec): JsonObject;
  /** Throws `BadReply` where there is no answer in it. */
  answer(reply: JsonObject): Answer;
  usage(reply: JsonObject): Usage;
  collect(): Collector;
}

/** Puts the events of a stream together into the reply that the API would have sent at once. */
export interface Collector {
  /** True when the event carried content: text or a piece of a tool call. */
  add(event: JsonObject): boolean;
  /** null: the stream has not come to its end. */
  reply(): JsonObject | null;
}

/** What both SDKs' clients can do. */
export interface SdkClient {
  post<T>(path: string, options: PostOptions): PromiseLike<T> & { asResponse(): Promise<Response> };
}
interface PostOptions {
  body: JsonObject;
  stream: boolean;
  signal: AbortSignal;
  timeout: number;
}

export interface SdkOptions {
  readonly apiKey: string;
  readonly http: HttpClient;
  readonly timeoutMs: number;
}

/** The longest that a timer can wait. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** An adapter over an SDK's client: `post` sends as the SDK does, without what its methods print and refuse on their own. */
export async function sdkAdapter(
  chat: WireApi,
  model: ModelSpec,
  tools: AdapterTools,
  makeClient: (options: SdkOptions) => Promise<SdkClient>,
  embeddings: WireApi | null = null,
): Promise<Adapter> {
  const http = await openHttpClient({ env: tools.env, headers: model.headers, authenticate: tools.apiKey !== null });
  // The attempt's signal is what ends a call; the SDKs' own timers must only never be first.
  const timeout = Math.min(tools.timeoutMs + 60_000, LONGEST_TIMER_MS);
  // The SDKs want a key, and look for one in the environment when they get none: the client takes this one out again.
  const client = await makeClient({ apiKey: tools.apiKey ?? "none", http, timeoutMs: timeout });

  return {
    async send(request, context) {
      const api = request.embed === undefined ? chat : embeddings;
      if (api === null) throw new SendError(noEmbeddings(model));
      const stream = model.stream && api.streams !== false;
      let status: number | null = null;
      let requestId: string | null = null;
      try {
        const written = api.request(request, model);
        const body = api.streams === false ? written : { ...written, stream };
        const pending = client.post<unknown>(api.path, { body, stream, signal: context.signal, timeout });
        const response = await pending.asResponse();
        status = response.status;
        requestId = requestIdOf(response.headers);
        const received = await pending;
        const reply = wholeReply(stream ? await collect(received, api.collect(), context) : received);
        return { answer: api.answer(reply), usage: api.usage(reply), httpStatus: status, requestId };
      } catch (thrown) {
        if (context.signal.aborted) throw thrown;
        const failure = classifyFailure(thrown, {
          status,
          requestId,
          mask: tools.mask,
          now: Date.now(),
          usageOf: api.usage,
        });
        if (failure.kind === "error") throw failure.error;
        const answer = {
          text: "",
          toolCalls: [],
          finishReason: failure.finishReason,
          rawFinishReason: failure.raw,
          responseId: null,
        };
        return { answer, usage: UNKNOWN_USAGE, httpStatus: failure.status, requestId: failure.requestId };
      }
    },
    close: () => http.close(),
  };
}

/** Stops the model: asking again would give the same. */
function noEmbeddings({ provider }: ModelSpec): CallError {
  return { kind: "invalid_request", message: `${provider} gives no embeddings`, httpStatus: null, retryable: false };
}

function wholeReply(received: unknown): JsonObject {
  const reply = objectOf(received);
  // The SDKs hand back the text of a body that does not call itself JSON, and nothing for an empty one.
  if (!reply)
    throw new BadReply(typeof received === "string" ? `the answer is not JSON: ${received}` : "the answer is empty");
  const error = objectOf(reply.error);
  if (error) throw new StatedFailure(error);
  return reply;
}

async function collect(received: unknown, collector: Collector, context: SendContext): Promise<JsonObject> {
  let events = 0;
  for await (const event of received as AsyncIterable<unknown>) {
    events += 1;
    context.progress();
    const read = objectOf(event);
    if (read && collector.add(read)) context.firstToken();
  }
  const reply = collector.reply();
  if (!reply)
    throw new BadReply(
      events === 0 ? "the answer is no event stream, or an empty one" : "the stream ended before its finish",
    );
  return reply;
}
