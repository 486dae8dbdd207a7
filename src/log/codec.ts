import type { Json, JsonObject } from "../domain/json.ts";
import type { ToolCall } from "../domain/message.ts";
import type { Attempt, CallError, ErrorKind, FinishReason, Output, Usage } from "../domain/output.ts";
import type { JudgeRecord, Score } from "../domain/score.ts";
import { requireTexts } from "./require-texts.ts";

export { decodeCase, encodeCase } from "./case-codec.ts";

/** The lines of a run folder, as they stand on disk. Written out by hand: they are the hot path of a run. */

const OUTPUT_TEXTS = ["trial", "fingerprint", "case_id", "candidate"];
const SCORE_TEXTS = ["trial", "fingerprint", "grader"];

export function encodeOutput(output: Output): string {
  const ok = output.status === "ok";
  return JSON.stringify({
    schema: "evals.output/1",
    trial: output.trial,
    fingerprint: output.fingerprint,
    case_id: output.caseId,
    candidate: output.candidate,
    repeat: output.repeat,
    status: output.status,
    output: ok
      ? {
          text: output.answer.text,
          tool_calls: output.answer.toolCalls,
          finish_reason: output.answer.finishReason,
          raw_finish_reason: output.answer.rawFinishReason,
          response_id: output.answer.responseId,
        }
      : null,
    usage: encodeUsage(output.usage),
    cost_usd: output.costUsd,
    latency_ms: ok ? output.latencyMs : null,
    first_token_ms: ok ? output.firstTokenMs : null,
    queue_ms: output.queueMs,
    cached: output.cached,
    attempts: output.attempts.map(encodeAttempt),
    error: ok ? null : encodeError(output.error),
    started_at: output.startedAt,
    finished_at: output.finishedAt,
    reused_from: output.reusedFrom,
  });
}

function encodeUsage(usage: Usage) {
  return {
    input_tokens: usage.inputTokens,
    output_tokens: usage.outputTokens,
    cache_read_tokens: usage.cacheReadTokens,
    cache_write_tokens: usage.cacheWriteTokens,
    reasoning_tokens: usage.reasoningTokens,
  };
}

function encodeAttempt(attempt: Attempt) {
  return {
    started_at: attempt.startedAt,
    ms: attempt.ms,
    status: attempt.status,
    error_kind: attempt.errorKind,
    request_id: attempt.requestId,
    retry_after_ms: attempt.retryAfterMs,
  };
}

function encodeError(error: CallError) {
  return { kind: error.kind, message: error.message, http_status: error.httpStatus, retryable: error.retryable };
}

interface OutputLine {
  trial: string;
  fingerprint: string;
  case_id: string;
  candidate: string;
  repeat: number;
  status: "ok" | "error";
  output: {
    text: string;
    tool_calls: ToolCall[];
    finish_reason: FinishReason;
    raw_finish_reason: string | null;
    response_id: string | null;
  } | null;
  usage: ReturnType<typeof encodeUsage>;
  cost_usd: number | null;
  latency_ms: number | null;
  first_token_ms: number | null;
  queue_ms: number;
  cached: boolean;
  attempts: ReturnType<typeof encodeAttempt>[];
  error: { kind: ErrorKind; message: string; http_status: number | null; retryable: boolean } | null;
  started_at: string;
  finished_at: string;
  reused_from?: string;
}

export function decodeOutput(line: JsonObject): Output {
  requireTexts(line, OUTPUT_TEXTS);
  const raw = line as unknown as OutputLine;
  if (!raw.usage || !Array.isArray(raw.attempts)) throw new TypeError('"usage" or "attempts" is missing');
  const facts = {
    trial: raw.trial,
    fingerprint: raw.fingerprint,
    caseId: raw.case_id,
    candidate: raw.candidate,
    repeat: raw.repeat,
    usage: {
      inputTokens: raw.usage.input_tokens,
      outputTokens: raw.usage.output_tokens,
      cacheReadTokens: raw.usage.cache_read_tokens,
      cacheWriteTokens: raw.usage.cache_write_tokens,
      reasoningTokens: raw.usage.reasoning_tokens,
    },
    costUsd: raw.cost_usd,
    queueMs: raw.queue_ms,
    cached: raw.cached,
    attempts: raw.attempts.map(decodeAttempt),
    startedAt: raw.started_at,
    finishedAt: raw.finished_at,
  };
  const output = withResult(raw, facts);
  return raw.reused_from === undefined ? output : { ...output, reusedFrom: raw.reused_from };
}

/** The spread comes last: members behind one cost V8 ten times the rest of the line. */
function withResult<T>(raw: OutputLine, facts: T) {
  if (raw.status === "ok" && raw.output) {
    const { text, tool_calls, finish_reason, raw_finish_reason, response_id } = raw.output;
    return {
      status: "ok" as const,
      answer: {
        text,
        toolCalls: tool_calls,
        finishReason: finish_reason,
        rawFinishReason: raw_finish_reason,
        responseId: response_id,
      },
      latencyMs: raw.latency_ms,
      firstTokenMs: raw.first_token_ms,
      ...facts,
    };
  }
  if (raw.status === "error" && raw.error) {
    const { kind, message, http_status, retryable } = raw.error;
    return { status: "error" as const, error: { kind, message, httpStatus: http_status, retryable }, ...facts };
  }
  throw new TypeError("neither an output nor an error");
}

function decodeAttempt(raw: ReturnType<typeof encodeAttempt>): Attempt {
  return {
    startedAt: raw.started_at,
    ms: raw.ms,
    status: raw.status,
    errorKind: raw.error_kind,
    requestId: raw.request_id,
    retryAfterMs: raw.retry_after_ms,
  };
}

export function encodeScore(score: Score): string {
  const scored = score.status === "scored";
  return JSON.stringify({
    schema: "evals.score/1",
    trial: score.trial,
    fingerprint: score.fingerprint,
    grader: score.grader,
    status: score.status,
    score: scored ? score.score : null,
    pass: scored ? score.pass : null,
    label: scored ? score.label : null,
    reason: score.reason,
    extracted: score.extracted,
    severity: score.severity,
    cost_usd: score.costUsd,
    judge: score.judge && {
      model: score.judge.model,
      reply: score.judge.reply,
      input_tokens: score.judge.inputTokens,
      output_tokens: score.judge.outputTokens,
      cached: score.judge.cached,
      calls: score.judge.calls,
      cached_calls: score.judge.cachedCalls,
      spent_usd: score.judge.spentUsd,
    },
    parts: score.parts,
  });
}

interface ScoreLine {
  trial: string;
  fingerprint: string;
  grader: string;
  status: "scored" | "ungraded";
  score: number | null;
  pass: boolean | null;
  label: string | null;
  reason: string | null;
  extracted: string | null;
  severity: string | null;
  cost_usd: number | null;
  judge: {
    model: string;
    reply: string;
    input_tokens: number | null;
    output_tokens: number | null;
    cached: boolean;
    calls?: number;
    cached_calls?: number;
    spent_usd?: number | null;
  } | null;
  parts?: Json;
}

export function decodeScore(line: JsonObject): Score {
  requireTexts(line, SCORE_TEXTS);
  const raw = line as unknown as ScoreLine;
  const facts = {
    trial: raw.trial,
    fingerprint: raw.fingerprint,
    grader: raw.grader,
    extracted: raw.extracted,
    severity: raw.severity,
    costUsd: raw.cost_usd,
    judge: raw.judge && decodeJudge(raw.judge),
  };
  const score = withGrade(raw, facts);
  return raw.parts === undefined ? score : { ...score, parts: raw.parts };
}

function withGrade<T>(raw: ScoreLine, facts: T) {
  const { status, score, pass, label, reason } = raw;
  if (status === "scored" && typeof score === "number") return { status, score, pass, label, reason, ...facts };
  if (status === "ungraded") return { status, reason: reason ?? "", ...facts };
  throw new TypeError("neither scored nor ungraded");
}

function decodeJudge(raw: NonNullable<ScoreLine["judge"]>): JudgeRecord {
  return {
    model: raw.model,
    reply: raw.reply,
    inputTokens: raw.input_tokens,
    outputTokens: raw.output_tokens,
    cached: raw.cached,
    ...(raw.calls === undefined ? {} : { calls: raw.calls }),
    ...(raw.cached_calls === undefined ? {} : { cachedCalls: raw.cached_calls }),
    ...(raw.spent_usd === undefined ? {} : { spentUsd: raw.spent_usd }),
  };
}
