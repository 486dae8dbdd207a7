import type { Estimate } from "../../../domain/estimate.ts";
import type { CandidateSummary } from "../../../domain/summary.ts";
import { candidateVerdict, costCell, durationCell, shareCell } from "../../../report/cells.ts";
import { metricText } from "../../../report/metric-text.ts";
import { oneLine } from "../../../report/safe-text.ts";
import type { Domain } from "../../charts/axis-domain.ts";
import { IntervalBar } from "../../charts/interval-bar.tsx";
import { SeriesMark } from "../../parts/series-mark.tsx";
import { VerdictBadge } from "../../parts/verdict-badge.tsx";
import type { RunPlace } from "../registry.ts";
import { rangeText } from "./candidate-rows.ts";
import type { OverviewPart } from "./overview-view.tsx";

/** What all rows share. */
export interface CandidateRowLook {
  readonly domain: Domain;
  readonly ticks: readonly number[];
  readonly bound: number | null;
  readonly score: boolean;
  readonly perSuccess: boolean;
  readonly verdicts: boolean;
}

export function CandidateRow({
  candidate,
  look,
  run: { summary, manifest },
  place,
}: OverviewPart & { candidate: CandidateSummary; look: CandidateRowLook }) {
  const { id, metrics, trials } = candidate;
  const own = candidateVerdict(summary, id);
  const { accuracy } = metrics;
  return (
    <tr>
      <th scope="row">
        <Name candidate={candidate} index={summary.candidates.indexOf(candidate)} reference={manifest.reference} />
      </th>
      {look.verdicts && <td>{own !== null && <VerdictBadge verdict={own.verdict} quiet={!own.decides} />}</td>}
      <td class="num accuracy">
        {shareCell(accuracy)}
        <small>n {(accuracy?.n ?? 0).toLocaleString("en")}</small>
      </td>
      <td class="axis-cell">
        {accuracy?.value != null && (
          <IntervalBar
            spread={accuracy}
            domain={look.domain}
            ticks={look.ticks}
            bound={look.bound === null ? undefined : { at: look.bound, allowed: "above" }}
            label={`accuracy of ${oneLine(id)}: ${shareCell(accuracy)}`}
          />
        )}
      </td>
      {look.score && <Figure metric="score" estimate={metrics.score} text={shareOnly(metrics.score)} />}
      <td class="num">
        <Count place={place} candidate={id} outcome="failed" count={trials.failed} />
        <small>of {(trials.passed + trials.failed).toLocaleString("en")}</small>
      </td>
      <td class="num">
        <Count place={place} candidate={id} outcome="errored" count={trials.errored} />
        {trials.ungraded > 0 && (
          <small>
            <Count place={place} candidate={id} outcome="ungraded" count={trials.ungraded} /> ungraded
          </small>
        )}
        {trials.missing > 0 && <small>{trials.missing.toLocaleString("en")} missing</small>}
        {(trials.skipped ?? 0) > 0 && <small>{(trials.skipped ?? 0).toLocaleString("en")} skipped</small>}
      </td>
      {(["latency_p50_ms", "latency_p95_ms", "latency_p99_ms"] as const).map((metric) => (
        <Figure key={metric} metric={metric} estimate={metrics[metric]} text={durationCell(metrics[metric])} />
      ))}
      <Figure
        metric="cost_per_case_usd"
        estimate={metrics.cost_per_case_usd}
        text={costCell(metrics.cost_per_case_usd)}
      />
      {look.perSuccess && (
        <Figure
          metric="cost_per_success_usd"
          estimate={metrics.cost_per_success_usd}
          text={costCell(metrics.cost_per_success_usd)}
        />
      )}
    </tr>
  );
}

function Name({ candidate, index, reference }: { candidate: CandidateSummary; index: number; reference: string }) {
  const { id, model, prompt, simulated } = candidate;
  // What the name does not say already.
  const more = [
    model !== null && !id.includes(model) ? model : null,
    prompt !== null && !id.includes(prompt) ? prompt : null,
  ];
  const about = more.filter((one) => one !== null).join(" · ");
  return (
    <span class="candidate-name">
      <SeriesMark index={index} />
      <span>
        <span class="text">{oneLine(id)}</span>
        {id === reference && <small>reference</small>}
        {simulated && <small class="simulated">simulated</small>}
        {about !== "" && <small class="text">{oneLine(about)}</small>}
      </span>
    </span>
  );
}

/** A figure with its interval below. */
function Figure({ metric, estimate, text }: { metric: string; estimate: Estimate | undefined; text: string }) {
  const { low = null, high = null, value = null } = estimate ?? {};
  const bounded = value !== null && (low !== null || high !== null) && !(low === value && high === value);
  return (
    <td class={`num${value === null ? " unknown" : ""}`} title={estimate === undefined ? undefined : `n ${estimate.n}`}>
      {text}
      {bounded && <small>{rangeText(metric, low, high)}</small>}
    </td>
  );
}

function shareOnly(estimate: Estimate | undefined): string {
  return metricText("score", estimate?.value ?? null);
}

/** A count that leads to its cases; none leads nowhere. */
export function Count({
  place,
  candidate,
  outcome,
  count,
}: {
  place: RunPlace;
  candidate: string;
  outcome: string;
  count: number;
}) {
  const text = count.toLocaleString("en");
  if (count === 0) return <span class="muted">0</span>;
  return (
    <a
      href={place.to("cases", null, { candidate, outcome })}
      aria-label={`${text} ${outcome} of ${oneLine(candidate)}`}
    >
      {text}
    </a>
  );
}
