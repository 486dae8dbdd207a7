import { graders } from "../grader/registry.ts";
import { graderKeys, graderSchema, normaliseGrader } from "../grader/schema.ts";
import { knownMetrics, resolveMetric } from "../measure/metrics/metric-definitions.ts";
import { providers } from "../provider/registry.ts";
import type { SuiteKinds } from "../suite/kinds.ts";

/** What a suite may name: the registries of the other rooms, handed to the suite room by value. */
export const suiteKinds: SuiteKinds = {
  graderSchema,
  graderTypes: Object.keys(graders),
  graderKeys,
  normaliseGrader,
  graderPaths: (type) => graders[type]?.paths ?? [],
  graderCheck: (spec) => graders[spec.type]?.check?.(spec) ?? [],
  providers,
  metricKnown: (name) => resolveMetric(name) !== undefined,
  knownMetrics: knownMetrics(),
};
