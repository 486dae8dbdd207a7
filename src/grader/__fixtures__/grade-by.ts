import type { GradeContext } from "../../domain/grader.ts";
import type { Json } from "../../domain/json.ts";
import type { Message } from "../../domain/message.ts";
import type { CallError, FinishReason, Reply, Usage } from "../../domain/output.ts";
import type { BuiltGrade } from "../definition.ts";
import { makeGrader } from "../registry.ts";
import { graderSchema, normaliseGrader } from "../schema.ts";

/** For tests: what surrounds a text that is graded. */
export interface Surroundings {
  readonly expected?: Json | undefined;
  readonly vars?: Record<string, Json>;
  readonly input?: string;
  /** What the judge replies. */
  readonly reply?: Reply | ((messages: readonly Message[], model: string) => Reply);
}

const noUsage: Usage = {
  inputTokens: 100,
  outputTokens: 20,
  cacheReadTokens: null,
  cacheWriteTokens: null,
  reasoningTokens: null,
};
const facts = { usage: noUsage, costUsd: 0.001, queueMs: 0, cached: false, attempts: [] };

export function replying(text: string, finishReason: FinishReason = "stop", costUsd: number | null = 0.001): Reply {
  const answer = { text, toolCalls: [], finishReason, rawFinishReason: null, responseId: null };
  return { ...facts, costUsd, status: "ok", answer, latencyMs: 5, firstTokenMs: null };
}

export function failing(kind: CallError["kind"], message: string): Reply {
  return { ...facts, costUsd: null, status: "error", error: { kind, message, httpStatus: null, retryable: false } };
}

export function contextFor({ expected, vars = {}, input = "a question", reply }: Surroundings): GradeContext {
  return {
    case: {
      id: "c-1",
      digest: "0".repeat(64),
      input,
      expected,
      tags: [],
      cluster: null,
      weight: null,
      severity: null,
      metadata: {},
      vars,
    },
    expected,
    candidate: "mini",
    repeat: 1,
    answer: { text: "", toolCalls: [], finishReason: "stop", rawFinishReason: null, responseId: null },
    usage: noUsage,
    latencyMs: 1,
    costUsd: null,
    signal: new AbortController().signal,
    ask: async (model, messages) => {
      if (reply === undefined) return failing("network", "no judge in this test");
      return typeof reply === "function" ? reply(messages, model) : reply;
    },
  };
}

/** A grader as a suite states it, through its schema, on one text. */
export async function gradeBy(raw: unknown, text: string, around: Surroundings = {}): Promise<BuiltGrade> {
  const grader = await makeGrader(normaliseGrader(graderSchema.parse(raw)), { baseDir: "/", vars: {} });
  return grader.grade(text, contextFor(around));
}

/** `pass`, `fail`, `score` (no pass rule) or `ungraded`. */
export async function verdictOf(raw: unknown, text: string, around: Surroundings = {}): Promise<string> {
  const { grade } = await gradeBy(raw, text, around);
  if (grade.status === "ungraded") return "ungraded";
  return grade.pass === null ? "score" : grade.pass ? "pass" : "fail";
}
