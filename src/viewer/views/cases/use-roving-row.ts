import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useKeys } from "../../keys.ts";
import { scrollFor } from "../../parts/window-rows.ts";

/**
 * One row of a table takes the focus; keys move it: j and k wherever the reader is, arrows, Home, End and pages in the
 * table alone, because elsewhere they scroll the page.
 * @param rows where to begin: at `first`, focused when `focusFirst`; when `list` changes it begins at the top again
 * @returns the row that Enter opens; -1: there are none
 */
export function useRovingRow(
  box: RefObject<HTMLElement | null>,
  rows: {
    readonly count: number;
    readonly height: number;
    readonly first: number;
    readonly focusFirst: boolean;
    readonly list: string;
  },
): number {
  const { count, height, first, focusFirst, list } = rows;
  // An object, so that moving to the same row draws again, and gives it the focus.
  const [wanted, setWanted] = useState({ row: first });
  const focusNext = useRef(focusFirst);
  const active = Math.max(Math.min(wanted.row, count - 1), count > 0 ? 0 : -1);

  const shownList = useRef(list);
  useLayoutEffect(() => {
    if (shownList.current === list) return;
    shownList.current = list;
    setWanted({ row: 0 });
    if (box.current !== null) box.current.scrollTop = 0;
  }, [list]);

  const move = (row: number) => {
    focusNext.current = true;
    setWanted({ row: Math.max(0, Math.min(count - 1, row)) });
  };
  const page = () => Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / height) - 2);

  useLayoutEffect(() => {
    const element = box.current;
    if (!focusNext.current || element === null || active < 0) return;
    focusNext.current = false;
    const head = element.querySelector("thead")?.clientHeight ?? 0;
    const top = scrollFor(active, element.scrollTop, element.clientHeight, height, head);
    if (top !== null) element.scrollTop = top;
    element.querySelector<HTMLElement>('[data-active="true"] a')?.focus({ preventScroll: true });
  });

  useKeys((key, event) => {
    if (key === "j") move(inTable(box) ? active + 1 : active);
    else if (key === "k") move(inTable(box) ? active - 1 : active);
    else if (key === "Enter" && document.activeElement === document.body) {
      event.preventDefault();
      box.current?.querySelector<HTMLElement>('[data-active="true"] a')?.click();
    }
  });

  const moves: Readonly<Record<string, () => number>> = {
    ArrowDown: () => active + 1,
    ArrowUp: () => active - 1,
    Home: () => 0,
    End: () => count - 1,
    PageDown: () => active + page(),
    PageUp: () => active - page(),
  };
  const current = useRef<(event: KeyboardEvent) => void>(() => {});
  current.current = (event) => {
    const to = event.ctrlKey || event.metaKey || event.altKey ? undefined : moves[event.key]?.();
    // Buttons of the head keep their keys.
    if (to === undefined || (event.target instanceof Element && event.target.closest("thead") !== null)) return;
    event.preventDefault();
    move(to);
  };
  useEffect(() => {
    const element = box.current;
    const pressed = (event: KeyboardEvent) => current.current(event);
    const focused = ({ target }: FocusEvent) => {
      const row = target instanceof Element ? target.closest<HTMLElement>("tr[data-row]")?.dataset.row : undefined;
      if (row !== undefined) setWanted((old) => (old.row === Number(row) ? old : { row: Number(row) }));
    };
    element?.addEventListener("keydown", pressed);
    element?.addEventListener("focusin", focused);
    return () => {
      element?.removeEventListener("keydown", pressed);
      element?.removeEventListener("focusin", focused);
    };
  }, [box]);
  return active;
}

const inTable = (box: RefObject<HTMLElement | null>) => box.current?.contains(document.activeElement) ?? false;
