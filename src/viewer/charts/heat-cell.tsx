/** A table cell whose ground says how high its value is among all; the value itself stands in it. */
export function HeatCell({
  share,
  text,
  small,
  mark,
  said,
  href,
}: {
  /** 0…1 of the way from the lowest value to the highest. */
  share: number;
  text: string;
  small: string | null;
  mark: "below" | "above" | null;
  said: string;
  href: string | null;
}) {
  const sign = mark === null ? "" : mark === "below" ? "▾" : "▴";
  const inside = (
    <>
      <span>
        <span class="heat-mark" aria-hidden="true">
          {sign}
        </span>
        {text}
      </span>
      {small !== null && <small>{small}</small>}
    </>
  );
  return (
    <td class="heat-cell" style={{ "--heat": `${Math.round(4 + share * 40)}%` }} title={said}>
      {href === null ? inside : <a href={href}>{inside}</a>}
    </td>
  );
}
