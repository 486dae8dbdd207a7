import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserPath, launchBrowser, type WatchedPage, watchedPage } from "../../testing/browser.ts";
import type { Project } from "../../testing/cli.ts";
import { IMPROVED, REGRESSED, reportUrl, viewerProject } from "../../testing/viewer-project.ts";

describe.skipIf(browserPath === null)("report.html, opened from disk", () => {
  let browser: Browser;
  let project: Project;
  let url: string;

  beforeAll(async () => {
    project = await viewerProject();
    expect((await project.evals(["run", "--quiet"])).code).toBe(0);
    url = await reportUrl(project);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await project?.remove();
  });

  /** Without a network: what is asked for beside the file would fail and be seen. */
  async function open(hash = "", options: Parameters<typeof watchedPage>[1] = {}): Promise<WatchedPage> {
    const watched = await watchedPage(browser, { viewport: { width: 1280, height: 900 }, offline: true, ...options });
    await watched.page.goto(url + hash);
    return watched;
  }

  async function quiet({ context, errors, requests, dialogs }: WatchedPage): Promise<void> {
    expect(errors).toEqual([]);
    expect(dialogs).toEqual([]);
    expect(requests.filter((asked) => !asked.startsWith(url))).toEqual([]);
    await context.close();
  }

  it("shows the verdict first, with candidates, charts and what was not measured", async () => {
    const watched = await open();
    const { page } = watched;
    await expect.poll(() => page.getByRole("heading", { name: "triage" }).count()).toBe(1);
    const main = await page.getByRole("main").innerText();
    expect(main).toMatch(/Pass/);
    expect(main.indexOf("Pass")).toBeLessThan(main.indexOf("Candidates"));
    // 54 of 60, and 56 of 59: one has no answer.
    expect(main).toContain("90.0%");
    expect(main).toContain("94.9%");
    expect(main).toMatch(/no_recorded_output|no recorded output/);
    expect(await page.locator("svg[role=img], svg [role=img], [role=img] svg").count()).toBeGreaterThan(3);
    await quiet(watched);
  });

  it("filters the cases, and the address says how", async () => {
    const watched = await open("#/cases");
    const { page } = watched;
    const shown = page.getByRole("status");
    await expect.poll(() => shown.first().innerText()).toBe("60 cases");
    await page.getByRole("combobox", { name: "Outcome" }).selectOption("failed");
    await page.getByRole("combobox", { name: "Candidate" }).selectOption("next");
    await expect.poll(() => shown.first().innerText()).toBe("3 of 60 cases");
    const address = page.url();
    expect(address).toMatch(/outcome=failed/);
    const again = await open(address.slice(address.indexOf("#")));
    await expect.poll(() => again.page.getByRole("rowheader").allInnerTexts()).toHaveLength(3);
    expect([...(await again.page.getByRole("rowheader").allInnerTexts())].sort()).toEqual(REGRESSED);
    await quiet(again);
    await quiet(watched);
  });

  it("searches all texts, answers too", async () => {
    const watched = await open("#/cases");
    const { page } = watched;
    await page.getByRole("searchbox").fill("wrote about T-033");
    await expect.poll(() => page.getByRole("rowheader").allInnerTexts()).toEqual(["t-033"]);
    await page.getByRole("searchbox").fill("nothing like this");
    await expect.poll(() => page.getByRole("rowheader").count()).toBe(0);
    await quiet(watched);
  });

  it("sorts by a column", async () => {
    const watched = await open("#/cases");
    const { page } = watched;
    await page.getByRole("button", { name: "Id", exact: true }).click();
    await expect.poll(() => page.getByRole("rowheader").first().innerText()).toBe("t-001");
    await page.getByRole("button", { name: "base Latency" }).click();
    await page.getByRole("button", { name: "base Latency" }).click();
    await expect.poll(() => page.getByRole("rowheader").first().innerText()).toBe("t-060");
    await quiet(watched);
  });

  it("compares: the regressed cases in one click, each with its difference", async () => {
    const watched = await open();
    const { page } = watched;
    await page.getByRole("link", { name: "Compare" }).click();
    await page.getByRole("button", { name: /3 regressed/ }).click();
    await expect.poll(() => page.getByRole("rowheader").filter({ hasText: /^t-/ }).allInnerTexts()).toHaveLength(3);
    expect((await page.getByRole("rowheader").filter({ hasText: /^t-/ }).allInnerTexts()).sort()).toEqual(REGRESSED);
    await page.getByRole("button", { name: /5 improved/ }).click();
    // One of the six has no answer of `next`.
    await expect
      .poll(async () => (await page.getByRole("rowheader").filter({ hasText: /^t-/ }).allInnerTexts()).sort())
      .toEqual(IMPROVED.slice(0, 5));
    await page.getByRole("button", { name: /3 regressed/ }).click();
    await page.getByRole("link", { name: "t-011" }).click();
    const difference = page.getByRole("region", { name: "Difference" });
    await expect.poll(() => difference.getByRole("deletion").allInnerTexts()).toEqual(["shipping"]);
    expect(await difference.getByRole("insertion").allInnerTexts()).toEqual(["refund"]);
    await quiet(watched);
  });

  it("opens a case with all that is known of it", async () => {
    const watched = await open("#/case/t-011");
    const { page } = watched;
    await expect.poll(() => page.getByRole("heading", { name: /t-011/ }).count()).toBe(1);
    for (const candidate of ["base", "next"]) {
      const answer = page.getByRole("region", { name: candidate, exact: true });
      expect(await answer.innerText()).toContain("wrote about t-011");
    }
    await page.getByRole("button", { name: "Markdown" }).click();
    await expect
      .poll(() =>
        page.getByRole("region", { name: "base", exact: true }).locator("strong", { hasText: "shipping" }).count(),
      )
      .toBe(1);
    expect(await page.getByRole("region", { name: "Input" }).innerText()).toContain("Ticket t-011");
    await quiet(watched);
  });

  it("is worked by keys alone", async () => {
    const watched = await open();
    const { page } = watched;
    await page.getByRole("heading", { name: "triage" }).waitFor();
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    expect(await page.getByRole("dialog").innerText()).toMatch(/Next, previous case/i);
    await page.keyboard.press("Escape");
    await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
    await page.keyboard.press("3");
    await page.getByRole("searchbox").waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("t-033");
    await expect.poll(() => page.getByRole("rowheader").allInnerTexts()).toEqual(["t-033"]);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.url()).toMatch(/#\/case\//);
    await page.getByRole("region", { name: "Answers" }).first().waitFor();
    await page.keyboard.press("d");
    await page.getByRole("region", { name: "Difference" }).waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => page.url()).toMatch(/#\/cases/);
    const before = await page.evaluate(() => document.documentElement.dataset.theme);
    await page.keyboard.press("t");
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).not.toBe(before);
    await quiet(watched);
  });

  it("copies a case as a line of a dataset", async () => {
    const watched = await open("#/case/t-011");
    const { page, context } = watched;
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", { name: "Copy as JSONL" }).click();
    const copied = async () => JSON.parse((await page.evaluate(() => navigator.clipboard.readText())) || "null");
    await expect.poll(copied).toEqual({
      id: "t-011",
      input: "Ticket t-011: please help with my shipping question.",
      expected: "shipping",
      tags: ["shipping", "even"],
    });
    await quiet(watched);
  });

  it("follows the system's dark mode, and prints without its controls", async () => {
    const watched = await open("", { colorScheme: "dark" });
    const { page } = watched;
    await page.getByRole("heading", { name: "triage" }).waitFor();
    const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const [red = 255] = (/\d+/.exec(await background()) ?? []).map(Number);
    expect(red).toBeLessThan(60);
    await page.emulateMedia({ media: "print" });
    expect(await page.getByRole("navigation", { name: "Views" }).isVisible()).toBe(false);
    expect((await page.pdf()).length).toBeGreaterThan(10_000);
    await quiet(watched);
  });

  it("answers an address that leads nowhere", async () => {
    const watched = await open("#/nowhere");
    expect(await watched.page.getByRole("main").innerText()).toMatch(/nothing at this address/);
    await watched.page.goto(`${url}#/case/none`);
    await expect.poll(() => watched.page.getByRole("main").innerText()).toMatch(/none/);
    await quiet(watched);
  });
});
