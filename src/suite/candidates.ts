import type { Candidate, ModelSpec, PromptSpec, Suite } from "../domain/suite.ts";

/** The prompts of a model, in the suite's order; empty: the bare input. Unknown ids are left out (a rule reports them). */
function promptsOf(model: ModelSpec, prompts: readonly PromptSpec[]): readonly PromptSpec[] {
  const { prompts: wanted } = model;
  return wanted === null ? prompts : prompts.filter((prompt) => wanted.includes(prompt.id));
}

/**
 * Models with their prompts, in the order of `models:` and within one in the order of `prompts:`. The id is the
 * model's where it has one prompt or none, else `model@prompt`.
 */
export function candidatesOf(suite: Pick<Suite, "models" | "prompts">): Candidate[] {
  return suite.models.flatMap((model): Candidate[] => {
    const prompts = promptsOf(model, suite.prompts);
    const [only = null] = prompts;
    if (prompts.length < 2) return [{ id: model.id, model, prompt: only }];
    return prompts.map((prompt) => ({ id: `${model.id}@${prompt.id}`, model, prompt }));
  });
}
