import type { ReportDefinition } from "./definition.ts";
import { json } from "./json.ts";
import { markdown } from "./markdown.ts";
import { terminal } from "./terminal.ts";

/** Every report. One line each. */
export const reports: Readonly<Record<string, ReportDefinition>> = Object.fromEntries(
  [terminal, markdown, json].map((definition) => [definition.format, definition]),
);
