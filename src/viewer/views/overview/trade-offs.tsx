import { oneLine } from "../../../report/safe-text.ts";
import { Figure } from "../../charts/figure.tsx";
import { Scatter } from "../../charts/scatter.tsx";
import { tickText } from "../../charts/tick-text.ts";
import { Section } from "../../parts/section.tsx";
import { SeriesMark } from "../../parts/series-mark.tsx";
import { LatencyFigure } from "./latency-figure.tsx";
import type { OverviewPart } from "./overview-view.tsx";
import { type TradeOff, tradeOff } from "./trade-off.ts";

const AGAINST = [
  { metric: "cost_per_case_usd", title: "Accuracy against cost", axis: "cost per case" },
  { metric: "latency_p95_ms", title: "Accuracy against latency", axis: "p95 latency" },
] as const;

/** What a better answer costs, in money and in time. */
export function TradeOffs({ run, place }: OverviewPart) {
  const charts = AGAINST.map((one) => ({ ...one, found: tradeOff(run, one.metric) })).filter(
    (one): one is typeof one & { found: TradeOff } => one.found !== null,
  );
  const curves = run.curves.some(({ points }) => points.length > 1);
  if (charts.length === 0 && !curves) return null;
  return (
    <Section id="charts-title" title="Accuracy, cost and latency">
      <div class="figures">
        {charts.map(({ metric, title, axis, found }) => (
          <Figure
            key={metric}
            title={title}
            note={noteOf(found, run.summary.candidates.length)}
            below={<Legend found={found} />}
          >
            {(width) => (
              <Scatter
                width={width}
                points={found.points}
                x={{
                  ...found.across,
                  title: `${axis}${found.across.log ? " (log)" : ""} →`,
                  format: tickText(metric),
                }}
                y={{ domain: found.up, title: "↑ accuracy", format: tickText("accuracy") }}
                label={`${title}: ${found.points.length} candidates. Beaten by nobody on both: ${oneLine(found.front.join(", ")) || "not known"}. All figures stand in the table of candidates.`}
              />
            )}
          </Figure>
        ))}
        {curves && <LatencyFigure run={run} place={place} />}
      </div>
    </Section>
  );
}

function noteOf({ front, unknown }: TradeOff, all: number): string | undefined {
  const parts = [
    front.length === 0
      ? null
      : front.length > 6 || front.length === all
        ? `Dashed: the ${front.length.toLocaleString("en")} that nobody beats on both.`
        : `Dashed: nobody beats ${front.map(oneLine).join(", ")} on both.`,
    unknown.length === 0 ? null : `Not drawn, as a figure is unknown: ${unknown.map(oneLine).join(", ")}.`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? undefined : parts.join(" ");
}

/** Where many points stand close, not every name finds its place in the chart. */
function Legend({ found }: { found: TradeOff }) {
  if (found.points.length <= 6) return null;
  return (
    <details class="legend-box">
      <summary>All {found.points.length} candidates</summary>
      <ul class="legend">
        {found.points.map(({ name, look, said }) => (
          <li key={name} title={said}>
            <SeriesMark index={look} />
            <span class="text">{oneLine(name)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
