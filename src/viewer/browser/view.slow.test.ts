import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserPath, launchBrowser, type WatchedPage, watchedPage } from "../../testing/browser.ts";
import type { Project, RunningCli } from "../../testing/cli.ts";
import { REGRESSED, viewerProject } from "../../testing/viewer-project.ts";

const LIVE = [
  "name: live",
  "dataset: ../datasets/triage.jsonl",
  "models: [{ id: slow, provider: simulated, accuracy: 0.8, latency: { p50_ms: 300, p95_ms: 500 }, wait: true }]",
  "graders: [{ type: exact }]",
  "run: { concurrency: 2 }",
  "",
].join("\n");

describe.skipIf(browserPath === null)("evals view", () => {
  let browser: Browser;
  let project: Project;
  let server: RunningCli;
  let url: string;

  beforeAll(async () => {
    project = await viewerProject();
    await project.evals(["run", "--quiet"]);
    // The newer run does worse with `next`: what it had right in two cases is gone.
    const next = await project.read("next.jsonl");
    await project.write({ "next.jsonl": next.replace(/(t-00[12]\..*?Answer: \*\*)\w+/g, "$1nothing") });
    await project.evals(["run", "--quiet"]);
    await project.write({ "evals/live.yaml": LIVE });
    server = project.start(["view", "--port", "0", "--no-open"]);
    await server.said("showing the runs");
    url = server.stdout().trim();
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    server?.child.kill("SIGINT");
    expect((await server?.ended)?.code).toBe(0);
    await project?.remove();
  });

  async function open(hash = ""): Promise<WatchedPage> {
    const watched = await watchedPage(browser, { viewport: { width: 1280, height: 900 } });
    await watched.page.goto(url + hash);
    return watched;
  }

  async function quiet({ context, errors, requests, dialogs }: WatchedPage): Promise<void> {
    expect(errors).toEqual([]);
    expect(dialogs).toEqual([]);
    expect(requests.filter((asked) => !asked.startsWith(url))).toEqual([]);
    await context.close();
  }

  const text = (page: Page) => page.getByRole("main").innerText();

  it("lists the runs and opens one", async () => {
    const watched = await open();
    const { page } = watched;
    const [first = ""] = await project.runs();
    await page.getByRole("link", { name: first }).first().click();
    await expect.poll(() => text(page)).toContain("94.9%");
    await quiet(watched);
  });

  it("compares two runs, case by case", async () => {
    const [first, second] = await project.runs();
    const watched = await open(`#/runs/${second}/compare?a=${first}:next&b=${second}:next`);
    const { page } = watched;
    await page.getByRole("button", { name: /2 regressed/ }).click();
    const ids = async () => (await page.getByRole("rowheader").filter({ hasText: /^t-/ }).allInnerTexts()).sort();
    await expect.poll(ids).toEqual(["t-001", "t-002"]);
    await page.getByRole("link", { name: "t-002" }).first().click();
    await expect.poll(() => page.getByRole("deletion").first().innerText()).toBe("shipping");
    await quiet(watched);
  });

  it("shows the history of a suite", async () => {
    const [, second] = await project.runs();
    const watched = await open(`#/runs/${second}/history`);
    await expect.poll(() => text(watched.page)).toMatch(/94\.9%[\s\S]*91\.5%|91\.5%[\s\S]*94\.9%/);
    await quiet(watched);
  });

  it("adds a case to a dataset", async () => {
    const [first] = await project.runs();
    const watched = await open(`#/runs/${first}/case/${REGRESSED[0]}`);
    const { page } = watched;
    await page.getByRole("button", { name: "Add to dataset…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: /^Add/ }).click();
    await expect.poll(async () => project.read("datasets/triage-picked.jsonl").catch(() => "")).toContain(REGRESSED[0]);
    const line = JSON.parse(await project.read("datasets/triage-picked.jsonl"));
    expect(line).toMatchObject({ id: REGRESSED[0], expected: "billing" });
    await quiet(watched);
  });

  it("follows a run that goes on, without being asked", async () => {
    const running = project.start(["run", "evals/live.yaml"]);
    await expect
      .poll(async () => (await project.runs()).some((id) => id.startsWith("live")), { timeout: 20_000 })
      .toBe(true);
    const live = (await project.runs()).find((id) => id.startsWith("live"));
    const watched = await open(`#/runs/${live}/overview`);
    const { page } = watched;
    const done = async () => Number(/live: (\d+)/.exec(await page.getByRole("banner").innerText())?.[1] ?? Number.NaN);
    await expect.poll(done, { timeout: 20_000 }).toBeGreaterThan(0);
    const before = await done();
    await expect.poll(done, { timeout: 20_000 }).toBeGreaterThan(before);
    const ended = await running.ended;
    expect(ended.code, ended.stderr).toBe(0);
    const shown = /\d+\.\d%/.exec(JSON.stringify(ended.stdout))?.[0] ?? "none";
    await expect.poll(() => text(page), { timeout: 20_000 }).toContain(shown);
    await expect.poll(() => page.getByRole("banner").innerText(), { timeout: 20_000 }).not.toContain("live:");
    await quiet(watched);
  });
});
