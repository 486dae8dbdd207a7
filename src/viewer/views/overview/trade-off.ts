import type { Estimate } from "../../../domain/estimate.ts";
import type { ViewerRun } from "../../../domain/viewer.ts";
import { costCell, durationCell, shareCell } from "../../../report/cells.ts";
import { type Domain, linearDomain, logDomain, numbersOf, shareDomain, wantsLog } from "../../charts/axis-domain.ts";
import type { ScatterPoint } from "../../charts/scatter.tsx";

/** Accuracy against what it costs, in money or in time. */
export interface TradeOff {
  readonly points: readonly ScatterPoint[];
  readonly across: { readonly domain: Domain; readonly log: boolean };
  readonly up: Domain;
  /** Candidates that nobody beats on both. */
  readonly front: readonly string[];
  /** Candidates of whom one of the two is unknown. */
  readonly unknown: readonly string[];
}

/** null: there are no two points, or all cost nothing. */
export function tradeOff({ summary, fronts }: ViewerRun, metric: string): TradeOff | null {
  const front = fronts.find((one) => one.metric === metric)?.candidates ?? [];
  const points: ScatterPoint[] = [];
  const unknown: string[] = [];
  for (const [look, { id, metrics }] of summary.candidates.entries()) {
    const [x, y] = [metrics[metric], metrics.accuracy];
    if (x?.value == null || y?.value == null) {
      unknown.push(id);
      continue;
    }
    points.push({
      name: id,
      look,
      x: x.value,
      y: y.value,
      xEnds: endsOf(x),
      yEnds: endsOf(y),
      onFront: front.includes(id),
      said: `${id}: accuracy ${shareCell(y)}, ${metric} ${cellOf(metric, x)}, n ${y.n.toLocaleString("en")}`,
    });
  }
  if (points.length < 2 || points.every(({ x }) => x === 0)) return null;
  const values = points.map(({ x }) => x);
  const ends = points.flatMap(({ xEnds }) => xEnds.filter((end) => end !== null));
  const log = wantsLog(values);
  const accuracies = points.map(({ y, yEnds }) => ({ value: y, low: yEnds[0], high: yEnds[1] }));
  return {
    points,
    across: { domain: log ? logDomain(values, ends) : linearDomain([...values, ...ends]), log },
    // Nothing is drawn from 0 up here, so there is no need to show it.
    up: shareDomain(numbersOf(accuracies), 0.85),
    front,
    unknown,
  };
}

/** An open side is drawn to the edge of the chart; a figure without uncertainty has no bar. */
function endsOf({ value, low, high }: Estimate): readonly [number | null, number | null] {
  return low === null && high === null ? [value, value] : [low, high];
}

function cellOf(metric: string, estimate: Estimate): string {
  return metric.endsWith("_usd") ? costCell(estimate) : durationCell(estimate);
}
