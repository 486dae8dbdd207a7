import * as z from "zod";
import { systemClock } from "../base/clock.ts";
import { digestOf } from "../base/digest.ts";
import type { Case } from "../domain/case.ts";
import type { ErrorKind, Usage } from "../domain/output.ts";
import { createRandom } from "../stats/sfc32.ts";
import { type ProviderDefinition, SendError } from "./adapter.ts";
import { UNKNOWN_USAGE } from "./no-call.ts";

const share = () => z.number().min(0).max(1);
const ERROR_KINDS = [
  "rate_limit",
  "overloaded",
  "server",
  "network",
  "timeout",
  "bad_response",
] as const satisfies readonly ErrorKind[];

const options = {
  accuracy: share().default(0.8).describe("Share of answers that are the case's expected one"),
  wrong: z.array(z.string()).min(1).default(["wrong"]).describe("Where wrong answers are drawn from"),
  latency: z
    .strictObject({ p50_ms: z.number().positive(), p95_ms: z.number().positive() })
    .refine(({ p50_ms, p95_ms }) => p95_ms >= p50_ms, { error: "p95_ms is at least p50_ms" })
    .default({ p50_ms: 500, p95_ms: 1500 })
    .describe("Of a log-normal distribution"),
  first_token: share().optional().describe("Share of the latency after which the first token comes"),
  error_rate: share().default(0).describe("Share of trials that end in an error"),
  error_kind: z.enum(ERROR_KINDS).default("server"),
  tokens: z
    .strictObject({ input: z.int().min(0), output: z.int().min(0) })
    .optional()
    .describe("Of every call; default: unknown"),
  wait: z.boolean().default(false).describe("Take the drawn time instead of only reporting it"),
};

/** z of the 95th percentile of a standard normal variable. */
const Z95 = 1.6448536269514722;

/** No model at all: seeded draws that say so. Equal seed, model id, case id and repeat give equal outputs. */
export const simulated: ProviderDefinition = {
  type: "simulated",
  description: "a declared simulation: seeded accuracy, latency, error and token distributions",
  options,
  model: "optional",
  apiKeyEnv: null,
  cached: false,
  paths: [],

  async create(model) {
    const settings = z.object(options).parse(model.options);
    const { p50_ms, p95_ms } = settings.latency;
    const sigma = Math.log(p95_ms / p50_ms) / Z95;
    return {
      async send(_request, context) {
        const seed = Number.parseInt(
          digestOf([context.seed, model.id, context.case.id, context.repeat]).slice(0, 8),
          16,
        );
        const random = createRandom(seed);
        // Every trial makes the same draws in the same order: a setting changes what it is about and nothing else.
        const [fails, isRight, which, normal] = [
          random() < settings.error_rate,
          random() < settings.accuracy,
          random(),
          gaussian(random),
        ];
        const latencyMs = Math.round(p50_ms * Math.exp(sigma * normal) * 100) / 100;
        const firstTokenMs =
          settings.first_token === undefined ? null : Math.round(latencyMs * settings.first_token * 100) / 100;
        if (settings.wait) {
          await systemClock.sleep(firstTokenMs ?? 0, context.signal);
          if (firstTokenMs !== null) context.firstToken();
          await systemClock.sleep(latencyMs - (firstTokenMs ?? 0), context.signal);
          if (context.signal.aborted) throw new Error("aborted");
        }
        if (fails)
          throw new SendError({
            kind: settings.error_kind,
            message: "simulated error",
            httpStatus: null,
            retryable: false,
          });
        const text = isRight ? expectedText(context.case) : wrongText(context.case, settings.wrong, which);
        return {
          answer: { text, toolCalls: [], finishReason: "stop", rawFinishReason: null, responseId: null },
          usage: usageOf(settings.tokens),
          httpStatus: null,
          requestId: null,
          // What was waited is measured; what was not is stated.
          ...(settings.wait ? {} : { latencyMs, firstTokenMs }),
        };
      },
    };
  },
};

function expectedText({ expected }: Case): string {
  if (expected === undefined) return "right";
  return typeof expected === "string" ? expected : JSON.stringify(expected);
}

function wrongText(testCase: Case, wrong: readonly string[], draw: number): string {
  const right = expectedText(testCase);
  const others = wrong.filter((text) => text !== right);
  return others[Math.floor(draw * others.length)] ?? `not ${right}`;
}

function usageOf(tokens: { input: number; output: number } | undefined): Usage {
  return tokens === undefined
    ? UNKNOWN_USAGE
    : { ...UNKNOWN_USAGE, inputTokens: tokens.input, outputTokens: tokens.output };
}

/** A standard normal draw (Box and Muller 1958); takes two uniform ones. */
function gaussian(random: () => number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}
