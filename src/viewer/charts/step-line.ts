export type Point = readonly [x: number, y: number];

/**
 * At most `most` points of a rising step curve: those whose steps are seen at this size. The first, the last and
 * whatever lies a pixel from the point before it stay.
 */
export function thinSteps(points: readonly Point[], least = 0.75): readonly Point[] {
  const kept: Point[] = [];
  for (const [i, point] of points.entries()) {
    const before = kept.at(-1);
    const seen =
      before === undefined || Math.abs(point[0] - before[0]) >= least || Math.abs(point[1] - before[1]) >= least;
    if (seen || i === points.length - 1) kept.push(point);
  }
  return kept;
}

/** The SVG path of steps: level to the next point, then up or down to it. */
export function stepPath(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return "";
  const number = (value: number) => Number(value.toFixed(2));
  return `M${number(first[0])},${number(first[1])}${rest.map(([x, y]) => `H${number(x)}V${number(y)}`).join("")}`;
}

/** The least x at which a rising curve reaches a share; null: it does not. */
export function reachedAt(points: readonly Point[], share: number): number | null {
  return points.find(([, reached]) => reached >= share - 1e-9)?.[0] ?? null;
}
