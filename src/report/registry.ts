import { csv } from "./csv.ts";
import type { ReportDefinition } from "./definition.ts";
import { github } from "./github.ts";
import { html } from "./html/html.ts";
import { json } from "./json.ts";
import { junit } from "./junit.ts";
import { markdown } from "./markdown.ts";
import { terminal } from "./terminal.ts";

/** Every report. One line each. */
export const reports: Readonly<Record<string, ReportDefinition>> = Object.fromEntries(
  [terminal, markdown, html, json, junit, github, csv].map((definition) => [definition.format, definition]),
);
