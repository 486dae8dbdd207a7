import type { ToolCall } from "../../../domain/message.ts";
import { visibleText } from "../../../report/safe-text.ts";
import { LongText } from "../../parts/long-text.tsx";

/** Tools that were called; their arguments behind a fold. */
export function ToolCalls({ calls }: { calls: readonly ToolCall[] }) {
  return (
    <>
      {calls.map((call, at) => (
        <details key={at} class="tool-call">
          <summary>
            Tool call <code class="text">{visibleText(call.name)}</code>{" "}
            <span class="muted text">{argumentsPreview(call)}</span>
          </summary>
          {call.id !== null && <p class="muted small">id {visibleText(call.id)}</p>}
          {typeof call.arguments === "string" ? (
            <>
              <p class="small">The arguments are no JSON object:</p>
              <LongText text={call.arguments} />
            </>
          ) : (
            <LongText text={JSON.stringify(call.arguments, null, 2)} class="json" />
          )}
        </details>
      ))}
    </>
  );
}

const PREVIEW = 60;

function argumentsPreview({ arguments: given }: ToolCall): string {
  const text = visibleText((typeof given === "string" ? given : JSON.stringify(given)).slice(0, PREVIEW + 1));
  return text.length > PREVIEW ? `${text.slice(0, PREVIEW)}…` : text;
}
