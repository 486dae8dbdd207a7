import type { HistoryPoint, SuiteHistory } from "../../../domain/history.ts";
import { estimateText } from "../../../report/history-words.ts";
import { oneLine } from "../../../report/safe-text.ts";
import { ScrollBox } from "../../parts/scroll-box.tsx";
import { Section } from "../../parts/section.tsx";
import { href } from "../../router.ts";
import type { RunPlace } from "../registry.ts";
import { changedText, changeWords, dayText, type HistoryRun, historyRuns, shownChange } from "./history-points.ts";

/** The same figures in rows, the newest first. */
export function HistoryTable({ history, place }: { history: SuiteHistory; place: RunPlace }) {
  const { series, metric } = history;
  const several = series.length > 1;
  return (
    <Section id="history-table-title" title="Runs">
      <ScrollBox label="Runs of the suite">
        <table class="data history">
          <caption class="visually-hidden">{oneLine(metric)} of each run, with its change from the run before</caption>
          <thead>
            <tr>
              <th scope="col">run, started, commit</th>
              {several && <th scope="col">candidate</th>}
              <th scope="col">{oneLine(metric)}</th>
              <th scope="col" class="num">
                n
              </th>
              <th scope="col">change</th>
              <th scope="col" class="num">
                p adjusted
              </th>
              <th scope="col">shown</th>
            </tr>
          </thead>
          {historyRuns(history).map((run) => (
            <tbody key={run.runId}>
              {run.entries.map(({ candidate, point }, i) => (
                <tr key={candidate}>
                  {i === 0 && <RunCells run={run} place={place} />}
                  {several && <td class="text candidate">{oneLine(candidate)}</td>}
                  <PointCells point={point} metric={metric} />
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </ScrollBox>
    </Section>
  );
}

function RunCells({
  run: { runId, startedAt, status, gitCommit, entries },
  place,
}: {
  run: HistoryRun;
  place: RunPlace;
}) {
  const current = runId === place.run;
  return (
    <th scope="rowgroup" rowSpan={entries.length}>
      <a href={href(place.home.only, { run: runId, view: "overview" })} aria-current={current ? "true" : undefined}>
        {oneLine(runId)}
      </a>
      <small>
        {dayText(startedAt)} UTC
        {gitCommit !== null && (
          <>
            {" · "}
            <span class="commit">{oneLine(gitCommit.slice(0, 7))}</span>
          </>
        )}
      </small>
      {current && <small>this run</small>}
      {status !== "complete" && <small>{status}</small>}
    </th>
  );
}

function PointCells({ point, metric }: { point: HistoryPoint; metric: string }) {
  const words = changeWords(point, metric);
  const changed = changedText(point);
  return (
    <>
      <td class="figures-text">{estimateText(metric, point.estimate)}</td>
      <td class="num">{point.estimate.n.toLocaleString("en")}</td>
      <td class="figures-text">{words.figures}</td>
      <td class="num">{words.p ?? "–"}</td>
      <td class={`shown ${shownChange(point) ?? ""}`}>
        <span class="text">{oneLine(words.word)}</span>
        {changed !== null && <span class="changed-mark">{changed} changed</span>}
      </td>
    </>
  );
}
