import { scaleLinear, scaleLog } from "d3-scale";
import { XAxis, YAxis } from "./axes.tsx";
import type { Domain } from "./axis-domain.ts";
import { type LabelWish, placeLabels, shortName } from "./place-labels.ts";
import { seriesLook } from "./series-look.ts";
import { stepPath } from "./step-line.ts";

export interface ScatterPoint {
  readonly name: string;
  /** Which colour and shape. */
  readonly look: number;
  readonly x: number;
  readonly y: number;
  readonly xEnds: readonly [low: number | null, high: number | null];
  readonly yEnds: readonly [low: number | null, high: number | null];
  /** Nobody is better on both. */
  readonly onFront: boolean;
  /** All figures in words. */
  readonly said: string;
}

interface ScatterProps {
  readonly width: number;
  readonly points: readonly ScatterPoint[];
  readonly x: { readonly domain: Domain; readonly log: boolean; readonly title: string; readonly format: Format };
  readonly y: { readonly domain: Domain; readonly title: string; readonly format: Format };
  readonly label: string;
}
type Format = (value: number) => string;

/** Two figures of each candidate with both their intervals; a step line joins those that nobody beats on both. */
export function Scatter({ width, points, x, y, label }: ScatterProps) {
  const height = Math.round(Math.min(360, Math.max(260, width * 0.62)));
  const box = { left: 48, right: width - 16, top: 26, bottom: height - 40 };
  const across = (x.log ? scaleLog() : scaleLinear()).domain(x.domain).range([box.left, box.right]).clamp(true);
  const up = scaleLinear().domain(y.domain).range([box.bottom, box.top]).clamp(true);
  const drawn = points.map((point) => ({ ...point, at: { x: across(point.x), y: up(point.y) } }));
  // Those on the front are named first, then the others from the best down.
  const order = [...drawn].sort((a, b) => Number(b.onFront) - Number(a.onFront) || b.y - a.y);
  const most = width < 420 ? 16 : 26;
  const wishes: LabelWish[] = order.map(({ at, name, onFront }) => ({
    ...at,
    text: shortName(name, most),
    must: onFront,
  }));
  const placed = placeLabels(
    wishes,
    drawn.map(({ at }) => at),
    { left: box.left, right: width, top: box.top - 6, bottom: box.bottom },
  );
  const front = drawn.filter(({ onFront }) => onFront).sort((a, b) => a.x - b.x);
  const steps = front.map(({ at }) => [at.x, at.y] as const);
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <YAxis scale={up} format={y.format} title={y.title} x={box.left} right={box.right} />
      <XAxis scale={across} log={x.log} format={x.format} title={x.title} y={box.bottom} top={box.top} />
      {steps.length > 0 && <path class="front" d={`${stepPath(steps)}H${box.right}`} />}
      {drawn.map(({ at, look, xEnds, yEnds, name }) => (
        <g key={name} class="error-bars" stroke={seriesLook(look).colour}>
          <line x1={across(xEnds[0] ?? x.domain[0])} x2={across(xEnds[1] ?? x.domain[1])} y1={at.y} y2={at.y} />
          <line y1={up(yEnds[0] ?? y.domain[0])} y2={up(yEnds[1] ?? y.domain[1])} x1={at.x} x2={at.x} />
        </g>
      ))}
      {drawn.map(({ at, look, name, said }) => (
        <g key={name} class="dot" transform={`translate(${at.x},${at.y})`}>
          <title>{said}</title>
          <circle r="11" fill="transparent" />
          <path d={seriesLook(look, 84).path} fill={seriesLook(look).colour} />
        </g>
      ))}
      {order.map(({ name, onFront }, i) => {
        const label = placed[i];
        return label == null ? null : (
          <text
            key={name}
            class={onFront ? "name on-front" : "name"}
            x={label.x}
            y={label.y}
            text-anchor={label.anchor}
          >
            {wishes[i]?.text}
          </text>
        );
      })}
    </svg>
  );
}
