import { snakeInput } from "../../base/snake-input.ts";
import type { GradeContext } from "../../domain/grader.ts";
import type { Json, JsonObject } from "../../domain/json.ts";

/**
 * What a user's own grader is told beside the text: snake_case, and a copy, so that it can change nothing of ours.
 * `expected` is absent where there is none.
 */
export function graderCall(context: GradeContext, options: Json | undefined): JsonObject {
  const { case: testCase, expected, answer, usage } = context;
  const ofCase = testCase.expected === undefined ? {} : { expected: testCase.expected };
  return structuredClone({
    case: {
      id: testCase.id,
      input: snakeInput(testCase.input),
      ...ofCase,
      tags: [...testCase.tags],
      metadata: testCase.metadata,
      vars: testCase.vars,
    },
    ...(expected === undefined ? {} : { expected }),
    candidate: context.candidate,
    repeat: context.repeat,
    answer: {
      text: answer.text,
      tool_calls: answer.toolCalls as unknown as Json,
      finish_reason: answer.finishReason,
      raw_finish_reason: answer.rawFinishReason,
    },
    usage: {
      input_tokens: usage.inputTokens,
      output_tokens: usage.outputTokens,
      cache_read_tokens: usage.cacheReadTokens,
      cache_write_tokens: usage.cacheWriteTokens,
      reasoning_tokens: usage.reasoningTokens,
    },
    latency_ms: context.latencyMs,
    cost_usd: context.costUsd,
    ...(options === undefined ? {} : { options }),
  });
}
