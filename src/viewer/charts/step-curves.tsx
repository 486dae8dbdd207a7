import { scaleLinear, scaleLog } from "d3-scale";
import { XAxis, YAxis } from "./axes.tsx";
import type { Domain } from "./axis-domain.ts";
import { seriesLook } from "./series-look.ts";
import { type Point, reachedAt, stepPath, thinSteps } from "./step-line.ts";

export interface StepCurve {
  readonly name: string;
  readonly look: number;
  /** Rising from 0 to 1. */
  readonly points: readonly Point[];
}

interface StepCurvesProps {
  readonly width: number;
  readonly curves: readonly StepCurve[];
  readonly domain: Domain;
  readonly log: boolean;
  readonly title: string;
  readonly format: (value: number) => string;
  /** The curve that is pointed at stands out. */
  readonly highlighted: string | null;
  readonly label: string;
}

const MARKED = [0.5, 0.95, 0.99];

/** What share of the answers came within a time, with the percentiles marked on each curve. */
export function StepCurves({ width, curves, domain, log, title, format, highlighted, label }: StepCurvesProps) {
  const height = Math.round(Math.min(360, Math.max(260, width * 0.5)));
  const box = { left: 48, right: width - 36, top: 26, bottom: height - 40 };
  const across = (log ? scaleLog() : scaleLinear()).domain(domain).range([box.left, box.right]).clamp(true);
  const up = scaleLinear().domain([0, 1]).range([box.bottom, box.top]);
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <YAxis
        scale={up}
        format={(share) => `${Math.round(share * 100)}%`}
        title="share of answers"
        x={box.left}
        right={box.right}
      />
      <XAxis scale={across} log={log} format={format} title={title} y={box.bottom} top={box.top} />
      {MARKED.map((share) => (
        <g key={share} class="percentile">
          <line x1={box.left} x2={box.right} y1={up(share)} y2={up(share)} />
          {/* p95 and p99 lie close: one label above its line, one below. */}
          <text x={box.right + 5} y={up(share) + (share === 0.99 ? -1 : share === 0.95 ? 10 : 4)}>
            p{share * 100}
          </text>
        </g>
      ))}
      {curves.map(({ name, look, points }) => {
        const { colour, path } = seriesLook(look, 44);
        const seen = thinSteps(points.map(([x, y]) => [across(x), up(y)] as const));
        const first = seen[0];
        const rise = first === undefined ? "" : `M${first[0]},${box.bottom}V${first[1]}`;
        const quiet = highlighted !== null && highlighted !== name;
        return (
          <g key={name} class={quiet ? "curve quiet" : "curve"}>
            <path class="line" d={`${rise}${stepPath(seen).replace(/^M/, "L")}`} stroke={colour}>
              <title>{name}</title>
            </path>
            {MARKED.map((share) => {
              const at = reachedAt(points, share);
              return at === null ? null : (
                <path key={share} d={path} fill={colour} transform={`translate(${across(at)},${up(share)})`}>
                  <title>{`${name}: p${share * 100} ${format(at)}`}</title>
                </path>
              );
            })}
          </g>
        );
      })}
    </svg>
  );
}
