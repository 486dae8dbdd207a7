import type { ComponentChildren } from "preact";
import { visibleText } from "../../../report/safe-text.ts";
import type { CaseIndex } from "./case-index.ts";
import { readSort, sortText } from "./sort-cases.ts";

interface CasesHeadProps {
  readonly index: CaseIndex;
  readonly narrow: boolean;
  readonly sort: string;
  readonly onSort: ((sort: string) => void) | null;
}

/** Names of the columns; a press sorts by one, a second turns it around. */
export function CasesHead({ index, narrow, sort, onSort }: CasesHeadProps) {
  if (narrow)
    return (
      <thead>
        <tr>
          <th scope="col">Case</th>
          <th
            scope="col"
            class="num"
            style={{ width: `${Math.min(11, 1 + Math.max(5.5, index.names.length * 1.6))}rem` }}
          >
            {index.candidates.length === 1 ? "Outcome" : "Outcomes"}
          </th>
        </tr>
      </thead>
    );
  const sorted = { sort, onSort };
  return (
    <thead>
      <tr>
        <Column {...sorted} by="id">
          Id
        </Column>
        <th scope="col">Input</th>
        <th scope="col">Expected</th>
        <th scope="col">Tags</th>
        {index.names.map((name) => [
          <Column key={`${name} answer`} {...sorted} by={`score:${name}`} title="Sort by score">
            {visibleText(name)}
          </Column>,
          <Column key={`${name} latency`} {...sorted} by={`latency:${name}`} class="num">
            <span class="visually-hidden">{visibleText(name)} </span>
            Latency
          </Column>,
        ])}
      </tr>
    </thead>
  );
}

interface ColumnProps {
  readonly sort: string;
  readonly onSort: ((sort: string) => void) | null;
  readonly by: string;
  readonly class?: string;
  readonly title?: string;
  readonly children: ComponentChildren;
}

function Column({ sort, onSort, by, class: name = "", title, children }: ColumnProps) {
  const state = sort === by ? "ascending" : sort === `-${by}` ? "descending" : undefined;
  if (onSort === null)
    return (
      <th scope="col" class={name}>
        {children}
      </th>
    );
  const next = state === "ascending" ? `-${by}` : state === "descending" ? "run" : by;
  return (
    <th scope="col" class={name} aria-sort={state}>
      <button type="button" class="sort" title={title} onClick={() => onSort(sortText(readSort(next)) ?? "run")}>
        {children}
        <span aria-hidden="true">{state === undefined ? "" : state === "ascending" ? " ▲" : " ▼"}</span>
      </button>
    </th>
  );
}
