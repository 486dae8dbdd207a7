import type { JsonObject } from "../domain/json.ts";
import type { ContentPart, Message } from "../domain/message.ts";

/** The text of a message, its parts joined; images are left out. */
export function plainText(content: Message["content"]): string {
  return typeof content === "string"
    ? content
    : content.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("");
}

/** The URL of an image: its own, or a data URL. */
export function imageUrl(part: Extract<ContentPart, { type: "image" }>): string {
  return "url" in part ? part.url : `data:${part.mediaType};base64,${part.data}`;
}

/**
 * Parameters as written, but `max_tokens` under the name that the API wants. Where both names stand, the API's own is sent
 * (`max_tokens` may be there for the budget alone).
 */
export function renameMaxTokens(params: JsonObject, name: string): JsonObject {
  if (name === "max_tokens" || params.max_tokens === undefined) return params;
  const { max_tokens, ...rest } = params;
  return { [name]: max_tokens, ...rest };
}
