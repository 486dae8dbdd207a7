import {
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolSquare,
  symbolStar,
  symbolTriangle,
  symbolWye,
} from "d3-shape";

const SHAPES = [symbolCircle, symbolSquare, symbolTriangle, symbolDiamond, symbolCross, symbolStar, symbolWye];
const COLOURS = 8;

/** How a candidate is drawn everywhere: a colour and a shape, together alike for none of the first 56. */
export interface SeriesLook {
  readonly colour: string;
  /** A path around 0, 0. */
  readonly path: string;
}

/** @param size the mark's area in square pixels */
export function seriesLook(index: number, size = 64): SeriesLook {
  return {
    colour: `var(--series-${(index % COLOURS) + 1})`,
    path: symbol(SHAPES[index % SHAPES.length] ?? symbolCircle, size)() ?? "",
  };
}
