import type { ComponentChildren } from "preact";

export interface Sorting {
  readonly column: string;
  readonly descending: boolean;
}

/** `-accuracy`: by accuracy, the largest first. */
export function parseSorting(text: string | null): Sorting | null {
  if (text === null || text === "" || text === "-") return null;
  const descending = text.startsWith("-");
  return { column: descending ? text.slice(1) : text, descending };
}

/** The head of a column that the table can be sorted by. */
export function SortHeader({
  column,
  sorting,
  onSort,
  descendingFirst = false,
  numeric = false,
  children,
}: {
  column: string;
  sorting: Sorting | null;
  onSort: (sorting: string) => void;
  /** Where large is good. */
  descendingFirst?: boolean;
  numeric?: boolean;
  children: ComponentChildren;
}) {
  const own = sorting?.column === column ? sorting : null;
  const next = own === null ? descendingFirst : !own.descending;
  return (
    <th
      scope="col"
      class={numeric ? "num" : undefined}
      aria-sort={own === null ? undefined : own.descending ? "descending" : "ascending"}
    >
      <button type="button" class="sort" onClick={() => onSort(`${next ? "-" : ""}${column}`)}>
        {children}
        <span class="arrow" aria-hidden="true">
          {own === null ? "↕" : own.descending ? "↓" : "↑"}
        </span>
      </button>
    </th>
  );
}
