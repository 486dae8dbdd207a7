import type { JsonObject } from "../../../domain/json.ts";
import type { ContentPart, Message, ToolCall } from "../../../domain/message.ts";
import type { ViewerCase } from "../../../domain/viewer.ts";
import { visibleText } from "../../../report/safe-text.ts";
import { LongText } from "../../parts/long-text.tsx";
import { ToolCalls } from "./tool-calls.tsx";

/** What the candidates were asked: text, a conversation, or variables. */
export function CaseInput({ input }: Pick<ViewerCase["case"], "input">) {
  if (typeof input === "string") return <LongText text={input} />;
  if (!Array.isArray(input)) return <JsonText value={input as JsonObject} />;
  return (
    <ol class="messages">
      {(input as readonly Message[]).map((message, at) => (
        <li key={at} class={`message message-${message.role}`}>
          <p class="role">
            {message.role}
            {message.name !== undefined && <span class="muted"> {visibleText(message.name)}</span>}
            {message.toolCallId !== undefined && (
              <span class="muted"> answers call {visibleText(message.toolCallId)}</span>
            )}
          </p>
          <MessageContent content={message.content} />
          <ToolCalls calls={message.toolCalls ?? NO_CALLS} />
        </li>
      ))}
    </ol>
  );
}

const NO_CALLS: readonly ToolCall[] = [];

export function JsonText({ value }: { value: unknown }) {
  return <LongText text={JSON.stringify(value, null, 2)} class="json" />;
}

function MessageContent({ content }: Pick<Message, "content">) {
  if (typeof content === "string") return content === "" ? null : <LongText text={content} />;
  return (
    <>
      {content.map((part, at) => (
        <Part key={at} part={part} />
      ))}
    </>
  );
}

/** Kinds that browsers draw without running anything; an SVG in an image runs no script either, but may be a maze. */
const DRAWN = /^image\/(png|jpeg|gif|webp|avif|bmp)$/;

/** An image is drawn where its bytes came with the case; an address is text: nothing is fetched. */
function Part({ part }: { part: ContentPart }) {
  if (part.type === "text") return <LongText text={part.text} />;
  if ("url" in part)
    return (
      <p class="text">
        [image, not loaded] <code>{visibleText(part.url)}</code>
      </p>
    );
  if (!DRAWN.test(part.mediaType)) return <p class="text">[image of type {visibleText(part.mediaType)}, not drawn]</p>;
  return <img class="case-image" src={`data:${part.mediaType};base64,${part.data}`} alt="part of the input" />;
}
