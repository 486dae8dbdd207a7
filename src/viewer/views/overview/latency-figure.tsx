import { useState } from "preact/hooks";
import { durationCell } from "../../../report/cells.ts";
import { oneLine } from "../../../report/safe-text.ts";
import { Figure } from "../../charts/figure.tsx";
import { type StepCurve, StepCurves } from "../../charts/step-curves.tsx";
import { tickText } from "../../charts/tick-text.ts";
import { SeriesMark } from "../../parts/series-mark.tsx";
import { firstShown, latencyCurves } from "./latency-curves.ts";
import type { OverviewPart } from "./overview-view.tsx";

/** With more candidates the chart takes a row of its own, and the legend names those that are drawn. */
const MOST_BESIDE = 8;

/** The whole distribution of each candidate's latency: an average says nothing of the slow answers. */
export function LatencyFigure({ run }: OverviewPart) {
  const found = latencyCurves(run);
  const [chosen, setChosen] = useState<readonly string[] | null>(null);
  const [highlighted, setHighlighted] = useState<string | null>(null);
  const shown = chosen ?? firstShown(found, run);
  const curves = found.all.filter(({ name }) => shown.includes(name));
  const percentiles = curves.map(({ name }) => {
    const metrics = run.summary.candidates.find(({ id }) => id === name)?.metrics ?? {};
    return `${oneLine(name)}: p50 ${durationCell(metrics.latency_p50_ms)}, p95 ${durationCell(metrics.latency_p95_ms)}, p99 ${durationCell(metrics.latency_p99_ms)}`;
  });
  const note =
    curves.length < found.all.length
      ? `${curves.length} of ${found.all.length} drawn: choose below. Further left is faster.`
      : "Further left is faster; the marks are p50, p95 and p99.";
  const few = found.all.length <= MOST_BESIDE;
  const chip = ({ name, look }: StepCurve) => (
    <li key={name}>
      <button
        type="button"
        class="chip"
        aria-pressed={shown.includes(name)}
        onClick={() => setChosen(shown.includes(name) ? shown.filter((one) => one !== name) : [...shown, name])}
        onMouseEnter={() => setHighlighted(name)}
        onMouseLeave={() => setHighlighted(null)}
        onFocus={() => setHighlighted(name)}
        onBlur={() => setHighlighted(null)}
      >
        <SeriesMark index={look} />
        <span class="text">{oneLine(name)}</span>
      </button>
    </li>
  );
  return (
    <Figure
      title="Latency"
      note={note}
      wide={found.all.length > MOST_BESIDE}
      below={
        <>
          <ul class="legend">{found.all.filter(({ name }) => shown.includes(name) || few).map(chip)}</ul>
          {!few && (
            <details class="legend-box">
              <summary>Choose among all {found.all.length}</summary>
              <ul class="legend">{found.all.map(chip)}</ul>
            </details>
          )}
        </>
      }
    >
      {(width) => (
        <StepCurves
          width={width}
          curves={curves}
          domain={found.domain}
          log={found.log}
          title={`latency${found.log ? " (log)" : ""} →`}
          format={tickText("latency_p50_ms")}
          highlighted={highlighted !== null && shown.includes(highlighted) ? highlighted : null}
          label={`Share of answers by latency. ${percentiles.join("; ")}`}
        />
      )}
    </Figure>
  );
}
