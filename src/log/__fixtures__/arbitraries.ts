import fc from "fast-check";
import type { Case } from "../../domain/case.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { Output } from "../../domain/output.ts";
import type { Score } from "../../domain/score.ts";

/** Any text that a JavaScript string can hold: lone surrogates, controls, line separators. */
export const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("", "\ud800", "\udc00x", "a\u2028b\n\r\t\0", "日本 🙂"));
const nullable = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });
// JSON has no -0, and neither has anything that is measured.
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as never);
const object = fc.dictionary(text, json).map((value) => JSON.parse(JSON.stringify(value)) as never);

const toolCall = fc.record({ id: nullable(text), name: text, arguments: fc.oneof(object, text) as fc.Arbitrary<JsonObject | string> });
const part = fc.oneof(
  fc.record({ type: fc.constant("text" as const), text }),
  fc.record({ type: fc.constant("image" as const), url: text }),
  fc.record({ type: fc.constant("image" as const), mediaType: text, data: text }),
);
const message = fc.record(
  {
    role: fc.constantFrom("system", "user", "assistant", "tool"),
    content: fc.oneof(text, fc.array(part)),
    toolCalls: fc.array(toolCall),
    toolCallId: text,
    name: text,
  },
  { requiredKeys: ["role", "content"] },
);

export const anyCase: fc.Arbitrary<Case> = fc.record({
  id: text,
  digest: text,
  input: fc.oneof(text, fc.array(message), object) as fc.Arbitrary<Case["input"]>,
  expected: fc.option(json, { nil: undefined }),
  tags: fc.array(text),
  cluster: nullable(text),
  weight: nullable(number),
  severity: nullable(text),
  metadata: object,
  vars: object,
});

const tokens = nullable(fc.nat());
const errorKind = fc.constantFrom("auth", "rate_limit", "timeout", "no_recorded_output") as fc.Arbitrary<"auth">;
const facts = {
  trial: text,
  fingerprint: text,
  caseId: text,
  candidate: text,
  repeat: fc.integer({ min: 1 }),
  startedAt: text,
  finishedAt: text,
  usage: fc.record({
    inputTokens: tokens,
    outputTokens: tokens,
    cacheReadTokens: tokens,
    cacheWriteTokens: tokens,
    reasoningTokens: tokens,
  }),
  costUsd: nullable(number),
  queueMs: number,
  cached: fc.boolean(),
  attempts: fc.array(
    fc.record({
      startedAt: text,
      ms: number,
      status: nullable(fc.integer()),
      errorKind: nullable(errorKind),
      requestId: nullable(text),
      retryAfterMs: nullable(number),
    }),
  ),
};

export const anyOutput: fc.Arbitrary<Output> = fc.oneof(
  fc.record({
    ...facts,
    status: fc.constant("ok" as const),
    answer: fc.record({
      text,
      toolCalls: fc.array(toolCall),
      finishReason: fc.constantFrom("stop", "length", "malformed_tool_call") as fc.Arbitrary<"stop">,
      rawFinishReason: nullable(text),
      responseId: nullable(text),
    }),
    latencyMs: nullable(number),
    firstTokenMs: nullable(number),
  }),
  fc.record({
    ...facts,
    status: fc.constant("error" as const),
    error: fc.record({ kind: errorKind, message: text, httpStatus: nullable(fc.integer()), retryable: fc.boolean() }),
  }),
);

const scoreFacts = {
  trial: text,
  fingerprint: text,
  grader: text,
  extracted: nullable(text),
  severity: nullable(text),
  costUsd: nullable(number),
  judge: nullable(
    fc.record({ model: text, reply: text, inputTokens: tokens, outputTokens: tokens, cached: fc.boolean() }),
  ),
  parts: json,
};
const optionalParts = { requiredKeys: ["trial", "fingerprint", "grader", "extracted", "severity", "costUsd", "judge", "status", "reason"] };

export const anyScore = fc.oneof(
  fc.record(
    {
      ...scoreFacts,
      status: fc.constant("scored" as const),
      score: fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0),
      pass: nullable(fc.boolean()),
      label: nullable(text),
      reason: nullable(text),
    },
    { requiredKeys: [...optionalParts.requiredKeys, "score", "pass", "label"] as never },
  ),
  fc.record({ ...scoreFacts, status: fc.constant("ungraded" as const), reason: text }, optionalParts as never),
) as unknown as fc.Arbitrary<Score>;
