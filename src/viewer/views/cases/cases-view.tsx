import { useMemo, useState } from "preact/hooks";
import type { ViewerColumns, ViewerRun } from "../../../domain/viewer.ts";
import { NARROW, useMedia } from "../../parts/use-media.ts";
import { go } from "../../router.ts";
import { useLoaded } from "../../use-loaded.ts";
import type { RunPlace } from "../registry.ts";
import { carried, conditionsIn, readFilter } from "./case-filter.ts";
import { indexOf } from "./case-index.ts";
import { CasesTable } from "./cases-table.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { filterCases } from "./filter-cases.ts";
import { takeLastCase } from "./last-case.ts";
import { OutcomeSummary } from "./outcome-summary.tsx";
import { SearchField } from "./search-field.tsx";
import { orderOf, shownCases } from "./sort-cases.ts";
import { useFullSearch } from "./use-full-search.ts";

/** All cases of the run: search, filters, sort. */
export function CasesView({ place }: { place: RunPlace }) {
  const { source, version } = place;
  const loaded = useLoaded(
    async () => ({ run: await source.run(), columns: await source.columns() }),
    [source, version],
  );
  if (loaded.status === "loading") return <p class="notice">Reading the cases…</p>;
  if (loaded.status === "failed")
    return (
      <p class="notice" role="alert">
        {loaded.message}
      </p>
    );
  return <Cases place={place} {...loaded.value} />;
}

function Cases({ place, run, columns }: { place: RunPlace; run: ViewerRun; columns: ViewerColumns }) {
  const { query } = place.route;
  const address = query.toString();
  const filter = useMemo(() => readFilter(query), [address]);
  const index = useMemo(() => indexOf(columns, run.summary), [columns, run]);
  const { progress, stop } = useFullSearch(place.source, columns, filter.search);
  const [startAt] = useState(() => takeLastCase(place.run));
  const shown = useMemo(
    () => shownCases(orderOf(index, filter.sort), filterCases(index, filter, progress?.hits ?? null)),
    [index, filter, progress],
  );
  const hrefOf = (changes: Readonly<Record<string, string | null>>) => place.to("cases", null, carried(query, changes));
  const change = (changes: Readonly<Record<string, string | null>>) => go(hrefOf(changes), true);
  const conditions = conditionsIn(filter);
  const { reference } = run.manifest;
  const narrow = useMedia(NARROW);
  const filters = <FilterBar index={index} filter={filter} reference={reference} onFilter={change} />;
  return (
    <div class="cases-view">
      <h1 class="visually-hidden">Cases</h1>
      <search class="filters">
        <SearchField
          value={query.get("q") ?? ""}
          onSearch={(text) => change({ q: text || null })}
          progress={progress}
          onStop={stop}
        />
        {narrow ? (
          <details class="more">
            <summary>Filters{conditions > 0 && ` (${conditions})`}</summary>
            <div class="filters">{filters}</div>
          </details>
        ) : (
          filters
        )}
      </search>
      <p class="count">
        <strong role="status">{countText(shown.length, index.count)}</strong>
        {conditions > 0 && (
          <>
            {" "}
            <a href={place.to("cases", null, { sort: query.get("sort") })}>Clear filters</a>
          </>
        )}
        {columns.repeats > 1 && <span class="muted"> with {columns.repeats} repeats each; outcomes count trials</span>}
        <SampleNote columns={columns} />
      </p>
      <OutcomeSummary index={index} shown={shown} filter={filter} reference={reference} hrefOf={hrefOf} />
      {shown.length === 0 ? (
        <p class="notice">No case is like that.</p>
      ) : (
        <CasesTable
          list={address}
          index={index}
          shown={shown}
          sort={filter.sort}
          onSort={(sort) => change({ sort: sort === "run" ? null : sort })}
          hrefOf={(id) => place.to("case", id, carried(query))}
          startAt={startAt}
        />
      )}
    </div>
  );
}

function countText(shown: number, of: number): string {
  const all = `${of.toLocaleString("en")} ${of === 1 ? "case" : "cases"}`;
  return shown === of ? all : `${shown.toLocaleString("en")} of ${all}`;
}

/** A large report does not hold every trial: what is counted here is counted in what it holds. */
export function SampleNote({ columns: { trials } }: { columns: ViewerColumns }) {
  if (trials.shown >= trials.of) return null;
  return (
    <span class="muted">
      {" "}
      {trials.shown.toLocaleString("en")} of {trials.of.toLocaleString("en")} trials are in this report: all that did
      not pass, and a sample of the others.
    </span>
  );
}
