import * as z from "zod";
import type { GraderSpec } from "../../domain/suite.ts";
import type { SuiteKinds } from "../kinds.ts";

const common = {
  id: z.string().optional(),
  expected: z.string().optional(),
  when: z.string().optional(),
  weight: z.number().optional(),
  advisory: z.boolean().optional(),
  extract: z.union([z.enum(["number", "trim"]), z.strictObject({ regex: z.string(), group: z.int().optional() }), z.array(z.enum(["number", "trim"]))]).optional(),
};

type Shape = Record<string, z.ZodType>;
const own: Record<string, Shape> = {
  exact: { ignore_case: z.boolean().optional() },
  numeric: { tolerance: z.number().optional() },
  json: { schema: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(), fields: z.lazy(() => z.record(z.string(), grader)).optional() },
  all: { graders: z.lazy(() => z.array(grader)) },
  judge: { model: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(), panel: z.array(z.string()).optional(), rubric: z.string().optional() },
  pairwise: { against: z.string(), model: z.string().optional() },
  module: { path: z.string() },
};

const grader: z.ZodType = z.lazy(() => {
  const [first, ...rest] = Object.entries(own).map(([type, shape]) => z.strictObject({ type: z.literal(type), ...common, ...shape }));
  if (first === undefined) throw new Error("no graders");
  return z.discriminatedUnion("type", [first, ...rest]);
});

function normaliseGrader(raw: unknown): GraderSpec {
  const {
    id,
    type,
    expected,
    when,
    weight,
    advisory,
    extract: _extract,
    ...rest
  } = raw as Record<string, unknown> & {
    type: string;
    id?: string;
    expected?: string;
    when?: string;
    weight?: number;
    advisory?: boolean;
  };
  const nested = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map((item) => (typeof item === "object" ? normaliseGrader(item) : item));
    return value;
  };
  const options: Record<string, unknown> = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, nested(value)]));
  if (type === "json" && options.fields) {
    options.fields = Object.fromEntries(Object.entries(options.fields).map(([key, value]) => [key, normaliseGrader(value)]));
  }
  return {
    id: id ?? type,
    type,
    extract: [],
    expected: expected ?? null,
    weight: weight ?? 1,
    advisory: advisory ?? false,
    when: when ?? null,
    severity: null,
    min: null,
    options,
  };
}

const knownMetrics = ["accuracy", "score", "error_rate", "latency_p95_ms", "cost_per_success_usd", "context_fit", "cost_total_usd"];

/** Small stand-ins for the registries that the pipeline hands over. */
export const fakeKinds: SuiteKinds = {
  graderSchema: grader,
  graderTypes: Object.keys(own),
  graderKeys: (type) => (own[type] ? ["type", ...Object.keys(common), ...Object.keys(own[type])] : []),
  normaliseGrader,
  graderPaths: (type) => (type === "json" ? ["schema"] : type === "module" ? ["path"] : []),
  graderCheck: (spec) =>
    spec.type === "numeric" && spec.options.tolerance === -1 ? [{ path: "tolerance", message: "must not be negative" }] : [],
  providers: {
    openai: { options: { api: z.enum(["chat", "responses"]).optional() }, model: "required", paths: [] },
    anthropic: { options: {}, model: "required", paths: [] },
    module: { options: { path: z.string() }, model: "none", paths: ["path"] },
    http: { options: { url: z.string(), method: z.string().optional() }, model: "optional", paths: [] },
  },
  metricKnown: (name) => knownMetrics.includes(name),
  knownMetrics,
};
