import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserPath, launchBrowser, watchedPage } from "../../testing/browser.ts";
import { jsonl, makeProject, type Project } from "../../testing/cli.ts";
import { reportUrl } from "../../testing/viewer-project.ts";

const SET = "globalThis.hacked=1;alert(1)";

/** Each would do something in a page that takes a model's words for its own. */
const HOSTILE = [
  `<script>${SET}</script>`,
  `</script><script>${SET}</script>`,
  `<!--<script>${SET}`,
  `<img src=x onerror="${SET}">`,
  `<img src="https://evil.example/pixel.png">`,
  `<svg onload="${SET}"><iframe srcdoc="<script>parent.hacked=1</script>"></iframe></svg>`,
  `[click](javascript:${SET}) [x](data:text/html,<script>${SET}</script>) [y](JaVaScRiPt:${SET})`,
  "![pixel](https://evil.example/pixel.png) <https://evil.example/auto>",
  "[ref]: javascript:alert(1)\n[ref]",
  `<a href="javascript:${SET}">link</a> <style>*{display:none}</style> <base href="https://evil.example/">`,
  "\u202Egnihton si siht\u202C \u2066\u2067 \u200F\u200E \u061C",
  "\u001b[31mred\u001b[0m \u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007 \u0000\u0007",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of somebody else's
  "$& $` $' $1 \\u003c {{ 7*7 }} ${7*7}",
  `{"__proto__": {"hacked": 1}, "constructor": {"prototype": {"hacked": 1}}}`,
  "> ".repeat(5_000),
  "[".repeat(20_000),
  `${"* ".repeat(2_000)}x`,
  "=cmd|' /C calc'!A0",
  "𝔘".repeat(50_000),
];

const cases = HOSTILE.map((text, index) => ({
  id: index === 0 ? `<img src=x onerror=${SET}>` : `h-${index}`,
  input: text,
  expected: text.slice(0, 1_000),
  tags: [index % 2 === 0 ? `<b onclick=${SET}>tag</b>` : "plain"],
  metadata: { note: text.slice(0, 500), ["__proto__"]: text.slice(0, 20) },
}));

describe.skipIf(browserPath === null)("hostile texts", () => {
  let browser: Browser;
  let project: Project;

  beforeAll(async () => {
    project = await makeProject({
      "evals/hostile.yaml": [
        "name: hostile",
        'description: "<script>globalThis.hacked=1</script>"',
        "dataset: ../datasets/h.jsonl",
        "models: [{ id: m, provider: recorded, path: ../m.jsonl }, { id: n, provider: recorded, path: ../n.jsonl }]",
        "graders: [{ type: exact }, { type: json, id: shape, advisory: true }]",
        "slices: [metadata.note]",
        "",
      ].join("\n"),
      "datasets/h.jsonl": jsonl(cases),
      "m.jsonl": jsonl(cases.map(({ id, input }) => ({ id, output: input, latency_ms: 1 }))),
      "n.jsonl": jsonl(
        cases.map(({ id, input }, index) =>
          index % 3 === 0
            ? { id, error: { kind: "server", message: input.slice(0, 2_000) } }
            : { id, output: index === 1 ? "x".repeat(5 * 1024 * 1024) : `${input} ` },
        ),
      ),
    });
    const run = await project.evals(["run", "--quiet"]);
    expect([0, 4], run.stderr).toContain(run.code);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await project?.remove();
  });

  it("do nothing in the report: no script, no dialog, no request, no live link", async () => {
    const url = await reportUrl(project);
    const { context, page, errors, requests, dialogs } = await watchedPage(browser, { offline: true });
    await page.goto(url);
    await page.getByRole("heading", { name: "hostile" }).waitFor();
    for (const view of ["#/overview", "#/compare", "#/cases", "#/cases?q=%3Cscript%3E"]) {
      await page.goto(url + view);
      await page.locator("main h1, main h2").first().waitFor();
      await harmless(page);
    }
    for (const { id } of cases) {
      await page.goto(`${url}#/case/${encodeURIComponent(id)}?diff=1&a=m&b=n`);
      await page.getByRole("region", { name: "Answers" }).first().waitFor();
      for (const form of ["Markdown", "JSON", "Text"]) {
        await page.getByRole("button", { name: form, exact: true }).click();
        await harmless(page);
      }
    }
    expect(errors).toEqual([]);
    expect(dialogs).toEqual([]);
    expect(requests.filter((asked) => !asked.startsWith(url))).toEqual([]);
    await context.close();
  });

  it("say how large they were where they are cut", async () => {
    const url = await reportUrl(project);
    const { context, page } = await watchedPage(browser);
    await page.goto(`${url}#/case/h-1`);
    const answer = page.getByRole("region", { name: "n", exact: true });
    await answer.waitFor();
    expect(await answer.innerText()).toMatch(/cut at 64 KB of 5(\.\d+)? MB/);
    await context.close();
  });

  async function harmless(page: Awaited<ReturnType<typeof watchedPage>>["page"]): Promise<void> {
    const found = await page.evaluate(() => ({
      hacked: (globalThis as { hacked?: unknown }).hacked ?? ({} as { hacked?: unknown }).hacked ?? null,
      foreign: document.querySelectorAll("#app :is(script, iframe, object, embed, style, base, meta, form[action])")
        .length,
      images: [...document.images].map(({ src }) => src).filter((src) => !/^(data|blob):/.test(src)),
      links: [...document.querySelectorAll("a[href]")]
        .map((link) => link.getAttribute("href") ?? "")
        .filter((href) => !/^(#|https?:|mailto:)/.test(href)),
      handlers: [...document.querySelectorAll("#app *")].filter((element) =>
        [...element.attributes].some(({ name }) => /^on/i.test(name)),
      ).length,
    }));
    expect(found).toEqual({ hacked: null, foreign: 0, images: [], links: [], handlers: 0 });
  }
});
