import type { Json, JsonObject } from "../../domain/json.ts";
import type { Message, ToolChoice, ToolDefinition } from "../../domain/message.ts";
import type { ModelRequest } from "../../domain/request.ts";
import type { ModelSpec } from "../../domain/suite.ts";
import { imageUrl, plainText, renameMaxTokens } from "../message-content.ts";
import { argumentsText, withToolCallIds } from "../tool-call.ts";
import { objectOf } from "../wire-value.ts";

/** The body of a Responses request. What `params` state stands as written. */
export function responsesRequest(request: ModelRequest, model: ModelSpec): JsonObject {
  const { outputSchema, toolChoice } = request;
  const { text, ...params } = renameMaxTokens(request.params, "max_output_tokens");
  const tools = [...(Array.isArray(params.tools) ? params.tools : []), ...request.tools.map(toTool)];
  const format = outputSchema ? { format: { type: "json_schema", ...outputSchema } } : {};
  // `text` has other settings (verbosity) beside the format.
  const texts = { ...format, ...objectOf(text) };
  return {
    ...(toolChoice ? { tool_choice: toToolChoice(toolChoice) } : {}),
    ...params,
    ...(Object.keys(texts).length > 0 ? { text: texts } : {}),
    ...(tools.length > 0 ? { tools } : {}),
    model: model.model ?? "",
    input: withToolCallIds(request.messages).flatMap(toItems),
  };
}

function toItems(message: Message): JsonObject[] {
  const { role, content, toolCalls, toolCallId } = message;
  if (role === "tool") return [{ type: "function_call_output", call_id: toolCallId ?? "", output: plainText(content) }];
  if (role !== "assistant") return [{ role, content: toContent(content) }];
  const text = plainText(content);
  const calls = (toolCalls ?? []).map((call) => ({
    type: "function_call",
    call_id: call.id,
    name: call.name,
    arguments: argumentsText(call),
  }));
  return text === "" && calls.length > 0 ? calls : [{ role, content: text }, ...calls];
}

function toContent(content: Message["content"]): Json {
  if (typeof content === "string") return content;
  return content.map((part) =>
    part.type === "text"
      ? { type: "input_text", text: part.text }
      : { type: "input_image", detail: "auto", image_url: imageUrl(part) },
  );
}

function toTool(tool: ToolDefinition): JsonObject {
  const { name, description, parameters, strict } = tool;
  return {
    type: "function",
    name,
    ...(description === undefined ? {} : { description }),
    parameters,
    // Left out, this API would take it for true, and Chat Completions for false: both candidates are to be asked alike.
    strict: strict ?? false,
  };
}

function toToolChoice(choice: ToolChoice): Json {
  return typeof choice === "string" ? choice : { type: "function", name: choice.name };
}
