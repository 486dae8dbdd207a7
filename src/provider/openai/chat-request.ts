import type { Json, JsonObject } from "../../domain/json.ts";
import type { ContentPart, Message, ToolChoice, ToolDefinition } from "../../domain/message.ts";
import type { ModelRequest } from "../../domain/request.ts";
import type { ModelSpec } from "../../domain/suite.ts";
import { imageUrl, plainText, renameMaxTokens } from "../message-content.ts";
import { argumentsText, withToolCallIds } from "../tool-call.ts";

/** The body of a Chat Completions request. What `params` state stands as written. */
export function chatRequest(request: ModelRequest, model: ModelSpec): JsonObject {
  const { outputSchema, toolChoice, logprobs } = request;
  const given = request.params;
  const params = given.max_tokens === undefined ? given : renameMaxTokens(given, maxTokensName(model.baseUrl));
  const tools = [...(Array.isArray(params.tools) ? params.tools : []), ...request.tools.map(toTool)];
  return {
    ...(outputSchema ? { response_format: { type: "json_schema", json_schema: { ...outputSchema } } } : {}),
    ...(toolChoice ? { tool_choice: toToolChoice(toolChoice) } : {}),
    // Without it a stream tells no usage.
    ...(model.stream ? { stream_options: { include_usage: true } } : {}),
    ...(logprobs === undefined ? {} : { logprobs: true, top_logprobs: logprobs }),
    ...params,
    ...(tools.length > 0 ? { tools } : {}),
    model: model.model ?? "",
    messages: withToolCallIds(request.messages).map(toMessage),
  };
}

/**
 * OpenAI's own hosts want `max_completion_tokens`, and refuse `max_tokens` for reasoning models. Local and most compatible
 * servers know `max_tokens` alone; one that wants the other name gets it by writing it in `params`.
 */
function maxTokensName(baseUrl: string | null): string {
  if (baseUrl === null) return "max_completion_tokens";
  const host = new URL(baseUrl).hostname;
  return host === "api.openai.com" || host.endsWith(".api.openai.com") ? "max_completion_tokens" : "max_tokens";
}

function toMessage(message: Message): JsonObject {
  const { role, content, toolCalls, toolCallId, name } = message;
  if (role === "tool") return { role, tool_call_id: toolCallId ?? "", content: plainText(content) };
  const named = name === undefined ? {} : { name };
  if (role !== "assistant") return { role, content: toContent(content), ...named };
  const text = plainText(content);
  if (!toolCalls || toolCalls.length === 0) return { role, content: text, ...named };
  const calls = toolCalls.map((call) => ({
    id: call.id,
    type: "function",
    function: { name: call.name, arguments: argumentsText(call) },
  }));
  return { role, content: text === "" ? null : text, tool_calls: calls, ...named };
}

function toContent(content: Message["content"]): Json {
  return typeof content === "string" ? content : content.map(toPart);
}

function toPart(part: ContentPart): JsonObject {
  return part.type === "text"
    ? { type: "text", text: part.text }
    : { type: "image_url", image_url: { url: imageUrl(part) } };
}

function toTool(tool: ToolDefinition): JsonObject {
  const { name, description, parameters, strict } = tool;
  return {
    type: "function",
    function: {
      name,
      ...(description === undefined ? {} : { description }),
      parameters,
      ...(strict === undefined ? {} : { strict }),
    },
  };
}

function toToolChoice(choice: ToolChoice): Json {
  return typeof choice === "string" ? choice : { type: "function", function: { name: choice.name } };
}
