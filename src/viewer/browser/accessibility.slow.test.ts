import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserPath, launchBrowser, watchedPage } from "../../testing/browser.ts";
import type { Project } from "../../testing/cli.ts";
import { reportUrl, viewerProject } from "../../testing/viewer-project.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const VIEWS = ["#/overview", "#/compare?change=regressed", "#/cases", "#/case/t-011?diff=1&a=base&b=next"];

describe.skipIf(browserPath === null)("accessibility", () => {
  let browser: Browser;
  let project: Project;
  let url: string;

  beforeAll(async () => {
    project = await viewerProject();
    await project.evals(["run", "--quiet"]);
    url = await reportUrl(project);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await project?.remove();
  });

  async function open(view: string, width: number, colorScheme: "dark" | "light"): Promise<Page> {
    // The page's own policy would keep axe out.
    const { page } = await watchedPage(browser, { viewport: { width, height: 800 }, colorScheme, bypassCSP: true });
    await page.goto(url + view);
    await page.locator("main h1, main h2").first().waitFor();
    return page;
  }

  for (const view of VIEWS) {
    for (const colorScheme of ["light", "dark"] as const) {
      it(`axe finds nothing in ${view}, ${colorScheme}`, async () => {
        for (const width of [360, 1280]) {
          const page = await open(view, width, colorScheme);
          await page.evaluate(AXE);
          const found = await page.evaluate(async () => {
            const axe = (
              globalThis as unknown as {
                axe: {
                  run(
                    context: Document,
                    options: object,
                  ): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
                };
              }
            ).axe;
            const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
            const { violations } = await axe.run(document, { runOnly: { type: "tag", values: tags } });
            return violations.map(
              ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(" | ")}`,
            );
          });
          expect(found, `${width} px`).toEqual([]);
          await page.context().close();
        }
      });
    }

    it(`${view} fits a screen of 360 px`, async () => {
      const page = await open(view, 360, "light");
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(wide).toBeLessThanOrEqual(0);
      await page.context().close();
    });
  }
});
