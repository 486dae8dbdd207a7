import { snakeInput, snakeMessages } from "../base/snake-input.ts";
import type { Case } from "../domain/case.ts";
import type { Json, JsonObject } from "../domain/json.ts";
import type { ModelRequest } from "../domain/request.ts";
import type { SendContext } from "./adapter.ts";

/** What a user's program is told of the call: snake_case, and a copy, so that it can change nothing of ours. */
export interface ProgramCall {
  readonly request: JsonObject;
  readonly context: JsonObject;
}

/** `{messages, input, params, tools, output_schema}` and `{case, repeat, seed}`; never `expected`. */
export function programCall(request: ModelRequest, context: SendContext): ProgramCall {
  return copyOf({
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

/** Of JSON, which is all there is: several times as fast as `structuredClone`. */
function copyOf<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copyOf) as T;
  if (value === null || typeof value !== "object") return value;
  const copy = { ...value } as Record<string, unknown>;
  for (const key of Object.keys(copy)) copy[key] = copyOf(copy[key]);
  return copy as T;
}

/** The case as a program may see it: without the answer. */
function programCase({ id, input, tags, metadata, vars }: Case): JsonObject {
  return { id, input: snakeInput(input), tags: [...tags], metadata, vars };
}
