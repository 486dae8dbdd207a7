import type { Case } from "../../domain/case.ts";
import type { Json } from "../../domain/json.ts";
import type { Message } from "../../domain/message.ts";
import type { Output } from "../../domain/output.ts";
import { excerpt } from "../../report/safe-text.ts";

const INPUT = 160;
const SHORT = 80;

/** What a case is asked, on one line: of a conversation its last message, of one variable its text. */
export function inputPreview({ input }: Case): string {
  if (typeof input === "string") return excerpt(input, INPUT);
  if (Array.isArray(input)) return excerpt(messageText((input as readonly Message[]).at(-1)), INPUT);
  const values = Object.values(input);
  const [only] = values;
  return valuePreview(values.length === 1 && typeof only === "string" ? only : (input as Json), INPUT);
}

/** null: the dataset states none. */
export function expectedPreview({ expected }: Case): string | null {
  return expected === undefined ? null : valuePreview(expected, SHORT);
}

/** An answer on one line; the tools that it calls where it says nothing; "" where there is none. */
export function answerPreview(output: Output): string {
  if (output.status === "error") return "";
  const { text, toolCalls } = output.answer;
  if (text.trim() !== "" || toolCalls.length === 0) return excerpt(text, SHORT);
  const calls = toolCalls.map(({ name, arguments: given }) => `${name}(${valuePreview(given, SHORT)})`);
  return excerpt(calls.join(", "), SHORT);
}

function messageText(message: Message | undefined): string {
  if (message === undefined) return "";
  if (typeof message.content === "string") return message.content;
  return message.content.map((part) => (part.type === "text" ? part.text : "[image]")).join(" ");
}

function valuePreview(value: Json, columns: number): string {
  return excerpt(typeof value === "string" ? value : JSON.stringify(value), columns);
}
