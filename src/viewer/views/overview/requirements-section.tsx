import type { RequirementResult, Summary } from "../../../domain/summary.ts";
import { requirementText } from "../../../report/cells.ts";
import { estimateText } from "../../../report/history-words.ts";
import { differenceText } from "../../../report/metric-text.ts";
import { oneLine } from "../../../report/safe-text.ts";
import { IntervalBar } from "../../charts/interval-bar.tsx";
import { ScrollBox } from "../../parts/scroll-box.tsx";
import { Section } from "../../parts/section.tsx";
import { VerdictBadge } from "../../parts/verdict-badge.tsx";
import type { OverviewPart } from "./overview-view.tsx";
import { requirementDrawing } from "./requirement-drawing.ts";
import { estimateOf } from "./verdict-reasons.ts";

/** Every requirement, drawn against its bound; those that decide nothing are folded away. */
export function RequirementsSection({ run: { summary } }: OverviewPart) {
  const deciding = summary.requirements.filter(({ decides }) => decides);
  const others = summary.requirements.filter(({ decides }) => !decides);
  if (summary.requirements.length === 0) return null;
  return (
    <Section
      id="requirements-title"
      title="Requirements"
      note="Tinted: what is allowed. It is met when the whole interval lies there."
    >
      {deciding.length > 0 && <RequirementTable results={deciding} summary={summary} label="Requirements" />}
      {others.length > 0 && (
        <details open={deciding.length === 0}>
          <summary>Of candidates that do not decide ({others.length.toLocaleString("en")})</summary>
          <RequirementTable results={others} summary={summary} label="Requirements that do not decide" />
        </details>
      )}
    </Section>
  );
}

function RequirementTable({
  results,
  summary,
  label,
}: {
  results: readonly RequirementResult[];
  summary: Summary;
  label: string;
}) {
  return (
    <ScrollBox label={label}>
      <table class="data requirements">
        <caption class="visually-hidden">{label}</caption>
        <thead>
          <tr>
            <th scope="col">verdict</th>
            <th scope="col">candidate</th>
            <th scope="col">requirement</th>
            <th scope="col">value</th>
            <th scope="col" class="axis-cell">
              against the bound
            </th>
            <th scope="col">why</th>
          </tr>
        </thead>
        <tbody>
          {results.map((result, i) => (
            <RequirementRow key={i} result={result} summary={summary} />
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function RequirementRow({ result, summary }: { result: RequirementResult; summary: Summary }) {
  const { verdict, candidate, value, low, high, reason, warnWorse } = result;
  const drawing = requirementDrawing(result, summary);
  const n = estimateOf(result, summary)?.n ?? null;
  const text = valueText(result);
  return (
    <tr>
      <td>
        <VerdictBadge verdict={verdict} quiet={!result.decides} />
        {warnWorse === true && <small>worse, within the margin</small>}
      </td>
      <th scope="row" class="text">
        {oneLine(candidate)}
      </th>
      <td class="text">{oneLine(requirementText(result))}</td>
      <td class="figures-text">
        {text}
        {n !== null && <small>n {n.toLocaleString("en")}</small>}
      </td>
      <td class="axis-cell">
        {drawing !== null && (
          <IntervalBar
            spread={{ value, low, high }}
            domain={drawing.domain}
            ticks={drawing.zero ? [0] : []}
            bound={drawing.bound ?? undefined}
            tone={verdict}
            label={`${oneLine(requirementText(result))}: ${text}`}
          />
        )}
      </td>
      <td class="why text">{oneLine(reason)}</td>
    </tr>
  );
}

function valueText({ bound, metric, value, low, high }: RequirementResult): string {
  if (bound.kind === "max_drop" || bound.kind === "max_increase")
    return differenceText(metric, { difference: value, low, high });
  return estimateText(metric, { value, low, high, n: 0, method: "" });
}
