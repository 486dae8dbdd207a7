import type { SuiteHistory } from "../../../domain/history.ts";
import type { Summary } from "../../../domain/summary.ts";
import { counted } from "../../../report/cells.ts";
import { oneLine } from "../../../report/safe-text.ts";
import { MetricSelect } from "../../parts/metric-select.tsx";
import { choose } from "../../parts/patched-query.ts";
import { useLoaded } from "../../use-loaded.ts";
import type { RunPlace } from "../registry.ts";
import { HistoryTable } from "./history-table.tsx";
import { SeriesTrend } from "./series-trend.tsx";

const FIRST = "accuracy";

/** A metric of this run's suite over all its runs. */
export function HistoryView({ place }: { place: RunPlace }) {
  const metric = place.route.query.get("metric") ?? FIRST;
  const { server } = place.home;
  const run = useLoaded(() => place.source.run(), [place.source, place.version]);
  const suite = run.status === "ready" ? run.value.manifest.suite : null;
  const history = useLoaded(
    async () => (server === null || suite === null ? null : server.history(suite, metric)),
    [server, suite, metric, place.version],
  );
  const failed = run.status === "failed" ? run : history.status === "failed" ? history : null;
  return (
    <div class="history-view">
      <header class="page-head">
        <h1 class="text">{suite === null ? "History" : `History of ${oneLine(suite)}`}</h1>
      </header>
      {run.status === "ready" && (
        <div class="tools-line">
          <MetricSelect
            label="Metric"
            metrics={metricsOf(run.value.summary, metric)}
            value={metric}
            onChoose={(chosen) => choose(place.home.only, place.route, { metric: chosen })}
          />
          {history.status === "ready" && history.value !== null && (
            <span class="muted">{aboutText(history.value)}</span>
          )}
        </div>
      )}
      {failed !== null && (
        <p class="notice" role="alert">
          {oneLine(failed.message)}
        </p>
      )}
      {failed === null && history.status === "ready" && history.value !== null ? (
        <Shown history={history.value} place={place} />
      ) : (
        failed === null && <p class="notice">Reading the runs of this suite…</p>
      )}
    </div>
  );
}

function Shown({ history, place }: { history: SuiteHistory; place: RunPlace }) {
  if (history.series.every(({ points }) => points.length === 0))
    return <p class="notice">No complete run of this suite has {oneLine(history.metric)}.</p>;
  return (
    <>
      <h2 class="visually-hidden">By candidate</h2>
      <p class="section-note muted">
        Bands are 95% intervals. ▲ and ▼: a change that is shown to be one, at 5% with p adjusted by Holm over the
        candidate's runs, paired on the cases that both runs share. {history.better === "lower" && "Lower is better."}
      </p>
      <div class="trends">
        {history.series.map((series, index) => (
          <SeriesTrend key={series.candidate} series={series} history={history} index={index} place={place} />
        ))}
      </div>
      <HistoryTable history={history} place={place} />
    </>
  );
}

/** Metrics that the run has, and the one that is asked for though it has not. */
function metricsOf({ candidates }: Summary, asked: string): readonly string[] {
  const known = candidates.flatMap(({ metrics }) =>
    Object.entries(metrics).flatMap(([name, { value }]) => (value === null ? [] : [name])),
  );
  return [...new Set([...known, asked])];
}

function aboutText({ runs, leftOut }: SuiteHistory): string {
  return [
    counted(runs, "run"),
    leftOut.unfinished > 0 ? `${leftOut.unfinished.toLocaleString("en")} unfinished left out` : null,
    leftOut.older > 0 ? `${leftOut.older.toLocaleString("en")} older left out` : null,
  ]
    .filter((part) => part !== null)
    .join(" · ");
}
