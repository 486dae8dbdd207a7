import type { Comparison } from "../../../domain/summary.ts";
import { comparisonWord, differenceCell, pCell } from "../../../report/cells.ts";
import { isShare, relativeText } from "../../../report/metric-text.ts";
import { oneLine } from "../../../report/safe-text.ts";
import type { Domain } from "../../charts/axis-domain.ts";
import { IntervalBar } from "../../charts/interval-bar.tsx";
import { MetricSelect } from "../../parts/metric-select.tsx";
import { choose } from "../../parts/patched-query.ts";
import { ScrollBox } from "../../parts/scroll-box.tsx";
import { Section } from "../../parts/section.tsx";
import { sidesText } from "../compare/sides.ts";
import { ChangedCases } from "./changed-cases.tsx";
import { comparisonGroups, leftText } from "./comparison-groups.ts";
import type { OverviewPart } from "./overview-view.tsx";

/** More rows than this are shown a metric at a time. */
const MOST_ROWS = 24;
const TONES = { better: "pass", worse: "fail" } as const;

/** Every candidate beside the reference, or a baseline, on the cases that both have. */
export function ComparisonsSection({ run: { summary }, place }: OverviewPart) {
  const all = comparisonGroups(summary.comparisons);
  if (all.length === 0) return null;
  const metrics = [...new Set(all.map(({ metric }) => metric))];
  const many = summary.comparisons.length > MOST_ROWS && metrics.length > 1;
  const asked = place.route.query.get("compared");
  const metric = asked !== null && metrics.includes(asked) ? asked : (metrics[0] ?? "");
  const groups = many ? all.filter((group) => group.metric === metric) : all;
  return (
    <Section
      id="comparisons-title"
      title="Comparisons"
      note="Differences with 95% intervals, paired by case; p adjusted by Holm over all comparisons of a metric. The line in the middle is no difference."
      tools={
        many ? (
          <MetricSelect
            label="Metric"
            metrics={metrics}
            value={metric}
            onChoose={(compared) => choose(place.home.only, place.route, { compared })}
          />
        ) : undefined
      }
    >
      <ScrollBox label="Comparisons">
        <table class="data comparisons">
          <caption class="visually-hidden">Differences of each candidate from what it is compared with</caption>
          <thead>
            <tr>
              <th scope="col">candidate</th>
              <th scope="col">difference</th>
              <th scope="col" class="axis-cell">
                around no difference
              </th>
              <th scope="col" class="num">
                p adjusted
              </th>
              <th scope="col">shown</th>
              <th scope="col" class="num">
                cases
              </th>
              <th scope="col">changed</th>
            </tr>
          </thead>
          {groups.map(({ metric: of, baseline, members, domain }) => (
            <tbody key={`${of} ${baseline}`}>
              <tr class="group">
                <th colSpan={7} scope="rowgroup" class="text">
                  {oneLine(of)} <span class="muted">against {oneLine(againstText(baseline))}</span>
                </th>
              </tr>
              {members.map((comparison) => (
                <ComparisonRow
                  key={`${comparison.candidate} ${comparison.slice ?? ""}`}
                  {...{ comparison, domain, place }}
                />
              ))}
            </tbody>
          ))}
        </table>
      </ScrollBox>
    </Section>
  );
}

function againstText(baseline: string): string {
  return baseline.startsWith("baseline:") ? `the baseline ${baseline.slice(9)}` : baseline;
}

function ComparisonRow({
  comparison,
  domain,
  place,
}: {
  comparison: Comparison;
  domain: Domain;
  place: OverviewPart["place"];
}) {
  const { candidate, slice, difference, low, high, pAdjusted, n, metric, reason, warnings = [] } = comparison;
  const word = comparisonWord(comparison);
  const relative = relativeText(metric, difference, comparison.baselineValue ?? null);
  const left = leftText(comparison);
  const inRun = !comparison.baseline.startsWith("baseline:");
  return (
    <tr>
      <th scope="row" class="text">
        {inRun ? (
          <a href={place.to("compare", null, { a: comparison.baseline, b: sidesText([candidate]) })}>
            {oneLine(candidate)}
          </a>
        ) : (
          oneLine(candidate)
        )}
        {slice != null && <small>on {oneLine(slice)}</small>}
      </th>
      <td class="figures-text">
        {differenceCell(comparison)}
        {relative !== null && <small>{relative}</small>}
        {reason !== undefined && <small class="text">{oneLine(reason)}</small>}
        {warnings.map((warning) => (
          <small key={warning} class="text">
            {oneLine(warning)}
          </small>
        ))}
      </td>
      <td class="axis-cell">
        {difference !== null && (
          <IntervalBar
            spread={{ value: difference, low, high }}
            domain={domain}
            ticks={[0]}
            tone={word === "better" || word === "worse" ? TONES[word] : "plain"}
            label={`${oneLine(candidate)}: ${differenceCell(comparison)}, ${word}`}
          />
        )}
      </td>
      <td class="num">{pCell(pAdjusted)}</td>
      <td class={`shown ${word}`}>{word}</td>
      <td class="num">
        {n.toLocaleString("en")}
        {left !== "" && <small>{left}</small>}
      </td>
      <td>{isShare(metric) && <ChangedCases comparison={comparison} place={place} />}</td>
    </tr>
  );
}
