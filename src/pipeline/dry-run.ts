import { type CandidateEstimate, countMessageTokens, maxTokensOf } from "../plan/estimate.ts";
import type { PreparedRun } from "./prepare.ts";
import { compileTokenCounter } from "./token-counter.ts";

/** Enough for an estimate within a percent or two; a tokenizer is slow on millions of texts. */
const CASES_COUNTED = 2_000;

export interface DryRun {
  readonly suite: string;
  readonly cases: number;
  readonly repeats: number;
  readonly trials: number;
  readonly candidates: readonly CandidateEstimate[];
  /** Ids of models that would judge: their calls depend on the outputs and are not estimated. */
  readonly judges: readonly string[];
  /** The first n cases of the run order were counted and scaled up; null: all of them. */
  readonly sampled: number | null;
  /** Upper bound of all candidates, USD; null: a price or a `max_tokens` is unknown. */
  readonly maxUsd: number | null;
}

/** What a run would take: calls, tokens and money. Calls nothing. */
export async function estimateRun(prepared: PreparedRun): Promise<DryRun> {
  const { plan, dataset, renderers, models, judges, suite } = prepared;
  const countTokens = await compileTokenCounter();
  const counted = Math.min(plan.caseCount, CASES_COUNTED);
  const scale = plan.caseCount / counted;
  const candidates = plan.candidates.map((candidate): CandidateEstimate => {
    const pricing = models.get(candidate.model.id)?.pricing;
    const renderer = renderers.get(candidate.id);
    const calls = plan.caseCount * plan.repeats;
    const recorded = candidate.model.provider === "recorded";
    let tokens = 0;
    for (let index = 0; index < counted; index++) {
      const request = renderer?.render(dataset.read(plan.order[index] ?? 0));
      if (request !== undefined) tokens += countMessageTokens(request.messages, countTokens);
    }
    const inputTokens = Math.round(tokens * scale * plan.repeats);
    const maxTokens = maxTokensOf(candidate.model);
    const maxOutputTokens = maxTokens === null ? null : maxTokens * calls;
    const worth = (output: number | null) => {
      if (recorded) return 0;
      if (pricing === undefined || output === null) return pricing?.match.kind === "none" ? 0 : null;
      if (pricing.match.kind === "suite" && "kind" in pricing.match.rates && pricing.match.rates.kind === "per_call") {
        return (pricing.costOf(NO_TOKENS) ?? 0) * calls;
      }
      return pricing.costOf({ ...NO_TOKENS, inputTokens, outputTokens: output });
    };
    return {
      candidate: candidate.id,
      calls: recorded ? 0 : calls,
      inputTokens,
      maxOutputTokens,
      inputUsd: worth(0),
      maxUsd: worth(maxOutputTokens),
    };
  });
  const bounds = candidates.map(({ maxUsd }) => maxUsd);
  return {
    suite: suite.name,
    cases: plan.caseCount,
    repeats: plan.repeats,
    trials: plan.caseCount * plan.repeats * candidates.length,
    candidates,
    judges: judges.map(({ id }) => id),
    sampled: counted < plan.caseCount ? counted : null,
    maxUsd: bounds.includes(null) ? null : bounds.reduce<number>((sum, usd) => sum + (usd ?? 0), 0),
  };
}

const NO_TOKENS = {
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: null,
  cacheWriteTokens: null,
  reasoningTokens: null,
};
