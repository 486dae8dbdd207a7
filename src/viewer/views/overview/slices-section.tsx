import type { Estimate } from "../../../domain/estimate.ts";
import type { CandidateSummary } from "../../../domain/summary.ts";
import { estimateText } from "../../../report/history-words.ts";
import { metricText } from "../../../report/metric-text.ts";
import { oneLine } from "../../../report/safe-text.ts";
import { type Domain, shareOf } from "../../charts/axis-domain.ts";
import { HeatCell } from "../../charts/heat-cell.tsx";
import { shortName } from "../../charts/place-labels.ts";
import { MetricSelect } from "../../parts/metric-select.tsx";
import { choose } from "../../parts/patched-query.ts";
import { ScrollBox } from "../../parts/scroll-box.tsx";
import { Section } from "../../parts/section.tsx";
import { SeriesMark } from "../../parts/series-mark.tsx";
import type { OverviewPart } from "./overview-view.tsx";
import { heatDomain, sizeText, sliceMetrics, sliceNames, standsOut, tagOf } from "./slice-cells.ts";

/** Names above narrow columns are turned: else the widest name sets the width of all. */
const MOST_LEVEL = 7;

/** Where candidates are weak: an average hides it. */
export function SlicesSection({ run, place }: OverviewPart) {
  const { candidates } = run.summary;
  const names = sliceNames(candidates);
  const metrics = sliceMetrics(candidates);
  const asked = place.route.query.get("slices");
  const metric = asked !== null && metrics.includes(asked) ? asked : (metrics[0] ?? "accuracy");
  if (names.length === 0 || metrics.length === 0) return null;
  const domain = heatDomain(candidates, metric);
  const turned = candidates.length > MOST_LEVEL;
  const cell = (slice: string | null, candidate: CandidateSummary) => (
    <SliceCell key={candidate.id} {...{ slice, candidate, metric, domain, place, sized: !turned }} />
  );
  return (
    <Section
      id="slices-title"
      title="Slices"
      note={
        <>
          Darker: a higher value. ▾ and ▴: the slice's whole interval lies below or above the candidate's own value over
          all cases. {turned ? "" : "Small: n."}
        </>
      }
      tools={
        <MetricSelect
          label="Metric"
          metrics={metrics}
          value={metric}
          onChoose={(slices) => choose(place.home.only, place.route, { slices })}
        />
      }
    >
      <ScrollBox label="Slices">
        <table class={turned ? "data heat dense" : "data heat"}>
          <caption class="visually-hidden">{metric} of each candidate on each slice</caption>
          <thead>
            <tr>
              <th scope="col">slice</th>
              {candidates.map(({ id }, index) => (
                <th key={id} scope="col" class={turned ? "turned" : undefined}>
                  <span>
                    <SeriesMark index={index} />
                    <span class="text" title={oneLine(id)}>
                      {turned ? shortName(oneLine(id), 28) : oneLine(id)}
                    </span>
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr class="whole">
              <th scope="row">all cases</th>
              {candidates.map((candidate) => cell(null, candidate))}
            </tr>
            {names.map((name) => (
              <tr key={name}>
                <th scope="row" class="text">
                  {oneLine(name)}
                  {turned && <small>n {sizeText(candidates, name, metric)}</small>}
                </th>
                {candidates.map((candidate) => cell(name, candidate))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </Section>
  );
}

interface SliceCellProps {
  /** null: all cases. */
  readonly slice: string | null;
  readonly candidate: CandidateSummary;
  readonly metric: string;
  readonly domain: Domain;
  readonly place: OverviewPart["place"];
  /** With its n; else that stands at the row's head. */
  readonly sized: boolean;
}

function SliceCell({ slice, candidate, metric, domain, place, sized }: SliceCellProps) {
  const whole = candidate.metrics[metric];
  const estimate: Estimate | undefined = slice === null ? whole : candidate.slices[slice]?.[metric];
  if (estimate?.value == null) return <td class="heat-cell none">–</td>;
  const mark = slice === null ? null : standsOut(estimate, whole);
  const tag = slice === null ? null : tagOf(slice);
  return (
    <HeatCell
      share={shareOf(domain, estimate.value)}
      text={metricText(metric, estimate.value)}
      small={sized ? estimate.n.toLocaleString("en") : null}
      mark={mark}
      said={`${oneLine(candidate.id)}, ${oneLine(slice ?? "all cases")}: ${metric} ${estimateText(metric, estimate)}, n ${estimate.n.toLocaleString("en")}${mark === null ? "" : `; wholly ${mark} its value over all cases`}`}
      href={tag === null ? null : place.to("cases", null, { candidate: candidate.id, tag })}
    />
  );
}
