import { parseArguments } from "../../base/read-tool-call.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { ContentPart, Message, ToolCall, ToolChoice, ToolDefinition } from "../../domain/message.ts";
import type { ModelRequest } from "../../domain/request.ts";
import type { ModelSpec } from "../../domain/suite.ts";
import { plainText } from "../message-content.ts";
import { withToolCallIds } from "../tool-call.ts";
import { objectOf } from "../wire-value.ts";

/** The API insists on a bound. */
const DEFAULT_MAX_TOKENS = 4096;

/** The body of a Messages request. What `params` state stands as written. */
export function messagesRequest(request: ModelRequest, model: ModelSpec): JsonObject {
  const { outputSchema, toolChoice } = request;
  const { output_config, ...params } = request.params;
  const tools = [...(Array.isArray(params.tools) ? params.tools : []), ...request.tools.map(toTool)];
  // The API's own structured output; it has no name and is always strict. `output_config` has other settings (effort), too.
  const format = outputSchema ? { format: { type: "json_schema", schema: outputSchema.schema } } : {};
  const config = { ...format, ...objectOf(output_config) };
  const system = request.messages
    .filter((message) => message.role === "system")
    .map((message) => plainText(message.content));
  return {
    max_tokens: DEFAULT_MAX_TOKENS,
    ...(toolChoice ? { tool_choice: toToolChoice(toolChoice) } : {}),
    ...params,
    ...(Object.keys(config).length > 0 ? { output_config: config } : {}),
    ...(tools.length > 0 ? { tools } : {}),
    ...(system.length > 0 ? { system: system.join("\n\n") } : {}),
    model: model.model ?? "",
    messages: toMessages(withToolCallIds(request.messages)),
  };
}

function toMessages(messages: readonly Message[]): JsonObject[] {
  const result: JsonObject[] = [];
  let results: JsonObject[] | null = null;
  for (const message of messages) {
    if (message.role === "system") continue;
    if (message.role === "tool") {
      // All results of one turn have to stand in one user message.
      if (results === null) {
        results = [];
        result.push({ role: "user", content: results });
      }
      results.push({ type: "tool_result", tool_use_id: message.toolCallId ?? "", content: toContent(message.content) });
      continue;
    }
    results = null;
    result.push({
      role: message.role,
      content: message.role === "assistant" ? spoken(message) : toContent(message.content),
    });
  }
  return result;
}

/** What the assistant said and called. Empty texts are left out beside calls: the API refuses them. */
function spoken(message: Message): string | JsonObject[] {
  const text = plainText(message.content);
  const calls = message.toolCalls ?? [];
  if (calls.length === 0) return text;
  return [...(text === "" ? [] : [{ type: "text", text }]), ...calls.map(toToolUse)];
}

function toToolUse(call: ToolCall): JsonObject {
  const made = typeof call.arguments === "string" ? parseArguments(call.arguments) : call.arguments;
  // The API takes objects alone.
  return {
    type: "tool_use",
    id: call.id,
    name: call.name,
    input: typeof made === "string" ? { arguments: made } : made,
  };
}

function toContent(content: Message["content"]): string | JsonObject[] {
  return typeof content === "string" ? content : content.map(toPart);
}

function toPart(part: ContentPart): JsonObject {
  if (part.type === "text") return { type: "text", text: part.text };
  if ("data" in part) return image(part.mediaType, part.data);
  // The API fetches http(s) alone: a data URL has to be taken apart.
  const inline = /^data:([^;,]+);base64,(.*)$/s.exec(part.url);
  return inline ? image(inline[1] ?? "", inline[2] ?? "") : { type: "image", source: { type: "url", url: part.url } };
}

function image(mediaType: string, data: string): JsonObject {
  return { type: "image", source: { type: "base64", media_type: mediaType, data } };
}

function toTool(tool: ToolDefinition): JsonObject {
  const { name, description, parameters, strict } = tool;
  return {
    name,
    ...(description === undefined ? {} : { description }),
    input_schema: parameters,
    ...(strict === undefined ? {} : { strict }),
  };
}

function toToolChoice(choice: ToolChoice): JsonObject {
  if (typeof choice !== "string") return { type: "tool", name: choice.name };
  return { type: choice === "required" ? "any" : choice };
}
