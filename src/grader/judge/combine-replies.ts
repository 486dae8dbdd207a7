import type { Reply } from "../../domain/output.ts";
import type { JudgeRecord } from "../../domain/score.ts";

/** One call to a judge. */
export interface JudgeCall {
  readonly model: string;
  readonly reply: Reply;
}

/** What a score says of the calls behind it: nothing where there was none. */
export interface JudgeFacts {
  /** USD; null: the cost of one call is unknown. */
  readonly costUsd?: number | null;
  readonly judge?: JudgeRecord;
}

/** The record of one call, or of several as one. A single call that failed has a cost and no record. */
export function combineReplies(calls: readonly JudgeCall[]): JudgeFacts {
  const [only] = calls;
  if (calls.length === 1 && only?.reply.status === "error") return { costUsd: only.reply.costUsd };
  return combineRecords(calls.map(({ model, reply }) => ({ costUsd: costOf(reply), judge: recordOf(model, reply) })));
}

/** Records as one: sums, each null where one record does not know. */
export function combineRecords(facts: readonly JudgeFacts[]): JudgeFacts {
  const asked = facts.filter(({ costUsd }) => costUsd !== undefined);
  const [only] = asked;
  if (only === undefined) return {};
  if (asked.length === 1) return only;
  const costUsd = total(asked, (one) => one.costUsd ?? null);
  const judged = asked.flatMap(({ judge, costUsd: cost = null }) => (judge === undefined ? [] : [{ judge, cost }]));
  if (judged.length === 0) return { costUsd };
  const judges = judged.map(({ judge }) => judge);
  return {
    costUsd,
    judge: {
      model: [...new Set(judges.flatMap(({ model }) => model.split(", ")))].join(", "),
      reply: judges.map((one) => (one.calls === undefined ? `[${one.model}]\n${one.reply}` : one.reply)).join("\n"),
      inputTokens: total(judges, ({ inputTokens }) => inputTokens),
      outputTokens: total(judges, ({ outputTokens }) => outputTokens),
      cached: judges.every(({ cached }) => cached),
      calls: judges.reduce((sum, { calls = 1 }) => sum + calls, 0),
      cachedCalls: judges.reduce((sum, one) => sum + (one.cachedCalls ?? (one.cached ? 1 : 0)), 0),
      spentUsd: total(judged, ({ judge, cost }) => {
        if (judge.spentUsd !== undefined) return judge.spentUsd;
        return judge.cached ? 0 : cost;
      }),
    },
  };
}

function recordOf(model: string, reply: Reply): JudgeRecord {
  const tokens = isUnbilled(reply) ? { inputTokens: 0, outputTokens: 0 } : reply.usage;
  return {
    model,
    reply: reply.status === "ok" ? reply.answer.text : `(call failed: ${reply.error.kind}: ${reply.error.message})`,
    inputTokens: tokens.inputTokens,
    outputTokens: tokens.outputTokens,
    cached: reply.cached,
  };
}

function costOf(reply: Reply): number | null {
  return reply.costUsd ?? (isUnbilled(reply) ? 0 : null);
}

/** A request that was refused, or never went out, costs nothing: it must not hide what the other calls cost. */
function isUnbilled(reply: Reply): boolean {
  return (
    reply.status === "error" &&
    reply.costUsd === null &&
    reply.attempts.every(({ status }) => status !== null && status >= 400)
  );
}

/** One that is not known makes the sum unknown. */
function total<T>(items: readonly T[], read: (item: T) => number | null): number | null {
  let sum = 0;
  for (const item of items) {
    const value = read(item);
    if (value === null) return null;
    sum += value;
  }
  return sum;
}
