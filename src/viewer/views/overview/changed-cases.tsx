import type { Comparison } from "../../../domain/summary.ts";
import { oneLine } from "../../../report/safe-text.ts";
import { sidesText } from "../compare/sides.ts";
import type { RunPlace } from "../registry.ts";
import { tagOf } from "./slice-cells.ts";

/** More names than this are read by nobody. */
const MOST_NAMED = 40;

/** How many cases got better and worse: with a candidate of this run that leads to them, with a baseline they are named. */
export function ChangedCases({ comparison, place }: { comparison: Comparison; place: RunPlace }) {
  const { baseline, improvedCount, regressedCount, improved, regressed } = comparison;
  if (improvedCount + regressedCount === 0) return <span class="muted">none</span>;
  const text = `${improvedCount.toLocaleString("en")} improved, ${regressedCount.toLocaleString("en")} regressed`;
  if (!baseline.startsWith("baseline:")) return <Counts comparison={comparison} place={place} />;
  return (
    <details>
      <summary>{text}</summary>
      <Named title="Regressed" ids={regressed} count={regressedCount} place={place} />
      <Named title="Improved" ids={improved} count={improvedCount} place={place} />
    </details>
  );
}

/** Of accuracy the cases are filtered; what else got better or worse is for the view that compares. */
function Counts({ comparison, place }: { comparison: Comparison; place: RunPlace }) {
  const { metric, candidate, baseline, slice = null, improvedCount, regressedCount } = comparison;
  const tag = slice === null ? null : tagOf(slice);
  const exact = metric === "accuracy" && (slice === null || tag !== null);
  const address = (change: string) =>
    exact
      ? place.to("cases", null, { a: baseline, b: candidate, change, tag })
      : place.to("compare", null, { a: baseline, b: sidesText([candidate]), change });
  const one = (count: number, change: string) =>
    count === 0 ? `0 ${change}` : <a href={address(change)}>{`${count.toLocaleString("en")} ${change}`}</a>;
  return (
    <span class="counts">
      {one(improvedCount, "improved")}, {one(regressedCount, "regressed")}
    </span>
  );
}

/** Cases by name, each a link. */
export function Named({
  title,
  ids,
  count,
  place,
}: {
  title: string;
  ids: readonly string[];
  count: number;
  place: RunPlace;
}) {
  if (ids.length === 0) return null;
  const named = ids.slice(0, MOST_NAMED);
  return (
    <p class="named">
      {title}:{" "}
      {named.map((id, i) => (
        <span key={id}>
          {i > 0 && ", "}
          <a class="text" href={place.to("case", id)}>
            {oneLine(id)}
          </a>
        </span>
      ))}
      {count > named.length && ` and ${(count - named.length).toLocaleString("en")} more`}
    </p>
  );
}
