// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${VAR} is the suite's own syntax
import * as z from "zod";
import type { SuiteKinds } from "./kinds.ts";
import { anyObject, count, seconds, text, usd, whenMissing } from "./schema-parts.ts";

const prices = () =>
  z.union(
    [
      z.literal("none").describe("Calls cost nothing"),
      z.strictObject({ per_call: usd().describe("USD per call") }),
      z.strictObject({
        input: usd().describe("USD per million input tokens"),
        output: usd().describe("USD per million output tokens"),
        cache_read: usd().optional(),
        cache_write: usd().optional(),
      }),
    ],
    { error: () => "expected none, { per_call: <USD> } or { input, output } in USD per million tokens" },
  );

const commonShape = {
  id: text().describe("Names the model in reports, flags and requirements"),
  params: z
    .looseObject({ max_tokens: count().optional().describe("Most tokens an answer may have") })
    .optional()
    .describe("Sent to the API as written"),
  prices: prices().optional().describe("Default: looked up by provider and model name"),
  concurrency: count().optional().describe("Most calls at once"),
  rpm: z.number().positive().optional().describe("Requests per minute"),
  tpm: z.number().positive().optional().describe("Tokens per minute"),
  timeout_s: seconds().optional().describe("Seconds that one attempt may take"),
  total_timeout_s: seconds().optional().describe("Seconds that a trial may take, all attempts and waits together"),
  max_attempts: count().optional(),
  stream: z.boolean().optional().describe("Stream the answer: gives the time to the first token"),
  cache: z.boolean().optional().describe("Whether replies are kept in .evals/cache"),
  context_window: count().optional().describe("Tokens; default: from the price catalogue"),
  api_key_env: z
    .string()
    // The message must not show the value: people paste the key itself here.
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, {
      error: "expected the NAME of an environment variable that holds the key (or none)",
    })
    .optional()
    .describe("Name of the variable that holds the API key; none: send none"),
  base_url: z
    .string()
    .regex(/^(https?:\/\/|.*\$\{)/, { error: "expected a URL that starts with http:// or https://" })
    .optional()
    .describe("Another server that speaks the same API; ${VAR} is read from the environment"),
  headers: z.record(text(), z.string()).optional().describe("Extra HTTP headers; ${VAR} is read from the environment"),
  prompts: z.array(text()).optional().describe("Ids of prompts; default: all; []: the bare input"),
};

/** Keys that every model may have, as written. */
export type ModelShape = z.infer<z.ZodObject<typeof commonShape>> & { provider: string; model?: string | undefined };

const EXAMPLES: Readonly<Record<string, string>> = {
  openai: "gpt-4.1-mini",
  anthropic: "claude-haiku-4-5",
  "ai-sdk": "gemini-2.5-flash",
};

/** One model: a strict object per provider, told apart by `provider`. */
export function modelSchema(kinds: SuiteKinds, idNeeded: boolean): z.ZodType<ModelShape> {
  const { id, ...common } = commonShape;
  const options = Object.entries(kinds.providers).map(([provider, kind]) => {
    const hint = `provider ${provider} needs the model's name, e.g. model: ${EXAMPLES[provider] ?? "<name>"}`;
    const model = {
      required: z.string(whenMissing(hint)).min(1),
      optional: text().optional(),
      none: z.never({ error: `provider ${provider} takes no model; delete this line` }).optional(),
    }[kind.model];
    return z.strictObject({
      id: idNeeded ? id : id.optional(),
      provider: z.literal(provider),
      model: model.describe("The provider's own name for the model"),
      ...common,
      ...kind.options,
    });
  });
  const [first, ...rest] = options;
  if (first === undefined) return anyObject() as unknown as z.ZodType<ModelShape>;
  return z.discriminatedUnion("provider", [first, ...rest]) as unknown as z.ZodType<ModelShape>;
}
