import type { ReportDefinition } from "./definition.ts";

export const json: ReportDefinition = {
  format: "json",
  description: "the summary, as summary.json has it",
  file: null,
  render: ({ summaryJson }) => `${JSON.stringify(summaryJson, null, 2)}\n`,
};
