import { toSnakeKeys } from "../base/keys.ts";
import type { Case, CaseInput } from "../domain/case.ts";
import type { Json, JsonObject } from "../domain/json.ts";
import type { Message } from "../domain/message.ts";
import type { ModelRequest } from "../domain/request.ts";
import type { SendContext } from "./adapter.ts";

/** What a user's program is told of the call: snake_case, and a copy, so that it can change nothing of ours. */
export interface ProgramCall {
  readonly request: JsonObject;
  readonly context: JsonObject;
}

/** `{messages, input, params, tools, output_schema}` and `{case, repeat, seed}`; never `expected`. */
export function programCall(request: ModelRequest, context: SendContext): ProgramCall {
  return structuredClone({
    request: {
      messages: snakeMessages(request.messages),
      input: snakeInput(request.input),
      params: request.params,
      tools: request.tools as unknown as Json,
      tool_choice: request.toolChoice as Json,
      output_schema: request.outputSchema as unknown as Json,
      ...(request.embed === undefined ? {} : { embed: [...request.embed] }),
    },
    context: { case: programCase(context.case), repeat: context.repeat, seed: context.seed },
  });
}

/** The case as a program may see it: without the answer. */
function programCase({ id, input, tags, metadata, vars }: Case): JsonObject {
  return { id, input: snakeInput(input), tags: [...tags], metadata, vars };
}

export function snakeInput(input: CaseInput): Json {
  return Array.isArray(input) ? snakeMessages(input as readonly Message[]) : (input as Json);
}

// A tool call's arguments are the user's own data.
const MESSAGE_RULES = { opaque: new Set(["arguments"]), maps: new Set<string>() };

export function snakeMessages(messages: readonly Message[]): Json {
  return toSnakeKeys(messages, MESSAGE_RULES);
}
