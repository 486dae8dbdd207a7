import { visibleText } from "../../../report/safe-text.ts";
import { OutcomeMark } from "../../parts/outcome-mark.tsx";
import type { CaseFilter } from "./case-filter.ts";
import { type CaseIndex, OUTCOME_NAMES } from "./case-index.ts";
import { countChanges, countOutcomes } from "./count-outcomes.ts";
import { sideOf } from "./filter-cases.ts";

interface OutcomeSummaryProps {
  readonly index: CaseIndex;
  readonly shown: Uint32Array;
  readonly filter: CaseFilter;
  readonly reference: string;
  readonly hrefOf: (changes: Readonly<Record<string, string | null>>) => string;
}

/** How the candidates did on what is shown; each figure is the way to its cases. */
export function OutcomeSummary({ index, shown, filter, reference, hrefOf }: OutcomeSummaryProps) {
  const tallies = countOutcomes(index, shown);
  const base = sideOf(index, reference);
  const list = (
    <ul class="tallies" aria-label="Outcomes of what is shown">
      {index.candidates.map((candidate, at) => {
        const name = candidate.columns.candidate;
        const changes = base === null || base === candidate ? null : countChanges(base, candidate, shown);
        return (
          <li key={name}>
            <strong class="text">{visibleText(name)}</strong>
            {name === reference && index.candidates.length > 1 && <span class="muted small">reference</span>}
            {OUTCOME_NAMES.map((outcome) => {
              const count = tallies[at]?.[outcome] ?? 0;
              const on = filter.outcome === outcome && filter.candidate === name;
              if (count === 0 && !on) return null;
              const wanted = on ? { outcome: null, candidate: null } : { outcome, candidate: name };
              return (
                <a key={outcome} href={hrefOf(wanted)} class="tally" aria-current={on ? "true" : undefined}>
                  <OutcomeMark outcome={outcome} /> {count.toLocaleString("en")}
                </a>
              );
            })}
            {changes !== null &&
              (["improved", "regressed"] as const).map((change) => {
                const on = filter.change === change && filter.a === reference && filter.b === name;
                if (changes[change] === 0 && !on) return null;
                const wanted = on ? { change: null, a: null, b: null } : { change, a: reference, b: name };
                return (
                  <a
                    key={change}
                    href={hrefOf(wanted)}
                    class={`tally ${change}`}
                    aria-current={on ? "true" : undefined}
                  >
                    <span aria-hidden="true">{change === "improved" ? "▲" : "▼"}</span>{" "}
                    {changes[change].toLocaleString("en")} {change}
                  </a>
                );
              })}
          </li>
        );
      })}
    </ul>
  );
  if (index.candidates.length <= MOST_AT_ONCE) return list;
  return (
    <details class="tallies-fold">
      <summary>Outcomes of {index.candidates.length} candidates</summary>
      {list}
    </details>
  );
}

const MOST_AT_ONCE = 6;
