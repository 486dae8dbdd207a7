import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { ViewerCase, ViewerRun } from "../../domain/viewer.ts";
import { inputOf, requirement, summaryOf, viewerOf } from "../__fixtures__/inputs.ts";
import type { ReportInput, ViewerApp, ViewerParts } from "../definition.ts";
import { html } from "./html.ts";

const OPTIONS = { color: false, width: 120 };
const render = async (input: ReportInput) => html.render(input, OPTIONS);
const reportOf = (parts: Partial<ViewerParts> = {}, app: Partial<ViewerApp> = {}) =>
  render(inputOf(summaryOf(), { viewer: viewerOf(parts, app) }));

/** The elements of a page as a browser finds them: a script or a style ends at its first end tag, whatever is inside. */
function elementsOf(page: string): { tag: string; attributes: string; text: string }[] {
  const found: { tag: string; attributes: string; text: string }[] = [];
  const start = /<!--[\s\S]*?(?:-->|$)|<([a-z][a-z0-9]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/gi;
  for (let match = start.exec(page); match !== null; match = start.exec(page)) {
    const tag = match[1]?.toLowerCase();
    if (tag === undefined) continue;
    const raw = tag === "script" || tag === "style";
    const end = raw ? page.toLowerCase().indexOf(`</${tag}`, start.lastIndex) : start.lastIndex;
    found.push({ tag, attributes: match[2] ?? "", text: page.slice(start.lastIndex, end) });
    start.lastIndex = end;
  }
  return found;
}

const carried = (page: string, id: string): unknown => {
  const [element, ...others] = elementsOf(page).filter(({ attributes }) => attributes.includes(`id="${id}"`));
  expect(others).toEqual([]);
  expect(element).toMatchObject({
    tag: "script",
    attributes: expect.stringMatching(/^ type="application\/octet-stream/),
  });
  return JSON.parse(gunzipSync(Buffer.from(element?.text ?? "", "base64")).toString("utf8"));
};

const HOSTILE = [
  "</script><script>x()</script>",
  "<!--<script>",
  "]]></template>",
  "$& $' $$",
  "\u202e \u2028 \u0000 \ud83d\ude00",
  "é".repeat(5_000),
];
const caseOf = (id: string): ViewerCase => ({
  case: {
    id,
    input: HOSTILE.join("\n"),
    expected: id,
    tags: [id],
    cluster: null,
    weight: null,
    severity: null,
    metadata: {},
    vars: {},
  },
  trials: [],
  cuts: [],
});

describe("html", () => {
  it("carries the run in three parts that come back as they were", async () => {
    const chunks = HOSTILE.map((id) => [caseOf(id), caseOf(`${id}-2`)]);
    const run = { folder: HOSTILE.join() } as ViewerRun;
    let closed = 0;
    const page = await reportOf({
      run,
      chunkCount: chunks.length,
      async *chunks() {
        yield* chunks;
      },
      close: async () => {
        closed += 1;
      },
    });
    expect(carried(page, "data-run")).toEqual(run);
    expect(carried(page, "data-columns")).toMatchObject({ ids: [], chunkCases: 1 });
    for (const [at, chunk] of chunks.entries()) expect(carried(page, `data-chunk-${at}`)).toEqual(chunk);
    expect(page).not.toContain(`data-chunk-${chunks.length}`);
    expect(page).toContain('<p id="data-run-id" hidden>support-triage-20260101T000000Z-0a1b2c</p>');
    expect(closed).toBe(1);
  });

  it("lets its own script and style alone run, and nothing be asked for", async () => {
    const app = { script: 'const a="\\x3c/script>$&";', style: "body{color:red}" };
    const page = await reportOf({}, app);
    const [, policy = ""] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    const sha = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    const elements = elementsOf(page);
    const running = elements.filter(({ tag, attributes }) => tag === "script" && !attributes.includes("octet-stream"));
    expect(running.map(({ attributes, text }) => [attributes, text])).toEqual([["", app.script]]);
    expect(elements.filter(({ tag }) => tag === "style").map(({ text }) => text)).toEqual([app.style]);
    expect(policy.split("; ")).toEqual([
      "default-src 'none'",
      `script-src ${sha(app.script)}`,
      `style-src ${sha(app.style)}`,
      "img-src data: blob:",
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
    expect(elements.flatMap(({ attributes }) => attributes.match(/\b(src|href|style|on\w+)=/g) ?? [])).toEqual([]);
    // Before anything that it is to hold for.
    expect(elements.slice(0, 4).map(({ tag }) => tag)).toEqual(["html", "head", "meta", "meta"]);
  });

  it("says the plain facts without a script, hostile names and reasons as text", async () => {
    const summary = summaryOf({
      suite: "</title><script>x()</script>",
      requirements: [requirement({ reason: '<img src=x onerror="x()"> \u202e', verdict: "fail" })],
      verdict: "fail",
    });
    const page = await render(inputOf(summary));
    const tags = new Set(elementsOf(page).map(({ tag }) => tag));
    expect(tags).not.toContain("img");
    expect(elementsOf(page).filter(({ tag }) => tag === "script")).toHaveLength(3);
    expect(page).toContain("<title>&lt;/title&gt;&lt;script&gt;x()&lt;/script&gt;: fail · 2026-01-01</title>");
    expect(page).toContain("<td>&lt;img src=x onerror=&quot;x()&quot;&gt; \\u202e</td>");
    const [, facts = ""] = /<noscript>([\s\S]*?)<\/noscript>/.exec(page) ?? [];
    expect(facts).toContain("<td>mini@terse</td><td>86.4% [80.9, 90.5]</td><td>198</td><td>171</td>");
    expect(facts).not.toMatch(/[\u202e<]script/);
  });

  it("carries the notices of what is inside", async () => {
    expect(await reportOf({}, { licences: "preact (MIT)\n<b> & Co" })).toContain(
      '<template id="licences">preact (MIT)\n&lt;b&gt; &amp; Co</template>',
    );
  });

  it.each(["a</SCRIPT>", "a<!--", "a<script", "a\0", "a\r\n"])(
    "refuses a script that would not stay whole: %j",
    async (script) => {
      await expect(reportOf({}, { script })).rejects.toThrow("the viewer");
    },
  );

  it("reads chunks no faster than they are written, and closes the run when nobody wants the rest", async () => {
    let read = 0;
    let closed = 0;
    const viewer = viewerOf({
      async *chunks() {
        for (; read < 1_000; read++) yield [caseOf(`c-${read}`)];
      },
      close: async () => {
        closed += 1;
      },
    });
    let pieces = 0;
    for await (const _ of html.stream?.(inputOf(summaryOf(), { viewer }), OPTIONS) ?? []) if (++pieces === 10) break;
    expect(pieces).toBe(10);
    expect(read).toBeLessThan(15);
    expect(closed).toBe(1);
  });
});
