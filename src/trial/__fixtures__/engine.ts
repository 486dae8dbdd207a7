import type { Asking, GradeContext, Graded } from "../../domain/grader.ts";
import type { ErrorKind, Output, Reply } from "../../domain/output.ts";
import type { Provider } from "../../domain/provider.ts";
import type { Trial } from "../../domain/request.ts";
import type { Score } from "../../domain/score.ts";
import type { TrialControl, TrialEngine } from "../run-trial.ts";
import type { TrialGrader } from "../trial-grader.ts";

export const never = new AbortController().signal;

export const free: TrialControl = { signal: never, stop: never };

export const trial: Trial = {
  id: "t-001/mini/1",
  case: {
    id: "t-001",
    digest: "d",
    input: "hello",
    expected: "billing",
    tags: [],
    cluster: null,
    weight: null,
    severity: "S2",
    metadata: {},
    vars: {},
  },
  index: 0,
  candidate: "mini",
  repeat: 1,
  request: {
    messages: [{ role: "user", content: "hello" }],
    input: "hello",
    params: {},
    tools: [],
    toolChoice: null,
    outputSchema: null,
  },
  fingerprint: "sha256:ab",
};

export const facts = {
  usage: { inputTokens: 1, outputTokens: 1, cacheReadTokens: null, cacheWriteTokens: null, reasoningTokens: null },
  costUsd: 0.001,
  queueMs: 0,
  cached: false,
  attempts: [],
};

export function reply(text: string): Reply {
  const answer = { text, toolCalls: [], finishReason: "stop", rawFinishReason: null, responseId: null } as const;
  return { ...facts, status: "ok", answer, latencyMs: 5, firstTokenMs: null };
}

export function errorReply(kind: ErrorKind): Reply {
  return { ...facts, status: "error", error: { kind, message: kind, httpStatus: null, retryable: false } };
}

export function asking(ask: Asking["ask"]): Asking {
  return {
    ask,
    embed: async () => errorReply("invalid_request"),
    abilitiesOf: () => ({ structuredOutput: false, logprobs: false, embeddings: false }),
    answerOf: async () => ({ status: "none", reason: "nobody else", stopped: true }),
  };
}

export function grader(
  id: string,
  grade: (text: string, context: GradeContext) => Graded | Promise<Graded>,
  more = {},
): TrialGrader {
  return {
    id,
    advisory: false,
    severity: null,
    digest: `digest-${id}`,
    appliesTo: () => true,
    expectedOf: (testCase) => testCase.expected,
    grade: (text, context) => {
      const pending = grade(text, context);
      return pending instanceof Promise
        ? pending.then((done) => ({ grade: done, extracted: null }))
        : { grade: pending, extracted: text };
    },
    ...more,
  };
}

export const passes: Graded = { status: "scored", score: 1, pass: true, label: null, reason: null };

export const fails: Graded = { ...passes, score: 0, pass: false };

/** An engine over memory that notes what happens in which order. */
export function engineOf(answer: Reply, graders: readonly TrialGrader[], more: Partial<TrialEngine> = {}) {
  const events: string[] = [];
  const outputs: Output[] = [];
  const scores: Score[] = [];
  let slot: Promise<void> = Promise.resolve();
  const provider: Provider = {
    async call(_, { written }) {
      events.push("call");
      slot = written.then(() => {
        events.push("slot released");
      });
      return answer;
    },
  };
  const engine: TrialEngine = {
    clock: { now: () => Date.UTC(2026, 0, 1), monotonic: () => 0, sleep: async () => {} },
    seed: 1,
    providerOf: () => provider,
    graders,
    writeOutput: async (output) => {
      await new Promise((done) => setTimeout(done, 5));
      events.push("output written");
      outputs.push(output);
    },
    writeScores: async (lines) => {
      events.push("scores written");
      scores.push(...lines);
    },
    askingFor: () => asking(async () => reply("ask")),
    ...more,
  };
  return { engine, events, outputs, scores, slot: () => slot };
}
