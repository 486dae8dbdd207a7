import type { Summary } from "../../domain/summary.ts";
import type { ReportDefinition, ReportInput, ViewerApp, ViewerParts } from "../definition.ts";
import { contentPolicy } from "./content-policy.ts";
import { dataElement } from "./data-element.ts";
import { htmlText } from "./html-text.ts";
import { plainFacts } from "./plain-facts.ts";

/** A browser holds the whole file in memory. */
const MOST_TRIALS = 20_000;
/** Chunks that are compressed at the same time: zlib has threads of its own. */
const AHEAD = 4;

export const html: ReportDefinition = {
  format: "html",
  description: "one file with the viewer and the run inside; opens offline in a browser",
  file: "report.html",
  async render(input) {
    const pieces: string[] = [];
    for await (const piece of pages(input)) pieces.push(piece);
    return pieces.join("");
  },
  stream: pages,
};

/** The page from its head to its end; a few chunks of the run are in memory at a time. */
async function* pages({ summary, viewer }: ReportInput): AsyncGenerator<string> {
  const app = checked(await viewer.app());
  const parts = await viewer.open(MOST_TRIALS);
  try {
    yield head(summary, app, parts);
    yield await dataElement("data-run", parts.run);
    yield await dataElement("data-columns", parts.columns);
    yield* chunkElements(parts);
    yield foot(app);
  } finally {
    await parts.close();
  }
}

async function* chunkElements(parts: ViewerParts): AsyncGenerator<string> {
  const waiting: Promise<string>[] = [];
  let index = 0;
  try {
    for await (const cases of parts.chunks()) {
      waiting.push(dataElement(`data-chunk-${index++}`, cases));
      if (waiting.length >= AHEAD) yield (await waiting.shift()) ?? "";
    }
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) yield await next;
  } finally {
    await Promise.allSettled(waiting);
  }
}

function head(summary: Summary, app: ViewerApp, { columns }: ViewerParts): string {
  const verdict = summary.verdict === "none" ? "" : `: ${summary.verdict}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(app)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${htmlText(`${summary.suite}${verdict} · ${summary.startedAt.slice(0, 10)}`)}</title>
<style>${app.style}</style>
</head>
<body>
<div id="app"></div>
<noscript>
${plainFacts(summary, columns.trials)}
</noscript>
<p id="data-run-id" hidden>${htmlText(summary.runId)}</p>
`;
}

function foot(app: ViewerApp): string {
  return `<template id="licences">${htmlText(app.licences)}</template>
<script>${app.script}</script>
</body>
</html>
`;
}

/** A hash is of the text as the parser sees it: nothing may end the element early, or open a comment in it. */
function checked(app: ViewerApp): ViewerApp {
  if (/<\/?script|<!--/i.test(app.script)) throw new Error("the viewer's script holds what ends a script element");
  if (/<\/style/i.test(app.style)) throw new Error("the viewer's style holds what ends a style element");
  if (/\r|\0/.test(app.script + app.style)) throw new Error("the viewer holds characters that a parser changes");
  return app;
}
