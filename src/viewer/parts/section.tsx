import type { ComponentChildren } from "preact";

/** A part of a page with its heading. */
export function Section({
  id,
  title,
  note,
  tools,
  children,
}: {
  id: string;
  title: string;
  note?: ComponentChildren;
  /** What the section is set by, on its heading's line. */
  tools?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <section class="section" aria-labelledby={id}>
      <div class="section-head">
        <h2 id={id}>{title}</h2>
        {tools}
      </div>
      {note !== undefined && <p class="section-note muted">{note}</p>}
      {children}
    </section>
  );
}
