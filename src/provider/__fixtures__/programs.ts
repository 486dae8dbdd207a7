import type { Case } from "../../domain/case.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { ModelSpec } from "../../domain/suite.ts";
import { type Adapter, type AdapterTools, type ProviderDefinition, SendError, type Sent } from "../adapter.ts";
import { ADAPTER_TOOLS, aRequest, sendContext } from "./dialects.ts";

/** A case with everything in it, so that a test sees what a program is told of it and what not. */
export const FULL_CASE: Case = {
  id: "c-1",
  digest: "d",
  input: "What is 6 × 7?",
  expected: "the secret answer",
  tags: ["maths"],
  cluster: "k",
  weight: 2,
  severity: "S1",
  metadata: { camelKey: "kept" },
  vars: { topic: "sums", snake_key: 1 },
};

export function programModel(provider: string, options: JsonObject, more: Partial<ModelSpec> = {}): ModelSpec {
  return {
    id: "m",
    provider,
    model: null,
    params: {},
    prices: null,
    concurrency: null,
    rpm: null,
    tpm: null,
    timeoutS: null,
    totalTimeoutS: null,
    maxAttempts: null,
    stream: false,
    cache: null,
    contextWindow: null,
    apiKeyEnv: null,
    baseUrl: null,
    headers: {},
    prompts: null,
    options,
    ...more,
  };
}

/** Makes an adapter as the pipeline does; no key, no proxy. */
export function makeAdapter(
  definition: ProviderDefinition,
  options: JsonObject,
  more: Partial<ModelSpec> = {},
  tools: Partial<AdapterTools> = {},
): Promise<Adapter> {
  return definition.create(programModel(definition.type, options, more), { ...ADAPTER_TOOLS, apiKey: null, ...tools });
}

type Overrides = Parameters<typeof sendContext>[0];

/** One call about `FULL_CASE`. */
export function callAdapter(adapter: Adapter, context: Overrides = {}, request: Parameters<typeof aRequest>[1] = {}): Promise<Sent> {
  const text = String(FULL_CASE.input);
  return adapter.send(aRequest(text, request), sendContext({ case: FULL_CASE, ...context }));
}

/** The typed failure of a call; anything else that is thrown, or nothing, fails the test. */
export async function failureOf(call: Promise<unknown>): Promise<SendError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof SendError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
