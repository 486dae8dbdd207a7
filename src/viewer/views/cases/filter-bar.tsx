import { visibleText } from "../../../report/safe-text.ts";
import { Choice } from "../../parts/choice.tsx";
import { type CaseFilter, CHANGES, GRADE_NAMES } from "./case-filter.ts";
import { type CaseIndex, OUTCOME_NAMES } from "./case-index.ts";
import { SORTED_BY_CANDIDATE } from "./sort-cases.ts";

interface FilterBarProps {
  readonly index: CaseIndex;
  readonly filter: CaseFilter;
  /** Whom a change is seen from where the address does not say. */
  readonly reference: string;
  readonly onFilter: (changes: Readonly<Record<string, string | null>>) => void;
}

const same = (names: readonly string[]) => names.map((name) => [name, visibleText(name)] as const);

/** What of the cases is shown; every choice is in the address at once. */
export function FilterBar({ index, filter, reference, onFilter }: FilterBarProps) {
  const { columns, names } = index;
  const set = (name: string) => (value: string | null) => onFilter({ [name]: value });
  const tags = [...columns.tagNames].sort();
  return (
    <>
      <Choice
        label="Outcome"
        none="any"
        value={filter.outcome}
        options={same(OUTCOME_NAMES)}
        onChoose={set("outcome")}
      />
      <Choice label="Candidate" none="any" value={filter.candidate} options={same(names)} onChoose={set("candidate")} />
      {tags.length > 0 && (
        <Choice label="Tag" none="any" value={filter.tag} options={same(tags)} onChoose={set("tag")} />
      )}
      {names.length > 1 && (
        <Check label="Candidates disagree" value={filter.disagree} onCheck={(on) => onFilter({ disagree: on })} />
      )}
      {columns.repeats > 1 && <Check label="Flaky" value={filter.flaky} onCheck={(on) => onFilter({ flaky: on })} />}
      <MoreFilters index={index} filter={filter} reference={reference} onFilter={onFilter} />
    </>
  );
}

interface CheckProps {
  readonly label: string;
  readonly value: boolean;
  readonly onCheck: (on: string | null) => void;
}

function Check({ label, value, onCheck }: CheckProps) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={value}
        onChange={({ currentTarget }) => onCheck(currentTarget.checked ? "1" : null)}
      />
      {label}
    </label>
  );
}

function MoreFilters({ index, filter, reference, onFilter }: FilterBarProps) {
  const { columns, names } = index;
  const set = (name: string) => (value: string | null) => onFilter({ [name]: value });
  const graders = [...new Set(columns.candidates.flatMap(({ grades }) => Object.keys(grades)))].sort();
  const [base, other] = [filter.a ?? reference, filter.b ?? names.find((name) => name !== reference) ?? reference];
  const used = filter.grader !== null || filter.slower !== null || filter.change !== null || filter.sort !== "run";
  const sorts = [
    ["run", "run order"],
    ["-run", "run order, last first"],
    ["id", "id"],
    ["-id", "id, from Z"],
    ...names.flatMap((name) =>
      SORTED_BY_CANDIDATE.flatMap((by) => [
        [`${by}:${name}`, `${by} of ${visibleText(name)}, lowest first`] as const,
        [`-${by}:${name}`, `${by} of ${visibleText(name)}, highest first`] as const,
      ]),
    ),
  ] as const;
  return (
    <details class="more" open={used}>
      <summary>More</summary>
      <div class="filters">
        {names.length > 1 && (
          <>
            <Choice
              label="Changed"
              none="any"
              value={filter.change}
              options={CHANGES.map((name) => [name, CHANGE_WORDS[name]] as const)}
              onChoose={(change) => onFilter({ change, a: change && base, b: change && other })}
            />
            <Choice label="from" value={base} options={same(names)} onChoose={set("a")} />
            <Choice label="to" value={other} options={same(names)} onChoose={set("b")} />
          </>
        )}
        <Choice label="Grader" none="any" value={filter.grader} options={same(graders)} onChoose={set("grader")} />
        {filter.grader !== null && (
          <Choice
            label="Grade"
            value={filter.grade}
            options={GRADE_NAMES.map((name) => [name, GRADE_WORDS[name]] as const)}
            onChoose={set("grade")}
          />
        )}
        <label class="choice">
          <span>Slower than, ms</span>
          <input
            type="number"
            min="0"
            step="any"
            value={filter.slower ?? ""}
            onChange={({ currentTarget }) => onFilter({ slower: currentTarget.value || null })}
          />
        </label>
        <Choice label="Sort by" value={filter.sort} options={sorts} onChoose={set("sort")} />
      </div>
    </details>
  );
}

export const CHANGE_WORDS = {
  improved: "improved",
  regressed: "regressed",
  "both-right": "both right",
  "both-wrong": "both wrong",
  equal: "equal, neither all right nor all wrong",
} as const;

const GRADE_WORDS = { pass: "passed", fail: "failed", scored: "scored, no rule", ungraded: "ungraded" } as const;
