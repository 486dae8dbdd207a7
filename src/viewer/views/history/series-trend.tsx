import type { HistorySeries, SuiteHistory } from "../../../domain/history.ts";
import { plateauText } from "../../../report/history-words.ts";
import { oneLine } from "../../../report/safe-text.ts";
import { Figure } from "../../charts/figure.tsx";
import { seriesLook } from "../../charts/series-look.ts";
import { tickText } from "../../charts/tick-text.ts";
import { Trend } from "../../charts/trend.tsx";
import { href } from "../../router.ts";
import type { RunPlace } from "../registry.ts";
import { changedText, historyDomain, placeTexts, pointText, runsOf, shownChange } from "./history-points.ts";

/** One candidate over the runs; all candidates' charts have the same axes. */
export function SeriesTrend({
  series: { candidate, points, plateau },
  history,
  index,
  place,
}: {
  series: HistorySeries;
  history: SuiteHistory;
  index: number;
  place: RunPlace;
}) {
  const runs = runsOf(history);
  const at = new Map(runs.map(({ runId }, position) => [runId, position]));
  const said = plateau === null ? undefined : oneLine(plateauText(plateau, history));
  return (
    <Figure
      title={oneLine(candidate)}
      note={said === undefined ? undefined : `${said.charAt(0).toUpperCase()}${said.slice(1)}.`}
    >
      {(width) => (
        <Trend
          width={width}
          places={placeTexts(runs)}
          domain={historyDomain(history)}
          format={tickText(history.metric)}
          colour={seriesLook(index).colour}
          points={points.map((point) => ({
            key: point.runId,
            at: at.get(point.runId) ?? 0,
            value: point.estimate.value,
            low: point.estimate.low,
            high: point.estimate.high,
            mark: shownChange(point),
            changed: changedText(point),
            href: href(place.home.only, { run: point.runId, view: "overview" }),
            said: pointText(point, history.metric),
          }))}
        />
      )}
    </Figure>
  );
}
