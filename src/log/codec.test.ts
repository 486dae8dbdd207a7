import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../domain/json.ts";
import type { Output } from "../domain/output.ts";
import type { Score } from "../domain/score.ts";
import { anyCase, anyOutput, anyScore } from "./__fixtures__/arbitraries.ts";
import { decodeCase, decodeOutput, decodeScore, encodeCase, encodeOutput, encodeScore } from "./codec.ts";

/** As through a file: UTF-8 bytes, one line. */
function throughDisk(line: string): JsonObject {
  expect(line).not.toMatch(/[\n\r]/);
  return JSON.parse(Buffer.from(line, "utf8").toString("utf8")) as JsonObject;
}

const ok: Output = {
  trial: "t-001/mini/1",
  fingerprint: "sha256:ab",
  caseId: "t-001",
  candidate: "mini",
  repeat: 1,
  status: "ok",
  answer: {
    text: "billing",
    toolCalls: [],
    finishReason: "stop",
    rawFinishReason: "stop",
    responseId: "chatcmpl-1",
  },
  usage: { inputTokens: 52, outputTokens: 3, cacheReadTokens: 0, cacheWriteTokens: null, reasoningTokens: null },
  costUsd: 0.0000121,
  latencyMs: 412.3,
  firstTokenMs: null,
  queueMs: 3.1,
  cached: false,
  attempts: [
    {
      startedAt: "2026-01-01T00:00:00.000Z",
      ms: 412.3,
      status: 200,
      errorKind: null,
      requestId: "req_1",
      retryAfterMs: null,
    },
  ],
  startedAt: "2026-01-01T00:00:00.000Z",
  finishedAt: "2026-01-01T00:00:00.413Z",
};

const score: Score = {
  trial: "t-001/mini/1",
  fingerprint: "sha256:cd",
  grader: "exact",
  status: "scored",
  score: 1,
  pass: true,
  label: null,
  reason: null,
  extracted: "billing",
  severity: null,
  costUsd: null,
  judge: null,
};

describe("the documented lines, to the letter", () => {
  it("outputs.jsonl", () => {
    expect(encodeOutput(ok)).toBe(
      '{"schema":"evals.output/1","trial":"t-001/mini/1","fingerprint":"sha256:ab","case_id":"t-001","candidate":"mini","repeat":1,' +
        '"status":"ok","output":{"text":"billing","tool_calls":[],"finish_reason":"stop","raw_finish_reason":"stop","response_id":"chatcmpl-1"},' +
        '"usage":{"input_tokens":52,"output_tokens":3,"cache_read_tokens":0,"cache_write_tokens":null,"reasoning_tokens":null},' +
        '"cost_usd":0.0000121,"latency_ms":412.3,"first_token_ms":null,"queue_ms":3.1,"cached":false,' +
        '"attempts":[{"started_at":"2026-01-01T00:00:00.000Z","ms":412.3,"status":200,"error_kind":null,"request_id":"req_1","retry_after_ms":null}],' +
        '"error":null,"started_at":"2026-01-01T00:00:00.000Z","finished_at":"2026-01-01T00:00:00.413Z"}',
    );
  });

  it("an error has the same keys, with `error` in the place of `output`", () => {
    const { answer: _, latencyMs: __, firstTokenMs: ___, ...facts } = ok;
    const error = { kind: "rate_limit", message: "slow down", httpStatus: 429, retryable: true } as const;
    const line = JSON.parse(encodeOutput({ ...facts, status: "error", error })) as JsonObject;
    expect(Object.keys(line)).toEqual(Object.keys(JSON.parse(encodeOutput(ok)) as JsonObject));
    expect(line).toMatchObject({
      status: "error",
      output: null,
      latency_ms: null,
      first_token_ms: null,
      error: { kind: "rate_limit", message: "slow down", http_status: 429, retryable: true },
    });
  });

  it("scores.jsonl", () => {
    expect(encodeScore(score)).toBe(
      '{"schema":"evals.score/1","trial":"t-001/mini/1","fingerprint":"sha256:cd","grader":"exact","status":"scored","score":1,"pass":true,' +
        '"label":null,"reason":null,"extracted":"billing","severity":null,"cost_usd":null,"judge":null}',
    );
  });
});

describe("round trips", () => {
  it("cases", () => {
    fc.assert(fc.property(anyCase, (value) => void expect(decodeCase(throughDisk(encodeCase(value)))).toEqual(value)));
  });

  it("outputs", () => {
    fc.assert(
      fc.property(anyOutput, (value) => void expect(decodeOutput(throughDisk(encodeOutput(value)))).toEqual(value)),
    );
  });

  it("scores", () => {
    fc.assert(
      fc.property(anyScore, (value) => void expect(decodeScore(throughDisk(encodeScore(value)))).toEqual(value)),
    );
  });

  it("keep the user's keys and names as they are", () => {
    const data = JSON.parse('{"camelCase": {"__proto__": {"toolCalls": 1}}, "snake_case": 2}') as JsonObject;
    const value = { ...caseOf(data), metadata: data, vars: data };
    expect(JSON.stringify(decodeCase(throughDisk(encodeCase(value))))).toBe(JSON.stringify(value));
  });

  it("write messages in snake_case", () => {
    const input = [
      {
        role: "assistant" as const,
        content: [{ type: "image" as const, mediaType: "image/png", data: "AA" }],
        toolCalls: [{ id: "c", name: "f", arguments: { someKey: 1 } }],
        toolCallId: "c",
      },
    ];
    expect((JSON.parse(encodeCase({ ...caseOf(input) })) as JsonObject).input).toEqual([
      {
        role: "assistant",
        content: [{ type: "image", media_type: "image/png", data: "AA" }],
        tool_calls: [{ id: "c", name: "f", arguments: { someKey: 1 } }],
        tool_call_id: "c",
      },
    ]);
  });

  it("tell a case without an expected value from one that expects null", () => {
    expect(decodeCase(throughDisk(encodeCase(caseOf("x")))).expected).toBeUndefined();
    expect(decodeCase(throughDisk(encodeCase({ ...caseOf("x"), expected: null }))).expected).toBeNull();
  });
});

describe("lines that say too little", () => {
  it.each([
    [decodeCase, { id: "a" }, '"digest" is missing'],
    [decodeCase, { id: "a", digest: "b" }, '"input" is missing'],
    [decodeOutput, {}, '"trial" is missing'],
    [decodeOutput, { trial: "a", fingerprint: "", case_id: "a", candidate: "m" }, '"usage" or "attempts" is missing'],
    [decodeScore, { trial: "a", fingerprint: "" }, '"grader" is missing'],
    [
      decodeScore,
      { trial: "a", fingerprint: "", grader: "g", status: "scored", score: null },
      "neither scored nor ungraded",
    ],
  ] as const)("%#: %o", (decode, line, message) => {
    expect(() => decode(line as JsonObject)).toThrow(new TypeError(message));
  });

  it("neither an output nor an error", () => {
    const line = JSON.parse(encodeOutput(ok)) as JsonObject;
    expect(() => decodeOutput({ ...line, output: null })).toThrow("neither an output nor an error");
    expect(() => decodeOutput({ ...line, status: "error" })).toThrow("neither an output nor an error");
  });
});

function caseOf(input: unknown) {
  return {
    id: "a",
    digest: "d",
    input: input as string,
    expected: undefined,
    tags: [],
    cluster: null,
    weight: null,
    severity: null,
    metadata: {},
    vars: {},
  };
}
