import { counted, moneyOrUnknown, shareCell } from "../../../report/cells.ts";
import { excerpt, oneLine } from "../../../report/safe-text.ts";
import { ScrollBox } from "../../parts/scroll-box.tsx";
import { Section } from "../../parts/section.tsx";
import { Count } from "./candidate-row.tsx";
import { Named } from "./changed-cases.tsx";
import type { OverviewPart } from "./overview-view.tsx";
import { unmeasured } from "./unmeasured.ts";

/** What the run has cost, what it could not measure, and which cases cannot be relied on. */
export function SpentSection(part: OverviewPart) {
  return (
    <>
      <Spent {...part} />
      <NotMeasured {...part} />
      <Flaky {...part} />
    </>
  );
}

function Spent({ run: { summary } }: OverviewPart) {
  const { spent, candidates } = summary;
  const replayed = candidates.reduce((sum, { trials }) => sum + trials.cached, 0);
  const [from, to] = [spent.replayedFrom, spent.replayedTo].map((at) => at?.slice(0, 10));
  const facts: (readonly [string, string, string | null])[] = [
    ["on candidates", moneyOrUnknown(spent.candidatesUsd), null],
    ...(spent.judgesUsd === 0 ? [] : [["on judges", moneyOrUnknown(spent.judgesUsd), null] as const]),
    ["calls", spent.calls.toLocaleString("en"), null],
    ...(spent.unpricedCalls === 0
      ? []
      : [["calls of unknown usage", spent.unpricedCalls.toLocaleString("en"), "not in the sums"] as const]),
    ...(replayed === 0
      ? []
      : [
          [
            "outputs replayed",
            replayed.toLocaleString("en"),
            from === undefined ? null : from === to ? `of ${from}` : `of ${from} to ${to}`,
          ] as const,
        ]),
  ];
  return (
    <Section id="spent-title" title="Spent by this run">
      <dl class="tiles">
        {facts.map(([name, value, note]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {value}
              {note !== null && <small> {note}</small>}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

function NotMeasured({ run: { summary }, place }: OverviewPart) {
  const rows = unmeasured(summary.candidates);
  if (rows.length === 0) return null;
  return (
    <Section
      id="unmeasured-title"
      title="Not measured"
      note="In no accuracy; errors and gaps count neither as passed nor as failed."
    >
      <ScrollBox label="Not measured">
        <table class="data">
          <caption class="visually-hidden">What was not measured, and why</caption>
          <thead>
            <tr>
              <th scope="col">candidate</th>
              <th scope="col">what</th>
              <th scope="col" class="num">
                trials
              </th>
              <th scope="col">why</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ candidate, what, count, why }) => (
              <tr key={`${candidate} ${what} ${why}`}>
                <th scope="row" class="text">
                  {oneLine(candidate)}
                </th>
                <td>{what}</td>
                <td class="num">
                  {count === null ? (
                    "all"
                  ) : what === "errored" || what === "ungraded" ? (
                    <Count place={place} candidate={candidate} outcome={what} count={count} />
                  ) : (
                    count.toLocaleString("en")
                  )}
                </td>
                <td class="why text">{excerpt(why, 300)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </Section>
  );
}

function Flaky({ run: { summary }, place }: OverviewPart) {
  const rows = summary.candidates.flatMap(({ id, flaky, metrics }) =>
    flaky === undefined || flaky.of === 0 ? [] : [{ id, flaky, consistency: metrics.consistency }],
  );
  if (rows.length === 0) return null;
  return (
    <Section
      id="flaky-title"
      title="Cases that disagree with themselves"
      note="Some of their repeats passed and some failed."
    >
      <ul class="plain-list">
        {rows.map(({ id, flaky, consistency }) => (
          <li key={id}>
            <details>
              <summary>
                <span class="text">{oneLine(id)}</span>: {flaky.count.toLocaleString("en")} of{" "}
                {counted(flaky.of, "case")}
                {consistency?.value != null && `; consistency ${shareCell(consistency)}`}
              </summary>
              {flaky.count === 0 ? (
                <p class="muted">None.</p>
              ) : (
                <>
                  <Named title="Flaky" ids={flaky.cases} count={flaky.count} place={place} />
                  <p>
                    <a href={place.to("cases", null, { candidate: id, flaky: "1" })}>All in the table of cases</a>
                  </p>
                </>
              )}
            </details>
          </li>
        ))}
      </ul>
    </Section>
  );
}
