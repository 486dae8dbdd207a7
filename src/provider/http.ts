import * as z from "zod";
import { messageOf, UserError } from "../base/errors.ts";
import { snakeInput, snakeMessages } from "../base/snake-input.ts";
import { compileTemplate, TemplateError } from "../base/template.ts";
import type { Json, JsonObject } from "../domain/json.ts";
import type { Usage } from "../domain/output.ts";
import type { ModelRequest } from "../domain/request.ts";
import type { ModelSpec } from "../domain/suite.ts";
import { type AdapterTools, type ProviderDefinition, type SendContext, SendError, type Sent } from "./adapter.ts";
import { type BodyTemplate, compileBody } from "./body-template.ts";
import { classifyFailure, requestIdOf } from "./classify-failure.ts";
import { type HttpClient, openHttpClient } from "./http-client.ts";
import { compileReading, type Reading } from "./http-reading.ts";
import { plainText } from "./message-content.ts";
import { UNKNOWN_USAGE } from "./no-call.ts";
import { programCall } from "./program-request.ts";

const path = () => z.string().min(1);
const usage = z
  .strictObject({
    input_tokens: path().optional(),
    output_tokens: path().optional(),
    cache_read_tokens: path().optional(),
    cache_write_tokens: path().optional(),
    reasoning_tokens: path().optional(),
  })
  .describe("JMESPaths of token counts in the JSON answer");

const options = {
  url: path().describe("Where requests go; a Liquid template; environment variables may stand in it as in headers"),
  method: z.enum(["GET", "POST", "PUT", "PATCH"]).default("POST"),
  body: z
    .json()
    .optional()
    .describe(
      "JSON whose strings are Liquid templates; '{{ messages }}' alone gives the value itself. Default: the request",
    ),
  output: path().optional().describe("JMESPath of the text in the JSON answer; default: the whole body"),
  usage: usage.optional(),
};

/** Any endpoint that takes one request and gives one answer. */
export const http: ProviderDefinition = {
  type: "http",
  description: "any HTTP endpoint: url, method, headers, body template, output (JMESPath)",
  options,
  model: "optional",
  apiKeyEnv: null,
  cached: false,
  paths: [],

  async create(model, tools) {
    const settings = z.object(options).parse(model.options);
    const build = compileRequest(model, settings, tools);
    const reading = await compileReading(settings.output, settings.usage ?? {}, model.id);
    const client = await openHttpClient({ env: tools.env, headers: model.headers, authenticate: true });
    return {
      send: async (request, context) => send(client, build(request, context), reading, context, tools.mask),
      close: () => client.close(),
    };
  },
};

interface Outgoing {
  readonly url: string;
  readonly init: RequestInit;
}

async function send(
  client: HttpClient,
  outgoing: Outgoing,
  reading: Reading,
  context: SendContext,
  mask: (message: string) => string,
): Promise<Sent> {
  let status: number | null = null;
  let requestId: string | null = null;
  let usage: Usage = UNKNOWN_USAGE;
  try {
    const response = await client.fetch(outgoing.url, { ...outgoing.init, signal: context.signal });
    status = response.status;
    requestId = requestIdOf(response.headers);
    const body = await response.text();
    usage = reading.usage(body);
    return { answer: answerOf(reading.text(body), null), usage, httpStatus: status, requestId };
  } catch (thrown) {
    if (context.signal.aborted) throw thrown;
    const failure = classifyFailure(thrown, { status, requestId, mask, now: Date.now(), usageOf: () => usage });
    if (failure.kind === "error") throw failure.error;
    const answer = { ...answerOf("", failure.raw), finishReason: failure.finishReason };
    return { answer, usage: UNKNOWN_USAGE, httpStatus: failure.status, requestId: failure.requestId };
  }
}

function answerOf(text: string, raw: string | null): Sent["answer"] {
  return { text, toolCalls: [], finishReason: "stop", rawFinishReason: raw, responseId: null };
}

type BuildRequest = (request: ModelRequest, context: SendContext) => Outgoing;

function compileRequest(
  model: ModelSpec,
  settings: { url: string; method: string; body?: Json | undefined },
  tools: AdapterTools,
): BuildRequest {
  if (!/^https?:\/\/|^\s*\{\{/.test(settings.url))
    throw new UserError("invalid_url", `model ${model.id}: \`url\` should start with http:// or https://`);
  const url = compiled("url", model.id, () => compileTemplate(settings.url));
  const body = compiled("body", model.id, () => (settings.body === undefined ? null : compileBody(settings.body)));
  const key: Record<string, string> = tools.apiKey === null ? {} : { authorization: `Bearer ${tools.apiKey}` };
  return (request, context) => {
    const vars = templateVars(model, request, context);
    const method = settings.method;
    const content = method === "GET" ? null : rendered("body", () => renderBody(body, vars, request, context));
    const type: Record<string, string> = content === null ? {} : { "content-type": content.type };
    return {
      url: rendered("url", () => url.render(vars)),
      init: {
        method,
        headers: { accept: "*/*", ...key, ...type },
        ...(content === null ? {} : { body: content.text }),
      },
    };
  };
}

/** What templates see: the case's variables, then what every case has, which wins. */
function templateVars(model: ModelSpec, request: ModelRequest, context: SendContext): JsonObject {
  const { id, tags, metadata, vars } = context.case;
  const lastUser = request.messages.findLast((message) => message.role === "user");
  return {
    ...vars,
    vars,
    id,
    tags: [...tags],
    metadata,
    input: snakeInput(request.input),
    messages: snakeMessages(request.messages),
    prompt: lastUser === undefined ? "" : plainText(lastUser.content),
    params: request.params,
    model: model.model,
    repeat: context.repeat,
    seed: context.seed,
  };
}

function renderBody(
  body: BodyTemplate | null,
  vars: JsonObject,
  request: ModelRequest,
  context: SendContext,
): { text: string; type: string } {
  const value = body === null ? programCall(request, context).request : body(vars);
  if (typeof value !== "string") return { text: JSON.stringify(value), type: "application/json" };
  // A body written as one text may be JSON by hand.
  return { text: value, type: /^\s*[[{]/.test(value) ? "application/json" : "text/plain; charset=utf-8" };
}

function compiled<T>(key: string, id: string, compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    throw new UserError("invalid_template", `model ${id}: \`${key}\` is no valid template: ${messageOf(error)}`);
  }
}

/** A variable that a case lacks is the case's fault or the suite's: another attempt would not mend it. */
function rendered<T>(key: string, render: () => T): T {
  try {
    return render();
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new SendError({
      kind: "invalid_request",
      message: `\`${key}\`: ${error.message}`,
      httpStatus: null,
      retryable: false,
    });
  }
}
