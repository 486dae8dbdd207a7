import { scaleLinear } from "d3-scale";
import { YAxis } from "./axes.tsx";
import { type Domain, shareOf } from "./axis-domain.ts";
import { textWidth } from "./place-labels.ts";

export interface TrendPoint {
  readonly key: string;
  /** Which place of `count`: charts of one page share their places. */
  readonly at: number;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly mark: "better" | "worse" | null;
  /** Said on a line across the chart: what it was measured on has changed. */
  readonly changed: string | null;
  readonly href: string;
  readonly said: string;
}

interface TrendProps {
  readonly width: number;
  readonly points: readonly TrendPoint[];
  /** Places on the axis, each with its date. */
  readonly places: readonly string[];
  readonly domain: Domain;
  readonly format: (value: number) => string;
  readonly colour: string;
}

/** A figure over runs with the band of its intervals; runs stand at equal distances, the oldest first. */
export function Trend({ width, points, places, domain, format, colour }: TrendProps) {
  const height = 210;
  const box = { left: 56, right: width - 18, top: 22, bottom: height - 30 };
  const up = scaleLinear().domain(domain).range([box.bottom, box.top]).clamp(true);
  const across = (at: number) =>
    box.left + 14 + shareOf([0, Math.max(1, places.length - 1)], at) * (box.right - box.left - 28);
  const known = points.filter((point): point is TrendPoint & { value: number } => point.value !== null);
  const ends = known.filter(({ low, high }) => low !== null && high !== null);
  const line = known.map(({ at, value }) => `${across(at)},${up(value)}`).join("L");
  const band = [
    ...ends.map(({ at, high }) => `${across(at)},${up(high ?? 0)}`),
    ...ends.map(({ at, low }) => `${across(at)},${up(low ?? 0)}`).reverse(),
  ].join("L");
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: its links say all, and the figure around it has a heading
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
      <YAxis scale={up} format={format} title="" x={box.left} right={box.right} />
      <Dates places={places} across={across} y={box.bottom + 17} right={width} />
      {points.map(({ key, at, changed }) =>
        changed === null ? null : (
          <g key={key} class="changed">
            <line x1={across(at)} x2={across(at)} y1={box.top} y2={box.bottom} />
            <text x={across(at)} y={box.top - 5} text-anchor={at > places.length / 2 ? "end" : "middle"}>
              {changed}
            </text>
          </g>
        ),
      )}
      {ends.length > 1 && <path class="band" d={`M${band}Z`} fill={colour} />}
      {known.length > 1 && <path class="line" d={`M${line}`} stroke={colour} />}
      {known.map(({ key, at, value, low, high, mark, href, said }) => (
        <a key={key} href={href} aria-label={said}>
          <title>{said}</title>
          <line
            class="whisker"
            stroke={colour}
            x1={across(at)}
            x2={across(at)}
            y1={up(low ?? value)}
            y2={up(high ?? value)}
          />
          <circle cx={across(at)} cy={up(value)} r="12" fill="transparent" />
          <circle class="point" cx={across(at)} cy={up(value)} r="4" fill={colour} />
          {mark !== null && (
            <text
              class={`shown ${mark}`}
              x={across(at)}
              y={up(value) + (mark === "better" ? -9 : 19)}
              text-anchor="middle"
            >
              {mark === "better" ? "▲" : "▼"}
            </text>
          )}
        </a>
      ))}
    </svg>
  );
}

/** As many dates as there is room for, the newest always. */
function Dates({
  places,
  across,
  y,
  right,
}: {
  places: readonly string[];
  across: (at: number) => number;
  y: number;
  right: number;
}) {
  let free = right;
  return (
    <g class="axis">
      {places
        .map((text, at) => ({ text, at }))
        .reverse()
        .map(({ text, at }) => {
          const half = textWidth(text) / 2;
          const x = Math.min(across(at), right - half);
          if (x + half > free || x - half < 0) return null;
          free = x - half - 10;
          return (
            <text key={at} x={x} y={y} text-anchor="middle">
              {text}
            </text>
          );
        })}
    </g>
  );
}
