import type { Case } from "../domain/case.ts";
import type { GradeContext } from "../domain/grader.ts";
import type { Json, JsonObject } from "../domain/json.ts";
import type { Message } from "../domain/message.ts";

/** What a grader's template sees: a prompt's variables, and the expected value. */
export function caseVars(testCase: Case, suiteVars: JsonObject, expected: Json | undefined): JsonObject {
  const { input } = testCase;
  const inputVars = typeof input === "object" && !Array.isArray(input) ? (input as JsonObject) : {};
  return {
    ...suiteVars,
    ...inputVars,
    ...testCase.vars,
    id: testCase.id,
    input: typeof input === "string" ? input : (input as JsonObject),
    tags: [...testCase.tags],
    metadata: testCase.metadata,
    ...(expected === undefined ? {} : { expected }),
  };
}

/** An input as text to read: a conversation line by line, an object as JSON. */
export function inputText({ input }: Case): string {
  if (typeof input === "string") return input;
  if (!Array.isArray(input)) return JSON.stringify(input, null, 2);
  return (input as readonly Message[]).map((message) => `${message.role}: ${messageText(message)}`).join("\n\n");
}

function messageText({ content }: Message): string {
  if (typeof content === "string") return content;
  return content.map((part) => (part.type === "text" ? part.text : "[image]")).join("\n");
}

/** The same context with another expected value. */
export function expecting(context: GradeContext, expected: Json | undefined): GradeContext {
  return { ...context, ask: (model, messages, options) => context.ask(model, messages, options), expected };
}
