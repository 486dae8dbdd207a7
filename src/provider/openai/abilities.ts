import type { ModelAbilities } from "../../domain/grader.ts";
import type { ModelSpec } from "../../domain/suite.ts";

/** Models from before structured output. */
const TEXT_ONLY = /^(gpt-3|gpt-4$|gpt-4-|chatgpt)/;
/** Reasoning models refuse to tell probabilities. */
const REASONING = /^(o\d|gpt-5)/;

/**
 * What OpenAI's own API can do with a model. Of a compatible server nobody knows what it refuses, so that only what all
 * of them either know or ignore is asked for: a judge there can be told with `verdict: structured`.
 */
export function openaiAbilities({ model, baseUrl, options }: ModelSpec): ModelAbilities {
  const name = (model ?? "").toLowerCase();
  const own = baseUrl === null || /(^|\.)(openai\.com|openai\.azure\.com)$/.test(hostOf(baseUrl));
  return {
    structuredOutput: own && !TEXT_ONLY.test(name),
    logprobs: options.api !== "responses" && !REASONING.test(name),
    embeddings: true,
  };
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : "";
}
