import type { Domain } from "./axis-domain.ts";
import { logTicks } from "./axis-domain.ts";
import { textWidth } from "./place-labels.ts";

/** What d3's scales have in common. */
export interface Scale {
  (value: number): number;
  ticks(count: number): number[];
  domain(): number[];
  range(): number[];
}

export interface AxisProps {
  readonly scale: Scale;
  readonly log?: boolean;
  readonly format: (value: number) => string;
  readonly title: string;
}

function ticksOf(scale: Scale, log: boolean, most: number): readonly number[] {
  const [low = 0, high = 1] = scale.domain();
  return log ? logTicks([low, high] satisfies Domain, most) : scale.ticks(most);
}

/** Along the bottom; grid lines go up to `top`. */
export function XAxis({ scale, log = false, format, title, y, top }: AxisProps & { y: number; top: number }) {
  const [left = 0, right = 0] = scale.range();
  let end = Number.NEGATIVE_INFINITY;
  return (
    <g class="axis">
      {ticksOf(scale, log, Math.max(2, Math.floor((right - left) / 56))).map((tick) => {
        const at = scale(tick);
        const text = format(tick);
        const half = textWidth(text) / 2;
        // A label that would run into the one before it is left out; its line stays.
        const fits = at - half > end + 4 && at + half < right + 26;
        if (fits) end = at + half;
        return (
          <g key={tick}>
            <line class="grid" x1={at} x2={at} y1={top} y2={y} />
            {fits && (
              <text x={at} y={y + 15} text-anchor="middle">
                {text}
              </text>
            )}
          </g>
        );
      })}
      <line class="base" x1={left} x2={right} y1={y} y2={y} />
      <text class="axis-title" x={right} y={y + 31} text-anchor="end">
        {title}
      </text>
    </g>
  );
}

/** Up the left side; grid lines go to `right`. */
export function YAxis({ scale, log = false, format, title, x, right }: AxisProps & { x: number; right: number }) {
  const [bottom = 0, top = 0] = scale.range();
  return (
    <g class="axis">
      {ticksOf(scale, log, Math.max(2, Math.floor((bottom - top) / 42))).map((tick) => (
        <g key={tick}>
          <line class="grid" x1={x} x2={right} y1={scale(tick)} y2={scale(tick)} />
          <text x={x - 6} y={scale(tick) + 4} text-anchor="end">
            {format(tick)}
          </text>
        </g>
      ))}
      <text class="axis-title" x={2} y={top - 10} text-anchor="start">
        {title}
      </text>
    </g>
  );
}
