import type { Problem } from "../domain/problem.ts";
import type { ModelSpec } from "../domain/suite.ts";
import { providers } from "../provider/registry.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** The variable that a model's key is read from; null: it needs none. */
export function keyVariable(model: ModelSpec): string | null {
  if (model.apiKeyEnv === "none") return null;
  return model.apiKeyEnv ?? providers[model.provider]?.apiKeyEnv ?? null;
}

/** null: no key is sent. An empty variable is a missing one. */
export function apiKeyOf(model: ModelSpec, env: Environment): string | null {
  const variable = keyVariable(model);
  return variable === null ? null : env[variable]?.trim() || null;
}

/** All missing keys as one problem; null when there is none. */
export function missingKeys(
  models: readonly ModelSpec[],
  env: Environment,
  at: Omit<Problem, "message">,
): Problem | null {
  const missing = new Map<string, string[]>();
  for (const model of models) {
    const variable = keyVariable(model);
    if (variable === null || env[variable]?.trim()) continue;
    missing.set(variable, [...(missing.get(variable) ?? []), model.id]);
  }
  if (missing.size === 0) return null;
  const list = [...missing].map(([variable, ids]) => `${variable} (for ${ids.join(", ")})`).join(" and ");
  const [one, them] = missing.size === 1 ? ["an API key is", "it"] : ["API keys are", "them"];
  const message = `${one} missing: ${list}; set ${them} in the environment or in .env, or say api_key_env: none for a server that needs none`;
  return { ...at, message };
}
