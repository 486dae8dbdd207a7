import type { JsonObject } from "../domain/json.ts";
import type { ToolDefinition } from "../domain/message.ts";
import type { ContentTemplate, MessageTemplate, PromptSpec } from "../domain/suite.ts";
import type { ResolvePath } from "./normalise-model.ts";
import type { ReadMessage, ReadPrompt, ReadSending } from "./read-prompts.ts";

const NO_ARGUMENTS: JsonObject = { type: "object", properties: {} };

/** What a prompt does not say itself, the suite says for it. */
export function normalisePrompt(shape: ReadPrompt, common: ReadSending, resolvePath: ResolvePath): PromptSpec {
  return {
    id: shape.id,
    messages: shape.messages.map((message) => normaliseMessage(message, resolvePath)),
    tools: (shape.tools ?? common.tools ?? []).map(normaliseTool),
    toolChoice: shape.tool_choice ?? common.tool_choice ?? null,
    outputSchema: shape.output_schema ?? common.output_schema ?? null,
  };
}

/**
 * A suite without prompts that states tools or an output schema still has to send them: its one prompt is the bare
 * input, and its candidates are named as if there were none.
 */
export function bareInputPrompt(common: ReadSending): ReadPrompt[] {
  const states = common.tools ?? common.tool_choice ?? common.output_schema;
  return states === undefined ? [] : [{ id: "input", messages: ["input"], output_schema: undefined }];
}

function normaliseMessage(message: ReadMessage, resolvePath: ResolvePath): MessageTemplate | "input" {
  if (message === "input") return message;
  const { role, content, name } = message;
  const parts = typeof content === "string" ? content : content.map((part) => normalisePart(part, resolvePath));
  return name === undefined ? { role, content: parts } : { role, content: parts, name };
}

function normalisePart(
  part: Exclude<Exclude<ReadMessage, "input">["content"], string>[number],
  resolvePath: ResolvePath,
): ContentTemplate {
  if (part.type === "text") return part;
  return part.path === undefined
    ? { type: "image", url: part.url ?? "" }
    : { type: "image", path: resolvePath(part.path) };
}

type ToolShape = NonNullable<ReadPrompt["tools"]>[number];

function normaliseTool({ name, description, parameters, strict }: ToolShape): ToolDefinition {
  return {
    name,
    parameters: (parameters as JsonObject | undefined) ?? NO_ARGUMENTS,
    ...(description === undefined ? {} : { description }),
    ...(strict === undefined ? {} : { strict }),
  };
}
