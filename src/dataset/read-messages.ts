import { readToolCall } from "../base/read-tool-call.ts";
import { kindOf } from "../base/rows/jsonl.ts";
import { isJsonObject } from "../base/rows/row.ts";
import type { Json, JsonObject } from "../domain/json.ts";
import type { ContentPart, Message, Role, ToolCall } from "../domain/message.ts";

const ROLES: ReadonlySet<string> = new Set<Role>(["system", "user", "assistant", "tool"]);

/** Takes what is wrong: where in the line, and what. */
export type Complain = (path: string, message: string) => void;

/** Chat messages as a line states them, in snake_case; null when something is wrong, which `complain` was told. */
export function readMessages(list: readonly Json[], path: string, complain: Complain): readonly Message[] | null {
  if (list.length === 0) {
    complain(path, "is an empty list: a chat has at least one message");
    return null;
  }
  const messages: Message[] = [];
  for (const [index, item] of list.entries()) {
    const message = readMessage(item, `${path}[${index}]`, complain);
    if (message !== null) messages.push(message);
  }
  return messages.length === list.length ? messages : null;
}

function readMessage(item: Json, path: string, complain: Complain): Message | null {
  if (!isJsonObject(item)) {
    complain(path, `is ${kindOf(item)}: a list as input is chat messages, {role, content} each`);
    return null;
  }
  const { role } = item;
  if (typeof role !== "string" || !ROLES.has(role)) {
    complain(`${path}.role`, `should be system, user, assistant or tool, not ${JSON.stringify(role) ?? "absent"}`);
    return null;
  }
  const toolCalls = readToolCalls(item.tool_calls ?? null, `${path}.tool_calls`, complain);
  if (toolCalls === null) return null;
  const content = readContent(item.content ?? (toolCalls.length > 0 ? "" : null), `${path}.content`, complain);
  if (content === null) return null;
  const { name, tool_call_id: toolCallId } = item;
  return {
    role: role as Role,
    content,
    ...(toolCalls.length > 0 ? { toolCalls } : {}),
    ...(typeof toolCallId === "string" ? { toolCallId } : {}),
    ...(typeof name === "string" ? { name } : {}),
  };
}

function readToolCalls(value: Json, path: string, complain: Complain): readonly ToolCall[] | null {
  if (value === null) return [];
  const calls = Array.isArray(value) ? value.map(readToolCall) : [null];
  const wrong = calls.indexOf(null);
  if (wrong === -1) return calls as ToolCall[];
  complain(
    Array.isArray(value) ? `${path}[${wrong}]` : path,
    "should be {id, name, arguments}, the arguments an object or its JSON",
  );
  return null;
}

function readContent(value: Json, path: string, complain: Complain): string | readonly ContentPart[] | null {
  if (typeof value === "string") return value;
  if (!Array.isArray(value)) {
    complain(path, `should be text or a list of parts, not ${kindOf(value)}`);
    return null;
  }
  const parts = value.map((part) => (isJsonObject(part) ? readPart(part) : null));
  const wrong = parts.indexOf(null);
  if (wrong === -1) return parts as ContentPart[];
  complain(
    `${path}[${wrong}]`,
    'should be {type: "text", text} or {type: "image", url} (or media_type and base64 data)',
  );
  return null;
}

/** Our own parts, and the `image_url` part of the OpenAI API, which many datasets hold. */
function readPart(part: JsonObject): ContentPart | null {
  const { type, text, url, data, media_type: mediaType } = part;
  if (type === "text" && typeof text === "string") return { type, text };
  if (type === "image" && typeof url === "string") return readImage(url);
  if (type === "image" && typeof data === "string" && typeof mediaType === "string") return { type, mediaType, data };
  if (type !== "image_url") return null;
  const reference = isJsonObject(part.image_url) ? part.image_url.url : part.image_url;
  return typeof reference === "string" ? readImage(reference) : null;
}

function readImage(url: string): ContentPart {
  const [, mediaType, data] = /^data:([^;,]+);base64,(.*)$/s.exec(url) ?? [];
  return mediaType !== undefined && data !== undefined ? { type: "image", mediaType, data } : { type: "image", url };
}
