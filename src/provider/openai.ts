import * as z from "zod";
import { UserError } from "../base/errors.ts";
import type { ProviderDefinition } from "./adapter.ts";
import { openaiAbilities } from "./openai/abilities.ts";
import { chatApi } from "./openai/chat-api.ts";
import { embeddingsApi } from "./openai/embeddings-api.ts";
import { responsesApi } from "./openai/responses-api.ts";
import { type SdkOptions, sdkAdapter } from "./sdk-adapter.ts";

const BASE_URL = "https://api.openai.com/v1";

/** OpenAI and every server that speaks its Chat Completions or Responses API, through the `openai` SDK. */
export const openai: ProviderDefinition = {
  type: "openai",
  description: "OpenAI Chat Completions or Responses, and any compatible server by base_url",
  options: {
    api: z.enum(["chat", "responses"]).default("chat").describe("Which API is spoken: Chat Completions or Responses."),
  },
  model: "required",
  apiKeyEnv: "OPENAI_API_KEY",
  cached: true,
  paths: [],
  abilities: openaiAbilities,

  async create(model, tools) {
    const api = model.options.api === "responses" ? responsesApi : chatApi;
    const { baseUrl, query } = splitQuery(model.baseUrl ?? BASE_URL);
    const makeClient = async ({ apiKey, http, timeoutMs }: SdkOptions) => {
      const { OpenAI } = await import("openai");
      return new OpenAI({
        apiKey,
        baseURL: baseUrl,
        defaultQuery: query,
        // Stated, null too: the SDK would look into process.env for what is left out.
        adminAPIKey: null,
        organization: tools.env.OPENAI_ORG_ID ?? null,
        project: tools.env.OPENAI_PROJECT_ID ?? null,
        maxRetries: 0,
        timeout: timeoutMs,
        logLevel: "off",
        fetch: http.fetch,
      });
    };
    return sdkAdapter(api, model, tools, makeClient, embeddingsApi);
  },
};

/** The SDK puts paths behind the base URL: its query (`?api-version=` on Azure) has to stand apart. */
function splitQuery(base: string): { baseUrl: string; query: Record<string, string> } {
  if (!URL.canParse(base))
    throw new UserError("invalid_base_url", `base_url "${base}" is no URL: write it as https://host/v1`);
  const url = new URL(base);
  const query = Object.fromEntries(url.searchParams);
  url.search = "";
  url.hash = "";
  return { baseUrl: url.href.replace(/\/+$/, ""), query };
}
