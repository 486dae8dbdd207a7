import { seriesLook } from "../charts/series-look.ts";

/** A candidate's mark in the charts, beside its name. */
export function SeriesMark({ index }: { index: number }) {
  const { colour, path } = seriesLook(index, 70);
  return (
    <svg class="series-mark" viewBox="-7 -7 14 14" aria-hidden="true">
      <path d={path} fill={colour} />
    </svg>
  );
}
