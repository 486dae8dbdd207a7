import { isEmbeddingModel } from "../../base/is-embedding-model.ts";
import type { ModelSpec } from "../../domain/suite.ts";
import type { SuiteKinds } from "../kinds.ts";
import type { Rule, RuleContext, RuleProblem } from "./rule.ts";

/** The names that `max_tokens` takes in the APIs; a suite may write any of them. */
const LIMITS = ["max_tokens", "max_completion_tokens", "max_output_tokens"];

function costsTokens(model: ModelSpec, kinds: SuiteKinds): boolean {
  if (kinds.priced !== undefined) return kinds.priced(model);
  if (model.prices !== null) return model.prices.kind === "tokens";
  return kinds.providers[model.provider]?.model === "required";
}

/** With a budget a call is reserved before it is made: what it may cost at most must be known. */
function budgetProblems(models: RuleContext["models"], kinds: SuiteKinds): RuleProblem[] {
  return models
    .filter(({ model }) => !isEmbeddingModel(model.model))
    .filter(({ model }) => costsTokens(model, kinds) && !LIMITS.some((key) => typeof model.params[key] === "number"))
    .map(({ path, model }) => ({
      path: [...path, "params"],
      message: `a budget needs max_tokens on every priced model, to reserve a call's cost before it is made; add params: { max_tokens: 1024 } to "${model.id}", or prices: none if it costs nothing`,
    }));
}

export const budgetLimits: Rule = {
  name: "budget-limits",
  reads: ["run", "models", "judge_models"],
  check: (suite, { called, kinds }) => (suite.run.budgetUsd === null ? [] : budgetProblems(called, kinds)),
};
