import type { Message } from "../domain/message.ts";
import type { ModelRequest } from "../domain/request.ts";
import type { ModelSpec } from "../domain/suite.ts";
import { maxTokensOf } from "../plan/estimate.ts";
import type { Pricing } from "../provider/pricing.ts";
import { boundTokens } from "./bound-tokens.ts";

/** Tokens that an API adds around a message, and around them all. */
const FRAMING = 16;
/** The system prompt that comes with tools, and with a schema (Anthropic's for tools: up to 530). */
const TOOLS_PROMPT = 800;
const SCHEMA_PROMPT = 400;
/** What the adapter sends where nothing is stated: the API insists on a bound. */
export const ANTHROPIC_MAX_TOKENS = 4096;

/**
 * The most that one call can cost, USD: every text at its most tokens, every image at the most that its API counts,
 * all output tokens used, at the dearest of the prices that input can have (Anthropic takes more for writing its cache).
 * What a server adds by itself (a stored conversation, searches that it makes) cannot be known and is not in it.
 */
export function boundOf(request: ModelRequest, model: ModelSpec, pricing: Pricing): number {
  const inputTokens = mostInputTokens(request, model);
  const usage = {
    inputTokens,
    outputTokens: mostOutputTokens(request, model),
    cacheReadTokens: null,
    cacheWriteTokens: null,
    reasoningTokens: null,
  };
  const costs = [usage, { ...usage, cacheWriteTokens: inputTokens }, { ...usage, cacheReadTokens: inputTokens }].map(
    (one) => pricing.costOf(one),
  );
  // A price that is not known has no bound: no budget is large enough.
  return Math.max(...costs.map((cost) => cost ?? Number.POSITIVE_INFINITY));
}

/** An upper bound whatever the tokenizer is, images at the most that an API counts. */
export function mostInputTokens(request: ModelRequest, model: ModelSpec): number {
  const { messages, params, tools, outputSchema, embed = [] } = request;
  const json = (value: unknown) => boundTokens(JSON.stringify(value));
  return (
    FRAMING +
    embed.reduce((sum, text) => sum + FRAMING + boundTokens(text), 0) +
    messages.reduce((sum, message) => sum + mostOfMessage(message, model), 0) +
    // Prompts, tools and schemas may stand in params, too.
    json(params) +
    (tools.length > 0 || params.tools !== undefined ? TOOLS_PROMPT + json(tools) : 0) +
    (outputSchema === null ? 0 : SCHEMA_PROMPT + json(outputSchema))
  );
}

function mostOfMessage({ content, toolCalls, name }: Message, model: ModelSpec): number {
  const parts = typeof content === "string" ? [{ type: "text" as const, text: content }] : content;
  const said = parts.reduce(
    (sum, part) => sum + (part.type === "text" ? boundTokens(part.text) : mostOfImage(model)),
    0,
  );
  return (
    FRAMING + said + boundTokens(name ?? "") + (toolCalls === undefined ? 0 : boundTokens(JSON.stringify(toolCalls)))
  );
}

/**
 * Whatever its size: APIs scale images down. OpenAI counts at most 10,000 patches or 8 tiles, which are dear with
 * gpt-4o-mini alone (2,833 + 8 × 5,667); Anthropic at most 4,784; servers of open models mostly at most 16,384.
 */
function mostOfImage({ provider, model }: ModelSpec): number {
  if (provider === "anthropic") return 5_000;
  return model?.includes("gpt-4o-mini") ? 48_200 : 16_384;
}

/** Where several names of `max_tokens` stand, any of them may be the one that counts; `n` answers are paid for each. */
function mostOutputTokens(request: ModelRequest, { provider }: ModelSpec): number {
  if (request.embed !== undefined) return 0;
  const { max_tokens, n } = request.params;
  const stated = maxTokensOf(request) ?? 0;
  const most = provider === "anthropic" && max_tokens === undefined ? Math.max(stated, ANTHROPIC_MAX_TOKENS) : stated;
  return most * (typeof n === "number" && n > 1 ? n : 1);
}
