import { useMemo, useState } from "preact/hooks";
import { visibleText } from "../../../report/safe-text.ts";
import { href } from "../../router.ts";
import type { Change } from "../cases/case-filter.ts";
import { CasesTable } from "../cases/cases-table.tsx";
import { CHANGE_WORDS } from "../cases/filter-bar.tsx";
import { changeOf } from "../cases/filter-cases.ts";
import { takeLastCase } from "../cases/last-case.ts";
import { orderOf, shownCases } from "../cases/sort-cases.ts";
import type { RunPlace } from "../registry.ts";
import type { ComparedSide } from "./load-comparison.ts";
import { readSide, sidesText, sideText } from "./sides.ts";

interface ChangedCasesProps {
  readonly place: RunPlace;
  readonly base: string;
  readonly side: ComparedSide;
  readonly change: Change;
  /** All sides of the address, for the way back from a case. */
  readonly all: readonly string[];
  /** Of the run that is looked at. */
  readonly candidates: readonly string[];
}

/** The cases of a pair that came out so; each opens with the difference of the two answers. */
export function ChangedCases({ place, base, side, change, all, candidates }: ChangedCasesProps) {
  const { index, label } = side;
  const [startAt] = useState(() => takeLastCase(place.run));
  const shown = useMemo(() => {
    const [a, b] = index?.candidates ?? [];
    if (index === null || a === undefined || b === undefined) return new Uint32Array();
    const mask = Uint8Array.from({ length: index.count }, (_, at) => (changeOf(a, b, at) === change ? 1 : 0));
    return shownCases(orderOf(index, "run"), mask);
  }, [index, change]);
  if (index === null) return null;
  // A pair of another run has its cases there.
  const names = place.home.only === null ? candidates : null;
  const sides = [base, label].map((text) => readSide(text, place.run, names ?? [text]));
  const run = sides.find((side) => side.run === place.run)?.run ?? sides[1]?.run ?? place.run;
  const seenFrom = (text: string) => sideText(readSide(text, place.run, names ?? [text]), run);
  const query = { change, a: seenFrom(base), b: seenFrom(label), diff: "1", from: sidesText(all.map(seenFrom)) };
  const hrefOf = (id: string) => href(place.home.only, { run, view: "case", rest: id, query });
  return (
    <>
      <p class="count">
        <strong role="status">
          {shown.length.toLocaleString("en")} {CHANGE_WORDS[change]}
        </strong>{" "}
        <span class="muted">
          by <span class="text">{visibleText(label)}</span> against <span class="text">{visibleText(base)}</span>
        </span>
      </p>
      {shown.length === 0 ? (
        <p class="notice">No case is like that.</p>
      ) : (
        <CasesTable
          key={label}
          list={change}
          index={index}
          shown={shown}
          sort="run"
          onSort={null}
          hrefOf={hrefOf}
          startAt={startAt}
        />
      )}
    </>
  );
}
