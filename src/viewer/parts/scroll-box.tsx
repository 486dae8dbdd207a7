import type { ComponentChildren } from "preact";

/** Holds a table that may be wider than the page: it can be scrolled with the keyboard too. */
export function ScrollBox({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached by the keyboard
    <section class="scroll-box" aria-label={`${label}: table`} tabIndex={0}>
      {children}
    </section>
  );
}
