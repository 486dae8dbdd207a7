import { useEffect, useMemo, useRef } from "preact/hooks";
import { NARROW, useMedia } from "../../parts/use-media.ts";
import { drawnPieces } from "../../parts/window-rows.ts";
import { go } from "../../router.ts";
import type { CaseIndex } from "./case-index.ts";
import { CaseRow } from "./case-row.tsx";
import { CasesHead } from "./cases-head.tsx";
import { type ColumnWidths, columnWidths } from "./column-widths.ts";
import { useRovingRow } from "./use-roving-row.ts";
import { useRowWindow } from "./use-row-window.ts";

interface CasesTableProps {
  readonly index: CaseIndex;
  readonly shown: Uint32Array;
  readonly sort: string;
  /** null: the order is not the reader's to choose. */
  readonly onSort: ((sort: string) => void) | null;
  readonly hrefOf: (id: string) => string;
  /** The case to begin at, where the reader comes back from it. */
  readonly startAt: string | null;
  /** Another one is looked at from its top. */
  readonly list: string;
}

const ROW_HEIGHT = { wide: 34, narrow: 56 } as const;

/** Cases in a box that scrolls: only the rows near its window are in the page, so 100,000 are as quick as 100. */
export function CasesTable({ index, shown, sort, onSort, hrefOf, startAt, list }: CasesTableProps) {
  const box = useRef<HTMLDivElement>(null);
  const narrow = useMedia(NARROW);
  const height = narrow ? ROW_HEIGHT.narrow : ROW_HEIGHT.wide;
  const first = startAt === null ? -1 : shown.findIndex((at) => index.columns.ids[at] === startAt);
  const active = useRovingRow(box, {
    count: shown.length,
    height,
    first: Math.max(0, first),
    focusFirst: first >= 0,
    list,
  });
  const view = useRowWindow(box, height, shown.length);
  useEffect(() => {
    const element = box.current;
    // A convenience for the mouse: the link in the row is the way for everybody else.
    const clicked = (event: MouseEvent) => {
      if (!(event.target instanceof Element) || event.target.closest("a, button, thead") !== null) return;
      const link = event.target.closest("tr")?.querySelector("a");
      if (link && String(getSelection() ?? "") === "") go(link.getAttribute("href") ?? "");
    };
    element?.addEventListener("click", clicked);
    return () => element?.removeEventListener("click", clicked);
  }, []);
  const widths = useMemo(() => columnWidths(index), [index]);
  const columns = narrow ? 2 : 4 + 2 * index.candidates.length;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls can be reached by keyboard
    <section class="cases-box" ref={box} aria-label="Cases" tabIndex={0}>
      <table
        class={narrow ? "cases narrow" : "cases"}
        aria-rowcount={shown.length + 1}
        style={narrow ? {} : { minWidth: `${widths.all}rem` }}
      >
        <caption class="visually-hidden">
          Cases, a row each. j and k or the arrow keys move, Enter opens the case.
        </caption>
        {!narrow && <Columns widths={widths} />}
        <CasesHead index={index} narrow={narrow} sort={sort} onSort={onSort} />
        <tbody>
          {drawnPieces(view, shown.length, active).map((piece, position) => {
            if ("gap" in piece)
              return (
                <tr key={position === 0 ? "before" : `gap-${position}`} class="gap">
                  <td colSpan={columns} style={{ height: `${piece.gap * height}px` }} />
                </tr>
              );
            const at = shown[piece.row] ?? 0;
            return (
              <CaseRow
                key={at}
                index={index}
                at={at}
                row={piece.row}
                narrow={narrow}
                active={piece.row === active}
                address={hrefOf(index.columns.ids[at] ?? "")}
              />
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function Columns({ widths }: { widths: ColumnWidths }) {
  const column = (key: string, width: number) => <col key={key} style={{ width: `${width}rem` }} />;
  return (
    <colgroup>
      {column("id", widths.id)}
      <col />
      {column("expected", widths.expected)}
      {column("tags", widths.tags)}
      {widths.answers.map((width, at) => [column(`answer ${at}`, width), column(`latency ${at}`, widths.latency)])}
    </colgroup>
  );
}
