import type { CandidateSummary } from "../../../domain/summary.ts";
import { fewTicks, numbersOf, shareDomain } from "../../charts/axis-domain.ts";
import { IntervalAxis } from "../../charts/interval-bar.tsx";
import { tickText } from "../../charts/tick-text.ts";
import { choose } from "../../parts/patched-query.ts";
import { ScrollBox } from "../../parts/scroll-box.tsx";
import { Section } from "../../parts/section.tsx";
import { parseSorting, SortHeader } from "../../parts/sort-header.tsx";
import { CandidateRow, type CandidateRowLook } from "./candidate-row.tsx";
import { accuracyBound, costsAnything, saysMore, sortedCandidates } from "./candidate-rows.ts";
import type { OverviewPart } from "./overview-view.tsx";

/** Every candidate with what was measured of it, to be sorted by any column. */
export function CandidatesTable({ run, place }: OverviewPart) {
  const { summary } = run;
  const sorting = parseSorting(place.route.query.get("sort"));
  const bound = accuracyBound(summary);
  const domain = domainOf(summary.candidates, bound);
  const ticks = fewTicks(domain, 3);
  const look: CandidateRowLook = {
    domain,
    ticks,
    bound,
    score: saysMore(summary.candidates, "score", "accuracy"),
    perSuccess: costsAnything(summary.candidates, "cost_per_success_usd"),
    verdicts: summary.requirements.length > 0,
  };
  const head = (column: string, text: string, descendingFirst = false, numeric = true) => (
    <SortHeader
      column={column}
      sorting={sorting}
      descendingFirst={descendingFirst}
      numeric={numeric}
      onSort={(sort) => choose(place.home.only, place.route, { sort })}
    >
      {text}
    </SortHeader>
  );
  return (
    <Section
      id="candidates-title"
      title="Candidates"
      note={`Accuracy over all cases that were graded; brackets hold 95% intervals.${bound === null ? "" : ` Tinted: the accuracy that is asked, ${tickText("accuracy")(bound)} or more.`}`}
    >
      <ScrollBox label="Candidates">
        <table class="data candidates">
          <caption class="visually-hidden">Candidates with accuracy, errors, latency and cost</caption>
          <thead>
            <tr>
              {head("candidate", "candidate", false, false)}
              {look.verdicts && head("verdict", "verdict", false, false)}
              {head("accuracy", "accuracy", true, false)}
              <td class="axis-cell">
                <IntervalAxis domain={domain} ticks={ticks} format={tickText("accuracy")} />
              </td>
              {look.score && head("score", "score", true)}
              {head("failed", "failed")}
              {head("errors", "errors")}
              {head("p50", "p50")}
              {head("p95", "p95")}
              {head("p99", "p99")}
              {head("cost", "cost/case")}
              {look.perSuccess && head("success", "cost/success")}
            </tr>
          </thead>
          <tbody>
            {sortedCandidates(summary, sorting).map((candidate) => (
              <CandidateRow key={candidate.id} candidate={candidate} look={look} run={run} place={place} />
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </Section>
  );
}

function domainOf(candidates: readonly CandidateSummary[], bound: number | null) {
  const spreads = candidates.flatMap(({ metrics }) => metrics.accuracy ?? []);
  return shareDomain([...numbersOf(spreads), ...(bound === null ? [] : [bound])]);
}
