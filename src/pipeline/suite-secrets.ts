import { isSecretName, mapTexts, type Secrets, secretsInUrl } from "../base/secrets.ts";
import { variablesIn } from "../base/variables.ts";
import type { Json } from "../domain/json.ts";
import type { ModelSpec, Suite } from "../domain/suite.ts";
import { apiKeyOf, type Environment } from "./api-keys.ts";

/** Headers of any kind may carry a secret: a name that only hints at one is enough. */
const SECRET_HEADER = /auth|key|token|secret|cookie|password|credential|session|signature/i;
/** Nothing but a variable, behind a scheme perhaps. */
const VARIABLE = /^(?:[A-Za-z]+ +)?\$\{\w+\}$/;
/** No word: a key, a UUID. */
const RANDOM =
  /(?=[A-Za-z0-9+/_=]*\d)(?=[A-Za-z0-9+/_=]*[A-Za-z])[A-Za-z0-9+/_=]{20,}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/**
 * Every secret value that a suite uses: keys, the values of `${VAR}`, and what is written out in headers, URLs, params
 * and options (where it should not stand).
 */
export function secretsOfSuite(suite: Suite, env: Environment): string[] {
  return [...suite.models, ...suite.judgeModels].flatMap((model) => secretsOfModel(model, env));
}

function secretsOfModel(model: ModelSpec, env: Environment): string[] {
  const { baseUrl, headers, options, params } = model;
  const urls = [baseUrl, options.url].filter((url) => typeof url === "string");
  const values = Object.values(headers);
  const filled = (text: string) => text.replace(/\$\{(\w+)\}/g, (_, name: string) => env[name] ?? "");
  const found = [
    apiKeyOf(model, env) ?? "",
    ...[...urls, ...values].flatMap(variablesIn).map((name) => env[name] ?? ""),
    ...urls.flatMap((url) => secretsInUrl(filled(url))),
    ...Object.entries(headers).flatMap(([name, value]) =>
      SECRET_HEADER.test(name) || RANDOM.test(value) ? credentialsIn(filled(value)) : [],
    ),
    ...textsUnderSecretNames(params),
    ...textsUnderSecretNames(options),
  ];
  // What a value may be quoted without: the spaces around it.
  return found.flatMap((value) => [value, value.trim()]);
}

/** The value of a header: whole, without its scheme, and what Basic credentials say. */
function credentialsIn(value: string): string[] {
  const bare = value.slice(value.trim().lastIndexOf(" ") + 1);
  if (!/^basic\s/i.test(value)) return [value, bare];
  const pair = Buffer.from(bare, "base64").toString();
  return [value, bare, pair, pair.slice(pair.indexOf(":") + 1)];
}

function textsUnderSecretNames(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(textsUnderSecretNames);
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([name, member]) =>
    isSecret(name, member) ? [member] : textsUnderSecretNames(member),
  );
}

/** A template stands for a value of the case. */
function isSecret(name: string, value: unknown): value is string {
  return typeof value === "string" && isSecretName(name) && !value.includes("{{") && !VARIABLE.test(value);
}

/**
 * The suite as `run.json` holds it. `${VAR}` keeps its name; of models, what is or looks like a secret is masked
 * wherever it stands; elsewhere (prompts, variables, graders: a pattern may well look for keys) the known values alone.
 */
export function withoutSecrets(suite: Suite, secrets: Secrets): Suite {
  const clean = (model: ModelSpec): ModelSpec => {
    const { params, options, headers, ...rest } = model;
    return {
      ...(mapTexts(rest, (text) => secrets.mask(text)) as typeof rest),
      params: cleanJson(params, secrets) as typeof params,
      options: cleanJson(options, secrets) as typeof options,
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, cleanHeader(name, value, secrets)]),
      ),
    };
  };
  const { models, judgeModels, ...rest } = suite;
  return { ...secrets.maskKnownIn(rest), models: models.map(clean), judgeModels: judgeModels.map(clean) };
}

function cleanHeader(name: string, value: string, secrets: Secrets): string {
  if (VARIABLE.test(value)) return value;
  return SECRET_HEADER.test(name) || RANDOM.test(value) ? "***" : secrets.mask(value);
}

function cleanJson(value: Json, secrets: Secrets): Json {
  if (typeof value === "string") return secrets.mask(value);
  if (Array.isArray(value)) return value.map((item) => cleanJson(item, secrets));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, isSecret(name, member) ? "***" : cleanJson(member, secrets)]),
  );
}
