import { UserError } from "../base/errors.ts";
import type { ProviderDefinition } from "./adapter.ts";
import { messagesApi } from "./anthropic/messages-api.ts";
import { sdkAdapter } from "./sdk-adapter.ts";

const BASE_URL = "https://api.anthropic.com";

/** Models from Opus 4.1 and Sonnet 4.5 on follow a schema; those before refuse it. */
const STRUCTURED = /^claude-(opus-4-[1-9]|(sonnet|haiku)-4-[5-9]|[a-z]+-([5-9]|\d\d))(\b|-)/;

/** The Anthropic Messages API, and servers that speak it, through `@anthropic-ai/sdk`. */
export const anthropic: ProviderDefinition = {
  type: "anthropic",
  description: "Anthropic Messages, and any compatible server by base_url",
  options: {},
  model: "required",
  apiKeyEnv: "ANTHROPIC_API_KEY",
  cached: true,
  paths: [],
  abilities: ({ model }) => ({ structuredOutput: STRUCTURED.test(model ?? "") }),

  async create(model, tools) {
    const base = model.baseUrl ?? BASE_URL;
    if (!URL.canParse(base))
      throw new UserError("invalid_base_url", `base_url "${base}" is no URL: write it as https://host`);
    return sdkAdapter(messagesApi, model, tools, async ({ apiKey, http, timeoutMs }) => {
      const { Anthropic } = await import("@anthropic-ai/sdk");
      return new Anthropic({
        // Both stated always: without them the SDK walks a chain of local credentials that may change the host, too.
        apiKey,
        // The SDK's paths begin with /v1.
        baseURL: base.replace(/\/+$/, "").replace(/\/v1$/, ""),
        maxRetries: 0,
        timeout: timeoutMs,
        logLevel: "off",
        openTelemetry: false,
        fetch: http.fetch,
      });
    });
  },
};
