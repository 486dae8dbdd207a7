import { sha256 } from "../base/digest.ts";
import type { Secrets } from "../base/secrets.ts";
import { expandVariables, variablesIn } from "../base/variables.ts";
import type { CallError } from "../domain/output.ts";
import type { Provider } from "../domain/provider.ts";
import type { ModelSpec, RunSettings } from "../domain/suite.ts";
import { modelDigest } from "../plan/fingerprint.ts";
import type { Adapter } from "../provider/adapter.ts";
import { type Composition, composeProvider } from "../provider/compose.ts";
import { type Pricing, resolvePricing } from "../provider/pricing.ts";
import { providers } from "../provider/registry.ts";
import { apiKeyOf, type Environment } from "./api-keys.ts";
import { boundOf } from "./bound-of.ts";
import { fileDigests } from "./file-digests.ts";
import type { World } from "./options.ts";

/** A model that can be called, and what is known of it. */
export interface ReadyModel {
  readonly model: ModelSpec;
  readonly adapter: Adapter;
  readonly pricing: Pricing;
  /** Digests of the files that the provider runs or reads. */
  readonly contentDigests: readonly string[];
  /** Whom is asked, and how: the part of fingerprints that all its trials share. Where variables lead counts, not their names. */
  readonly digest: string;
}

/** Makes the adapter of a model: modules load and recordings are indexed here, before the first call. */
export async function makeModel(
  model: ModelSpec,
  settings: RunSettings,
  { env, secrets }: Pick<World, "env" | "secrets">,
  baseDir: string,
): Promise<ReadyModel> {
  const definition = providers[model.provider];
  if (definition === undefined) throw new Error(`no provider ${model.provider}`);
  const paths = definition.paths.flatMap((key) => model.options[key] ?? []).map(String);
  const timeoutMs = (model.timeoutS ?? settings.timeoutS) * 1000;
  const [adapter, pricing, contentDigests] = await Promise.all([
    definition.create(withVariables(model, env), {
      env,
      apiKey: apiKeyOf(model, env),
      timeoutMs,
      seed: settings.seed,
      baseDir,
      mask: (message) => secrets.mask(message),
    }),
    resolvePricing(model),
    fileDigests(paths),
  ]);
  const digest = modelDigest(withVariables(model, env), contentDigests);
  return { model, adapter: withMask(adapter, secrets), pricing, contentDigests, digest };
}

/**
 * An answer may hold a known secret (an endpoint that echoes its request, a program that prints its environment): it
 * goes no further. What only looks like one is the model's own text and stays.
 */
function withMask(adapter: Adapter, secrets: Secrets): Adapter {
  return {
    ...adapter,
    async send(request, context) {
      const sent = await adapter.send(request, context);
      return { ...sent, answer: secrets.maskKnownIn(sent.answer), requestId: secrets.maskKnownIn(sent.requestId) };
    },
  };
}

/** `${VAR}` of headers and URLs is filled in here and only for the adapter: what is logged keeps the name. */
function withVariables(model: ModelSpec, env: Environment): ModelSpec {
  // A variable that is not set was reported with the suite; here nothing is called without it.
  const expand = (text: string) => (variablesIn(text).every((name) => env[name]) ? expandVariables(text, env) : text);
  const { url } = model.options;
  return {
    ...model,
    baseUrl: model.baseUrl === null ? null : expand(model.baseUrl),
    headers: Object.fromEntries(Object.entries(model.headers).map(([name, value]) => [name, expand(value)])),
    options: typeof url === "string" ? { ...model.options, url: expand(url) } : model.options,
  };
}

/** The model with limits, retries, cache and budget around it. */
export function composeModel(
  ready: ReadyModel,
  run: Composition,
  { env, secrets }: Pick<World, "env" | "secrets">,
  onStop: (error: CallError) => void,
): Provider {
  const { model, adapter, pricing } = ready;
  const key = apiKeyOf(model, env);
  return composeProvider(
    {
      model,
      adapter,
      account: accountOf(model, key),
      cached: model.cache ?? providers[model.provider]?.cached ?? false,
      seesCase: providers[model.provider]?.cached === false,
      calls: model.provider !== "recorded",
      costOf: pricing.costOf,
      boundOf: (request) => boundOf(request, model, pricing),
      mask: (text) => secrets.mask(text),
      onStop,
    },
    run,
  );
}

/** Models of one key or one base URL share an account; a program is an account of its own. */
function accountOf(model: ModelSpec, key: string | null): string {
  if (key !== null) return `${model.provider}:key:${sha256(key)}`;
  return model.baseUrl === null ? `${model.provider}:${model.id}` : `url:${model.baseUrl}`;
}
