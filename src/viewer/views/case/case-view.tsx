import { useEffect, useMemo } from "preact/hooks";
import type { ViewerColumns } from "../../../domain/viewer.ts";
import { useKeys } from "../../keys.ts";
import { go } from "../../router.ts";
import { useLoaded } from "../../use-loaded.ts";
import { carried, readFilter } from "../cases/case-filter.ts";
import { indexOf } from "../cases/case-index.ts";
import { filterCases } from "../cases/filter-cases.ts";
import { rememberCase } from "../cases/last-case.ts";
import { orderOf, shownCases } from "../cases/sort-cases.ts";
import { keptSearch } from "../cases/use-full-search.ts";
import { joinColumns } from "../compare/join-columns.ts";
import { readSide } from "../compare/sides.ts";
import type { RunPlace } from "../registry.ts";
import { CaseBody } from "./case-body.tsx";
import { CaseHeader } from "./case-header.tsx";
import { neighboursOf } from "./case-neighbours.ts";
import { type LoadedCase, loadCase } from "./load-case.ts";

/** What an address of a case holds beside the filter. */
const OWN_KEYS = ["diff", "repeat", "show", "from", "left", "right"] as const;

/** One case with every candidate's answer. */
export function CaseView({ place }: { place: RunPlace }) {
  const { query, rest } = place.route;
  const sides = [query.get("a"), query.get("b")].filter((side) => side !== null);
  const loaded = useLoaded(() => loadCase(place, sides), [place.source, place.version, rest, ...sides]);
  if (loaded.status === "failed")
    return (
      <p class="notice" role="alert">
        {loaded.message}
      </p>
    );
  if (loaded.status === "loading") return <p class="notice">Reading the case…</p>;
  return <LoadedCaseView place={place} loaded={loaded.value} />;
}

function LoadedCaseView({ place, loaded }: { place: RunPlace; loaded: LoadedCase }) {
  const { query } = place.route;
  const kept = { ...carried(query), ...Object.fromEntries(OWN_KEYS.map((name) => [name, query.get(name)])) };
  const ids = useCaseList(place, loaded);
  const id = loaded.found?.case.id ?? loaded.asked;
  const neighbours = useMemo(() => neighboursOf(ids, id), [ids, id]);
  const hrefOf = (other: string) => place.to("case", other, kept);
  const change = (changes: Readonly<Record<string, string | null>>) =>
    go(place.to("case", place.route.rest, { ...kept, ...changes }), true);
  const from = query.get("from");
  const back =
    from === null
      ? place.to("cases", null, carried(query))
      : place.to("compare", null, { a: query.get("a"), b: from, on: query.get("b"), change: query.get("change") });
  useEffect(() => rememberCase(place.run, id), [place.run, id]);
  useFocusOnCase(id);
  useKeys((key) => {
    if (key === "j" && neighbours.next !== null) go(hrefOf(neighbours.next));
    else if (key === "k" && neighbours.previous !== null) go(hrefOf(neighbours.previous));
    else if (key === "Escape") go(back);
    else if (key === "d") change({ diff: query.get("diff") === "1" ? null : "1" });
    else if (key === "/") go(back);
  });
  return (
    <article class="case-view" aria-labelledby="case-title">
      <CaseHeader
        id={id}
        neighbours={neighbours}
        hrefOf={hrefOf}
        back={back}
        backTo={from === null ? "Cases" : "Compare"}
      />
      {loaded.found === null ? (
        <p class="notice" role="alert">
          This run has no case of that id.
        </p>
      ) : (
        <CaseBody place={place} loaded={loaded} found={loaded.found} onChange={change} />
      )}
    </article>
  );
}

/** The ids that previous and next walk: what the filter of the address keeps, over the sides compared where it names them. */
function useCaseList(place: RunPlace, { run, columns, others }: LoadedCase): readonly string[] {
  const address = place.route.query.toString();
  return useMemo(() => {
    const filter = readFilter(place.route.query);
    const paired = joined(columns, others, place, filter.a, filter.b);
    const index = paired === null ? indexOf(columns, run.summary) : indexOf(paired, null);
    const hits = index.columns === columns ? (keptSearch(columns, filter.search)?.hits ?? null) : null;
    const shown = shownCases(orderOf(index, filter.sort), filterCases(index, filter, hits));
    return Array.from(shown, (at) => index.columns.ids[at] ?? "");
  }, [columns, others, address]);
}

function joined(
  columns: ViewerColumns,
  others: LoadedCase["others"],
  place: RunPlace,
  a: string | null,
  b: string | null,
): ViewerColumns | null {
  if (others.length === 0 || a === null || b === null) return null;
  const names = columns.candidates.map(({ candidate }) => candidate);
  const sides = [a, b].map((label) => {
    const other = others.find((one) => one.label === label);
    const { candidate } = other?.side ?? readSide(label, place.run, names);
    return { columns: other?.columns ?? columns, candidate, label };
  });
  return joinColumns(sides)?.columns ?? null;
}

/** Who moves on by a key finds the new case read out; who presses a button stays on it. */
function useFocusOnCase(id: string): void {
  useEffect(() => {
    if (document.activeElement === null || document.activeElement === document.body)
      document.getElementById("case-title")?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [id]);
}
