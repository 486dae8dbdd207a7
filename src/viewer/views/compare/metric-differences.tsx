import type { Comparison } from "../../../domain/summary.ts";
import { comparisonWord, differenceCell, pCell } from "../../../report/cells.ts";
import { metricText } from "../../../report/metric-text.ts";
import { visibleText } from "../../../report/safe-text.ts";
import { aroundZero, numbersOf } from "../../charts/axis-domain.ts";
import { IntervalBar } from "../../charts/interval-bar.tsx";
import { ScrollBox } from "../../parts/scroll-box.tsx";
import { Section } from "../../parts/section.tsx";
import type { ComparedSide } from "./load-comparison.ts";

interface Row {
  readonly label: string;
  readonly comparison: Comparison;
}

/** Every metric that both sides have: values on the shared cases, the paired difference, what it shows. */
export function MetricDifferences({ base, others }: { base: string; others: readonly ComparedSide[] }) {
  const rows = others.flatMap(({ label, comparisons }) => comparisons.map((comparison) => ({ label, comparison })));
  const metrics = [...new Set(rows.map(({ comparison }) => comparison.metric))];
  const warnings = [...new Set(rows.flatMap(({ comparison }) => comparison.warnings ?? []))];
  if (rows.length === 0) return <p class="muted">No metric of these sides was compared.</p>;
  return (
    <Section
      id="metrics-title"
      title="Difference"
      note={`Each less the baseline ${visibleText(base)}, paired by case, with its 95% interval. p is adjusted for how many were compared.`}
    >
      <ScrollBox label="Differences by metric">
        <table class="data differences">
          <thead>
            <tr>
              <th scope="col">Metric</th>
              <th scope="col">Candidate</th>
              <th scope="col" class="num" title={visibleText(base)}>
                Baseline's
              </th>
              <th scope="col" class="num">
                Candidate's
              </th>
              <th scope="col" class="num">
                Difference
              </th>
              <th scope="col" class="axis-cell">
                Interval
              </th>
              <th scope="col" class="num">
                p adjusted
              </th>
              <th scope="col">Shows</th>
              <th scope="col" class="num">
                Cases
              </th>
            </tr>
          </thead>
          {metrics.map((metric) => (
            <MetricRows key={metric} rows={rows.filter(({ comparison }) => comparison.metric === metric)} />
          ))}
        </table>
      </ScrollBox>
      {warnings.map((warning) => (
        <p key={warning} class="warning small">
          {visibleText(warning)}
        </p>
      ))}
    </Section>
  );
}

/** The rows of a metric share an axis. */
function MetricRows({ rows }: { rows: readonly Row[] }) {
  const spreads = rows.map(({ comparison: { difference, low, high } }) => ({ value: difference, low, high }));
  const domain = aroundZero(numbersOf(spreads));
  return (
    <tbody>
      {rows.map(({ label, comparison }, at) => {
        const { metric, candidateValue, baselineValue, reason, n, unshared, pAdjusted } = comparison;
        const spread = spreads[at];
        const word = comparisonWord(comparison);
        const value = (of: number | null | undefined) => metricText(metric, of ?? null);
        return (
          <tr key={label}>
            {at === 0 && (
              <th scope="rowgroup" rowSpan={rows.length}>
                {metric}
              </th>
            )}
            <th scope="row" class="text side">
              {visibleText(label)}
            </th>
            <td class="num">{value(baselineValue)}</td>
            <td class="num">{value(candidateValue)}</td>
            <td class="num">{differenceCell(comparison)}</td>
            <td class="axis-cell">
              {spread !== undefined && spread.value !== null && (
                <IntervalBar
                  spread={spread}
                  domain={domain}
                  bound={{ at: 0, allowed: comparison.better === "lower" ? "below" : "above" }}
                  tone={word === "better" ? "pass" : word === "worse" ? "fail" : "plain"}
                  label={`${metric}: ${differenceCell(comparison)}`}
                />
              )}
            </td>
            <td class="num">{pCell(pAdjusted)}</td>
            <td class={`word ${word.replaceAll(" ", "-")}`}>{reason === undefined ? word : visibleText(reason)}</td>
            <td class="num">
              {n.toLocaleString("en")}
              {unshared > 0 && <span class="muted"> ({unshared.toLocaleString("en")} not shared)</span>}
            </td>
          </tr>
        );
      })}
    </tbody>
  );
}
