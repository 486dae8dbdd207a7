import type { Message, ToolCall } from "../domain/message.ts";
import type { FinishReason } from "../domain/output.ts";

/** The finish reason with the tool calls seen: some servers say `stop` after a call, none says that a call is malformed. */
export function finishWithCalls(finish: FinishReason, calls: readonly ToolCall[]): FinishReason {
  // Cut off or filtered is why the arguments do not parse: it is said first.
  if (finish !== "stop" && finish !== "tool_calls" && finish !== "other") return finish;
  if (calls.some((call) => typeof call.arguments === "string")) return "malformed_tool_call";
  return finish === "stop" && calls.length > 0 ? "tool_calls" : finish;
}

/** Messages whose tool calls and answers all carry ids, which every API insists on: what is missing is numbered in order. */
export function withToolCallIds(messages: readonly Message[]): readonly Message[] {
  let number = 0;
  const waiting: string[] = [];
  return messages.map((message) => {
    if (message.toolCalls && message.toolCalls.length > 0) {
      const toolCalls = message.toolCalls.map((call) => ({ ...call, id: call.id ?? `call_${++number}` }));
      waiting.splice(0, waiting.length, ...toolCalls.map((call) => call.id));
      return { ...message, toolCalls };
    }
    if (message.role !== "tool") return message;
    const toolCallId = message.toolCallId ?? waiting[0] ?? `call_${++number}`;
    const at = waiting.indexOf(toolCallId);
    if (at >= 0) waiting.splice(at, 1);
    return { ...message, toolCallId };
  });
}

/** Arguments as JSON text; what a model wrote wrongly is sent back as it was. */
export function argumentsText(call: ToolCall): string {
  return typeof call.arguments === "string" ? call.arguments : JSON.stringify(call.arguments);
}
