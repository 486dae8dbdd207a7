import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { type RowWindow, rowWindow } from "../../parts/window-rows.ts";

/** The rows near what a scrolled box shows. */
export function useRowWindow(box: RefObject<HTMLElement | null>, rowHeight: number, count: number): RowWindow {
  const [[top, height], setPlace] = useState([0, 800]);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const measure = () => setPlace([element.scrollTop, element.clientHeight]);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const scrolled = () => setPlace([element.scrollTop, element.clientHeight]);
    element.addEventListener("scroll", scrolled, { passive: true });
    return () => element.removeEventListener("scroll", scrolled);
  }, [box]);
  return rowWindow(Math.min(top, Math.max(0, count * rowHeight - height)), height, rowHeight, count);
}
