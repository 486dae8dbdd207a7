import type { Estimate } from "../../../domain/estimate.ts";
import type { CandidateSummary } from "../../../domain/summary.ts";
import type { Domain } from "../../charts/axis-domain.ts";

/** Tags first, then fields; each as the summary names it. */
export function sliceNames(candidates: readonly CandidateSummary[]): readonly string[] {
  const names = [...new Set(candidates.flatMap(({ slices }) => Object.keys(slices)))];
  const isTag = (name: string) => name.startsWith("tag:");
  return [...names.filter(isTag), ...names.filter((name) => !isTag(name))];
}

/** Metrics that any slice has a value of, accuracy first as the summary has it. */
export function sliceMetrics(candidates: readonly CandidateSummary[]): readonly string[] {
  const known = candidates.flatMap(({ slices }) =>
    Object.values(slices).flatMap((metrics) =>
      Object.entries(metrics).flatMap(([name, { value }]) => (value === null ? [] : [name])),
    ),
  );
  return [...new Set(known)];
}

/** The least and the largest value of a metric over all slices: the ends of the heat. */
export function heatDomain(candidates: readonly CandidateSummary[], metric: string): Domain {
  const values = candidates.flatMap(({ slices }) =>
    Object.values(slices).flatMap((metrics) => metrics[metric]?.value ?? []),
  );
  return values.length === 0 ? [0, 1] : [Math.min(...values), Math.max(...values)];
}

/** Where the whole interval of a slice lies away from the candidate's own value over all cases; null: it does not. */
export function standsOut(slice: Estimate, whole: Estimate | undefined): "below" | "above" | null {
  if (whole?.value == null) return null;
  if (slice.high !== null && slice.high < whole.value) return "below";
  return slice.low !== null && slice.low > whole.value ? "above" : null;
}

/** How many cases a slice rests on, candidate by candidate: `70`, or `66–70` where some lack answers. */
export function sizeText(candidates: readonly CandidateSummary[], slice: string, metric: string): string {
  const sizes = candidates.flatMap(({ slices }) => slices[slice]?.[metric]?.n ?? []);
  if (sizes.length === 0) return "0";
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)].map((size) => size.toLocaleString("en"));
  return least === most ? `${least}` : `${least}–${most}`;
}

/** The tag that a slice stands for; null: it is the value of a field. */
export function tagOf(slice: string): string | null {
  return slice.startsWith("tag:") ? slice.slice(4) : null;
}
