import { useEffect, useRef } from "preact/hooks";

/** Keys that views answer to, for the sheet behind `?`. */
export const SHORTCUTS: readonly (readonly [key: string, what: string])[] = [
  ["/", "Search the cases"],
  ["j, k", "Next, previous case"],
  ["↑ ↓ PgUp PgDn Home End", "Move in the table"],
  ["Enter", "Open the case"],
  ["Esc", "Close, or back to the table"],
  ["d", "Difference between two answers"],
  ["c", "Copy the case as JSONL"],
  ["a", "Add the case to a dataset"],
  ["t", "Dark or light"],
  ["?", "This sheet"],
];

/**
 * Calls `onKey` for keys pressed outside of fields and dialogs, without a modifier. The newest listener is used, so it
 * may close over state.
 */
export function useKeys(onKey: (key: string, event: KeyboardEvent) => void): void {
  const current = useRef(onKey);
  current.current = onKey;
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const target = event.target;
      // A dialog that was just closed holds the focus for a moment: its keys are the page's again.
      if (target instanceof HTMLElement && target.closest("input, textarea, select, dialog[open], [contenteditable]"))
        return;
      current.current(event.key, event);
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, []);
}
