import type { AskOptions, GradeContext, ModelAbilities } from "../../domain/grader.ts";
import type { Json } from "../../domain/json.ts";
import type { Message } from "../../domain/message.ts";
import type { Answer, CallError, FinishReason, Reply, Usage } from "../../domain/output.ts";
import type { BuiltGrade } from "../definition.ts";
import { makeGrader } from "../registry.ts";
import { graderSchema, normaliseGrader } from "../schema.ts";

/** For tests: what surrounds a text that is graded. */
export interface Surroundings {
  readonly expected?: Json | undefined;
  readonly vars?: Record<string, Json>;
  readonly input?: string;
  /** What the judge replies. */
  readonly reply?: Reply | ((messages: readonly Message[], model: string, options: AskOptions) => Reply);
  /** The vectors of texts. */
  readonly embed?: (texts: readonly string[], model: string) => readonly (readonly number[])[];
  readonly abilities?: Partial<ModelAbilities>;
  /** Texts of other candidates. */
  readonly peers?: Readonly<Record<string, string>>;
  readonly candidate?: string;
  readonly answer?: Partial<Answer>;
  readonly latencyMs?: number | null;
  readonly costUsd?: number | null;
  readonly metadata?: Record<string, Json>;
  /** Folder of the suite; default "/". */
  readonly baseDir?: string;
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

const answering = (text: string): Answer => ({
  text,
  toolCalls: [],
  finishReason: "stop",
  rawFinishReason: null,
  responseId: null,
});

export function contextFor(around: Surroundings, text = ""): GradeContext {
  const { expected, vars = {}, input = "a question", reply, embed, peers = {}, metadata = {} } = around;
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
      metadata,
      vars,
    },
    expected,
    candidate: around.candidate ?? "mini",
    repeat: 1,
    answer: { ...answering(text), ...around.answer },
    usage: noUsage,
    latencyMs: around.latencyMs === undefined ? 1 : around.latencyMs,
    costUsd: around.costUsd ?? null,
    signal: new AbortController().signal,
    ask: async (model, messages, options = {}) => {
      if (reply === undefined) return failing("network", "no judge in this test");
      return typeof reply === "function" ? reply(messages, model, options) : reply;
    },
    embed: async (model, texts) => {
      if (embed === undefined) return failing("network", "no embeddings in this test");
      const said = replying("");
      return said.status === "ok"
        ? { ...said, answer: { ...said.answer, embeddings: embed(texts, model) } }
        : said;
    },
    abilitiesOf: () => ({ structuredOutput: false, logprobs: false, embeddings: false, ...around.abilities }),
    answerOf: async (candidate) => {
      const peer = peers[candidate];
      return peer === undefined
        ? { status: "none", reason: `${candidate} has no answer` }
        : { status: "ok", answer: answering(peer) };
    },
  };
}

/** A grader as a suite states it, through its schema, on one text. */
export async function gradeBy(raw: unknown, text: string, around: Surroundings = {}): Promise<BuiltGrade> {
  const grader = await makeGrader(normaliseGrader(graderSchema.parse(raw)), {
    baseDir: around.baseDir ?? "/",
    vars: {},
  });
  return grader.grade(text, contextFor(around, text));
}

/** `pass`, `fail`, `score` (no pass rule) or `ungraded`. */
export async function verdictOf(raw: unknown, text: string, around: Surroundings = {}): Promise<string> {
  const { grade } = await gradeBy(raw, text, around);
  if (grade.status === "ungraded") return "ungraded";
  return grade.pass === null ? "score" : grade.pass ? "pass" : "fail";
}
