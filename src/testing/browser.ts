import { existsSync } from "node:fs";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";

const PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Where a Chromium is installed; null: tests in a browser are skipped. */
export const browserPath: string | null = PATHS.find((path) => existsSync(path)) ?? null;
// biome-ignore lint/suspicious/noConsole: a skipped test says why
if (browserPath === null) console.warn(`skipped: no browser at ${PATHS.join(", ")}`);

/** As root, in a container, without a network: nothing that Chromium would do beside showing the page. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

export async function launchBrowser(): Promise<Browser> {
  const { chromium } = await import("playwright-core");
  return chromium.launch({ executablePath: browserPath ?? "", args: FLAGS });
}

/** A page with what went wrong on it and every address that it asked for. */
export interface WatchedPage {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Uncaught errors and console errors. */
  readonly errors: string[];
  /** Requests for anything but the page itself, `data:` and `blob:`. */
  readonly requests: string[];
  /** Dialogs (`alert`): hostile text that came alive. */
  readonly dialogs: string[];
}

export async function watchedPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const errors: string[] = [];
  const requests: string[] = [];
  const dialogs: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  page.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url())) requests.push(request.url());
  });
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  return { context, page, errors, requests, dialogs };
}
