import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { streamSSE } from "hono/streaming";
import { UserError } from "../base/errors.ts";
import type { JsonObject } from "../domain/json.ts";
import type { ViewerListItem } from "../domain/viewer.ts";
import { readSummaryJson } from "../log/documents.ts";
import { asItStands, type FoundRun, listRuns } from "../log/find-runs.ts";
import { addToDataset, datasetFiles } from "../pipeline/add-to-dataset.ts";
import { compareTwo, type NamedSide } from "../pipeline/compare-two.ts";
import type { World } from "../pipeline/options.ts";
import { suiteHistory } from "../pipeline/suite-history.ts";
import type { ViewerApp } from "../report/definition.ts";
import { refusal } from "./guard.ts";
import { CONTENT_POLICY, PAGE } from "./page.ts";
import type { RunShelf } from "./run-shelf.ts";
import { watchRun } from "./watch-run.ts";

const MOST_BODY_BYTES = 16 * 1024 * 1024;
const HISTORY_RUNS = 50;

interface Served {
  readonly app: ViewerApp;
  readonly world: World;
  readonly shelf: RunShelf;
  /** The address that the server listens on. */
  readonly bound: string;
  /** Aborts when the server closes. */
  readonly closing: AbortSignal;
}

/** Everything that `evals view` answers. Runs are named by their ids alone: no part of a path comes from outside. */
export function viewRoutes({ app, world, shelf, bound, closing }: Served): Hono {
  const routes = new Hono();
  routes.use(async (c, next) => {
    const { method, path } = c.req;
    const [host, origin, site] = ["host", "origin", "sec-fetch-site"].map((name) => c.req.header(name));
    const why = refusal({ method, host, origin, site, path }, bound);
    if (why !== null) return c.json(errorJson("refused", why), 403);
    await next();
    c.header("content-security-policy", CONTENT_POLICY);
    c.header("x-content-type-options", "nosniff");
    c.header("referrer-policy", "no-referrer");
    c.header("cross-origin-resource-policy", "same-origin");
    c.header("cross-origin-opener-policy", "same-origin");
    if (!c.res.headers.has("cache-control")) c.header("cache-control", "no-store");
    return undefined;
  });
  routes.get("/", (c) => c.html(PAGE));
  routes.get("/app.js", (c) => c.body(app.script, 200, { "content-type": "text/javascript; charset=utf-8" }));
  routes.get("/app.css", (c) => c.body(app.style, 200, { "content-type": "text/css; charset=utf-8" }));

  routes.get("/licences.txt", (c) => c.text(app.licences));

  routes.get("/api/runs", async (c) => c.json(await Promise.all((await listRuns(world.reports)).map(listItem))));
  routes.get("/api/runs/:run", async (c) => c.json(await shelf.use(await found(c.req.param("run")), ({ run }) => run)));
  routes.get("/api/runs/:run/columns", async (c) =>
    c.json(await shelf.use(await found(c.req.param("run")), ({ columns }) => columns)),
  );
  routes.get("/api/runs/:run/chunks/:index", async (c) => {
    const index = Number(c.req.param("index"));
    const cases = await shelf.use(await found(c.req.param("run")), (data) => {
      if (!Number.isInteger(index) || index < 0 || index >= data.chunkCount)
        throw new UserError("not_found", "the run has no such part");
      return data.chunk(index);
    });
    return c.json(cases);
  });
  routes.get("/api/runs/:run/events", async (c) => {
    const run = await found(c.req.param("run"));
    return streamSSE(c, async (stream) => {
      const ended = new AbortController();
      stream.onAbort(() => ended.abort());
      const signal = AbortSignal.any([ended.signal, closing]);
      for await (const progress of watchRun(run, signal, () => shelf.restMs(run)))
        await stream.writeSSE({ data: JSON.stringify(progress) });
    });
  });
  routes.get("/api/history", async (c) => {
    const { suite = "", metric = "accuracy" } = c.req.query();
    return c.json(await suiteHistory({ suite, metric, candidates: [], limit: HISTORY_RUNS }, world));
  });
  routes.get("/api/compare", async (c) => {
    const { a = "", b = "" } = c.req.query();
    return c.json(await compareTwo(await sideOf(a), await sideOf(b)));
  });
  routes.get("/api/datasets", async (c) => c.json(await datasetFiles(world.cwd)));
  routes.post("/api/datasets", bodyLimit({ maxSize: MOST_BODY_BYTES }), async (c) => {
    if (!/^application\/json\b/i.test(c.req.header("content-type") ?? ""))
      throw new UserError("bad_request", "the body should be JSON");
    const body = (await c.req.json().catch(() => null)) as { file?: unknown; line?: unknown } | null;
    if (typeof body?.file !== "string" || typeof body.line !== "object" || body.line === null)
      throw new UserError("bad_request", 'the body should be {"file", "line"}');
    return c.json(await addToDataset(world.cwd, body.file, body.line as JsonObject));
  });

  routes.notFound((c) => c.json(errorJson("not_found", `there is nothing at ${c.req.path}`), 404));
  routes.onError((error, c) => {
    if (error instanceof UserError) return c.json(errorJson(error.name, error.message), statusOf(error));
    return c.json(errorJson("internal", world.secrets.mask(error.message)), 500);
  });
  return routes;

  async function found(id: string): Promise<FoundRun> {
    const run = (await listRuns(world.reports)).find(({ manifest }) => manifest.runId === id);
    if (run === undefined) throw new UserError("run_not_found", `there is no run ${id} in the reports folder`);
    return run;
  }

  async function sideOf(text: string): Promise<NamedSide> {
    const colon = text.indexOf(":");
    if (colon < 0) throw new UserError("bad_request", "a side is <run>:<candidate>");
    return { run: await found(text.slice(0, colon)), candidate: text.slice(colon + 1) };
  }
}

async function listItem(run: FoundRun): Promise<ViewerListItem> {
  const manifest = await asItStands(run);
  const summary = await readSummaryJson(run.folder).catch(() => null);
  const { runId, suite, status, statusReason, startedAt, cases, candidates } = manifest;
  return {
    ...{ runId, suite, status, statusReason, startedAt, cases },
    candidates: candidates.map(({ id }) => id),
    verdict: (summary?.verdict as ViewerListItem["verdict"] | undefined) ?? null,
  };
}

function errorJson(name: string, message: string): { error: { name: string; message: string } } {
  return { error: { name, message } };
}

function statusOf({ name }: UserError): 400 | 404 {
  return /not_found|no_runs/.test(name) ? 404 : 400;
}
