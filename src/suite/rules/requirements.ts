import { didYouMean } from "../../base/nearest.ts";
import type { Rule, RuleProblem } from "./rule.ts";

const GRADER_METRIC = "grader.";

export const requirementMetrics: Rule = {
  name: "requirement-metrics",
  reads: ["requirements"],
  check: (_suite, { shape, kinds }) =>
    (shape.requirements ?? []).flatMap(({ metric }, index): RuleProblem[] => {
      if (metric.startsWith(GRADER_METRIC) || kinds.metricKnown(metric)) return [];
      const hint = didYouMean(metric, kinds.knownMetrics) || `; one of ${kinds.knownMetrics.join(", ")}`;
      return [{ path: ["requirements", index, "metric"], message: `unknown metric "${metric}"${hint}` }];
    }),
};

export const requirementGraders: Rule = {
  name: "requirement-graders",
  reads: ["requirements", "graders"],
  check: (suite, { shape }) =>
    (shape.requirements ?? []).flatMap(({ metric }, index): RuleProblem[] => {
      const id = metric.slice(GRADER_METRIC.length);
      const known = suite.graders.map((grader) => grader.id);
      if (!metric.startsWith(GRADER_METRIC) || known.includes(id)) return [];
      const hint = didYouMean(id, known) || `; one of ${known.join(", ")}`;
      return [{ path: ["requirements", index, "metric"], message: `no grader has the id "${id}"${hint}` }];
    }),
};

export const requirementBounds: Rule = {
  name: "requirement-bounds",
  reads: ["requirements"],
  check: (_suite, { shape }) =>
    (shape.requirements ?? []).flatMap(({ min, max, max_drop, max_increase }, index): RuleProblem[] => {
      const path = ["requirements", index];
      if ([min, max, max_drop, max_increase].every((bound) => bound === undefined)) {
        return [{ path, message: "states no bound; add min, max, max_drop or max_increase" }];
      }
      if (min !== undefined && max !== undefined && min > max)
        return [{ path, message: `min ${min} is above max ${max}: nothing can hold` }];
      return [];
    }),
};
