import type { LabelSummary } from "../../../domain/summary.ts";
import { shareCell } from "../../../report/cells.ts";
import { type Classified, casesText, leftOutText, OTHER } from "../../../report/class-figures.ts";
import { oneLine } from "../../../report/safe-text.ts";
import { choose } from "../../parts/patched-query.ts";
import { ScrollBox } from "../../parts/scroll-box.tsx";
import { Section } from "../../parts/section.tsx";
import type { OverviewPart } from "./overview-view.tsx";

/** What is taken for what, a candidate at a time. */
export function ClassesSection({ run: { summary }, place }: OverviewPart) {
  const all = summary.candidates.filter((one): one is Classified => one.classes !== undefined);
  const asked = place.route.query.get("classes");
  const shown = all.find(({ id }) => id === asked) ?? all[0];
  if (shown === undefined) return null;
  const left = leftOutText(shown.classes);
  return (
    <Section
      id="classes-title"
      title="Classes"
      note={`Cases by expected label (rows) and answered label (columns), as ${oneLine(shown.classes.grader)} grades them. Framed: right.${left === null ? "" : ` ${left}.`}`}
      tools={
        all.length > 1 ? (
          <label class="choice">
            <span class="muted">Candidate</span>{" "}
            <select
              value={shown.id}
              onChange={(event) => choose(place.home.only, place.route, { classes: event.currentTarget.value })}
            >
              {all.map(({ id }) => (
                <option key={id} value={id}>
                  {oneLine(id)}
                </option>
              ))}
            </select>
          </label>
        ) : undefined
      }
    >
      <div class="classes">
        <Matrix {...shown} />
        <PerClass rows={shown.classes.perClass} />
      </div>
    </Section>
  );
}

function Matrix({ classes: { labels, matrix } }: Classified) {
  const columns = [...labels, ...(matrix.some((row) => (row[labels.length] ?? 0) > 0) ? [OTHER] : [])];
  return (
    <ScrollBox label="Confusion matrix">
      <table class="data heat matrix">
        <caption>Expected ↓ answered →</caption>
        <thead>
          <tr>
            <td />
            {columns.map((label) => (
              <th key={label} scope="col" class={columns.length > 6 ? "turned" : undefined}>
                <span class="text">{oneLine(label)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {labels.map((label, at) => {
            const row = matrix[at] ?? [];
            const total = row.reduce((sum, count) => sum + count, 0);
            return (
              <tr key={label}>
                <th scope="row" class="text">
                  {oneLine(label)}
                </th>
                {columns.map((predicted, column) => {
                  const count = row[column] ?? 0;
                  const share = total === 0 ? 0 : count / total;
                  return (
                    <td
                      key={predicted}
                      class={`heat-cell${column === at ? " right" : ""}${count === 0 ? " none" : ""}`}
                      style={{ "--heat": `${Math.round(share * 44)}%` }}
                      title={`${oneLine(label)} answered as ${oneLine(predicted)}: ${casesText(count)} of ${casesText(total)} (${(share * 100).toFixed(0)}%)`}
                    >
                      {count === 0 ? "·" : casesText(count)}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function PerClass({ rows }: { rows: readonly LabelSummary[] }) {
  return (
    <ScrollBox label="Figures by label">
      <table class="data">
        <caption>By label</caption>
        <thead>
          <tr>
            <th scope="col">label</th>
            <th scope="col" class="num">
              expected
            </th>
            <th scope="col" class="num">
              answered
            </th>
            <th scope="col" class="num">
              precision
            </th>
            <th scope="col" class="num">
              recall
            </th>
            <th scope="col" class="num">
              F1
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, expected, predicted, precision, recall, f1 }) => (
            <tr key={label}>
              <th scope="row" class="text">
                {oneLine(label)}
              </th>
              <td class="num">{casesText(expected)}</td>
              <td class="num">{casesText(predicted)}</td>
              <td class="num">{shareCell(precision)}</td>
              <td class="num">{shareCell(recall)}</td>
              <td class="num">{shareCell(f1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
