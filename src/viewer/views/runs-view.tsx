import { useEffect, useState } from "preact/hooks";
import type { ViewerListItem } from "../../domain/viewer.ts";
import { oneLine } from "../../report/safe-text.ts";
import type { Home } from "../home/home.ts";
import { choose } from "../parts/patched-query.ts";
import { ScrollBox } from "../parts/scroll-box.tsx";
import { VerdictBadge } from "../parts/verdict-badge.tsx";
import { href, useRoute } from "../router.ts";
import { useLoaded } from "../use-loaded.ts";

/** More names than this stand as a number. */
const MOST_NAMED = 4;

/** While a run goes on, its status and verdict are still to come. */
const ASK_AGAIN_MS = 5000;

/** The runs of the reports folder, the newest first. */
export function RunsView({ home }: { home: Home }) {
  const route = useRoute(home.only);
  const [asked, setAsked] = useState(0);
  const runs = useLoaded(async () => (await home.server?.runs()) ?? [], [home, asked]);
  const goesOn = runs.status === "ready" && runs.value.some(({ status }) => status === "running");
  useEffect(() => {
    if (!goesOn) return;
    const timer = setInterval(() => setAsked((old) => old + 1), ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [goesOn]);
  if (runs.status === "loading") return <p class="notice">Reading the runs…</p>;
  if (runs.status === "failed")
    return (
      <p class="notice" role="alert">
        {oneLine(runs.message)}
      </p>
    );
  if (runs.value.length === 0) return <NoRuns />;
  const suites = [...new Set(runs.value.map(({ suite }) => suite))].sort((a, b) => a.localeCompare(b, "en"));
  const suite = route.query.get("suite");
  const shown = runs.value.filter((run) => suite === null || run.suite === suite);
  return (
    <>
      <header class="page-head">
        <h1>Runs</h1>
      </header>
      <div class="tools-line">
        {suites.length > 1 && (
          <label class="choice">
            <span class="muted">Suite</span>{" "}
            <select
              value={suite ?? ""}
              onChange={(event) => choose(home.only, route, { suite: event.currentTarget.value })}
            >
              <option value="">all ({suites.length})</option>
              {suites.map((name) => (
                <option key={name} value={name}>
                  {oneLine(name)}
                </option>
              ))}
            </select>
          </label>
        )}
        <span class="muted" role="status">
          {shown.length.toLocaleString("en")} {shown.length === 1 ? "run" : "runs"}
        </span>
      </div>
      <ScrollBox label="Runs">
        <table class="data runs">
          <caption class="visually-hidden">Runs, the newest first</caption>
          <thead>
            <tr>
              <th scope="col">run</th>
              <th scope="col">suite</th>
              <th scope="col">started (UTC)</th>
              <th scope="col">status</th>
              <th scope="col">verdict</th>
              <th scope="col" class="num">
                cases
              </th>
              <th scope="col">candidates</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((run) => (
              <RunRow key={run.runId} run={run} home={home} />
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </>
  );
}

function RunRow({ run, home }: { run: ViewerListItem; home: Home }) {
  const { runId, suite, startedAt, status, statusReason, verdict, cases, candidates } = run;
  const named = candidates.slice(0, MOST_NAMED).map(oneLine).join(", ");
  const more = candidates.length - MOST_NAMED;
  return (
    <tr>
      <th scope="row">
        <a href={href(home.only, { run: runId, view: "overview" })}>{oneLine(runId)}</a>
      </th>
      <td class="text">{oneLine(suite)}</td>
      <td class="figures-text">{startedAt.slice(0, 19).replace("T", " ")}</td>
      <td>
        <span class={`run-status ${status}`}>{status === "running" ? "● running" : status}</span>
        {statusReason !== null && <small class="text">{oneLine(statusReason)}</small>}
      </td>
      <td>
        {verdict === null ? (
          <span class="muted">{status === "running" ? "not yet" : "none"}</span>
        ) : (
          <VerdictBadge verdict={verdict} />
        )}
      </td>
      <td class="num">{cases.toLocaleString("en")}</td>
      <td class="text" title={more > 0 ? candidates.map(oneLine).join(", ") : undefined}>
        {named}
        {more > 0 && ` and ${more.toLocaleString("en")} more`}
      </td>
    </tr>
  );
}

function NoRuns() {
  return (
    <section class="empty">
      <h1>No runs yet</h1>
      <p>Run a suite in the folder that this server was started in, then come back:</p>
      <pre>evals run evals/my-suite.yaml</pre>
      <p class="muted">
        No suite either? <code>evals init</code> writes one. Runs are looked for in <code>reports/</code>, or where{" "}
        <code>--out</code> says.
      </p>
    </section>
  );
}
