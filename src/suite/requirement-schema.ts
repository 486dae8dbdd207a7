import * as z from "zod";
import { text } from "./schema-parts.ts";

export const PERCENT = /^\s*(\d+(?:\.\d+)?)\s*%\s*$/;

const margin = () =>
  z.union(
    [
      z.number().min(0),
      z.string().regex(PERCENT, {
        error: (issue) => `expected a number or a percentage such as 10%; found ${JSON.stringify(issue.input)}`,
      }),
    ],
    { error: () => "expected a number, or a percentage of the baseline's value such as 10%" },
  );

const limit = () =>
  z.number({
    error: (issue) =>
      typeof issue.input === "string" && PERCENT.test(issue.input)
        ? `expected a number in the metric's unit; found "${issue.input}" (a percentage is of the baseline's value: max_drop or max_increase)`
        : undefined,
  });

export const requirementSchema = () =>
  z.strictObject({
    metric: text(),
    min: limit().optional().describe("The 95% interval must lie at or above it"),
    max: limit().optional().describe("The 95% interval must lie at or below it"),
    max_drop: margin()
      .optional()
      .describe("Against the baseline: how much less is tolerable; a number in the metric's unit, or 10%"),
    max_increase: margin()
      .optional()
      .describe("Against the baseline: how much more is tolerable; a number in the metric's unit, or 10%"),
    slice: text().optional().describe("tag:x, or field:value with the field in slices:"),
    candidate: text().optional().describe("Default: every candidate of gate:"),
    against: text().optional().describe("A candidate of the same run instead of the baseline"),
    decide: z.enum(["interval", "point"]).optional().describe("point compares the value alone"),
  });

export type RequirementShape = z.infer<ReturnType<typeof requirementSchema>>;
