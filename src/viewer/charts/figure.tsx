import type { ComponentChildren } from "preact";
import { useWidth } from "./use-width.ts";

/** A chart with its heading; drawn anew for every width, so that its text keeps its size. */
export function Figure({
  title,
  note,
  children,
  below,
  wide = false,
}: {
  title: string;
  /** What one sees, in a line below the heading. */
  note?: string | undefined;
  children: (width: number) => ComponentChildren;
  below?: ComponentChildren;
  /** Takes a row of its own. */
  wide?: boolean;
}) {
  const [box, width] = useWidth<HTMLDivElement>();
  return (
    <figure class={wide ? "figure wide" : "figure"}>
      <figcaption>
        <h3>{title}</h3>
        {note !== undefined && <p class="muted">{note}</p>}
      </figcaption>
      <div ref={box} class="figure-box">
        {width > 0 && children(width)}
      </div>
      {below}
    </figure>
  );
}
