import type { Case } from "../../domain/case.ts";
import type { ModelRequest } from "../../domain/request.ts";
import type { Candidate, ModelSpec, PromptSpec } from "../../domain/suite.ts";

export function model(more: Partial<ModelSpec> = {}): ModelSpec {
  return {
    id: "mini",
    provider: "openai",
    model: "gpt-4.1-mini",
    params: { temperature: 0, max_tokens: 16 },
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
    options: {},
    ...more,
  };
}

export function prompt(messages: PromptSpec["messages"], more: Partial<PromptSpec> = {}): PromptSpec {
  return { id: "terse", messages, tools: [], toolChoice: null, outputSchema: null, ...more };
}

export function candidate(of: PromptSpec | null): Candidate {
  return { id: "mini", model: model(), prompt: of };
}

export function testCase(more: Partial<Case> = {}): Case {
  return {
    id: "t-001",
    digest: "d",
    input: "Where is my parcel?",
    expected: "shipping",
    tags: ["short"],
    cluster: null,
    weight: null,
    severity: null,
    metadata: { lang: "en" },
    vars: {},
    ...more,
  };
}

export function request(more: Partial<ModelRequest> = {}): ModelRequest {
  return {
    messages: [{ role: "user", content: "hello" }],
    input: "hello",
    params: {},
    tools: [],
    toolChoice: null,
    outputSchema: null,
    ...more,
  };
}
