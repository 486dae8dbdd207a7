import type { PairedValues, Pairing } from "../../domain/comparison.ts";
import { roundingOf } from "./rounding.ts";
import type { Side } from "./side.ts";
import type { MeasuredColumn } from "./side-column.ts";

export interface PairingOptions {
  /** `tag:x` or `field:value` of the candidate's run; null: all cases. */
  readonly slice: string | null;
  /** The first n cases of the candidate's run order alone. */
  readonly cases?: number;
}

/**
 * A metric of two sides on the cases that both have measured, joined by id and content. A case of the same id and other
 * content is counted as changed and in no column. Clusters, weights and slices are the candidate's.
 */
export function pairUp(candidate: Side, baseline: Side | null, metric: string, options: PairingOptions): Pairing {
  if (baseline === null) return { status: "none", reason: `there is no baseline for ${candidate.candidate}` };
  const members = options.slice === null ? null : candidate.slices?.get(options.slice);
  if (members === undefined) return { status: "none", reason: `no case of the run is in ${options.slice}` };
  const ours = candidate.column(metric);
  if (ours.status === "none") return ours;
  const theirs = baseline.column(metric);
  if (theirs.status === "none") return theirs;
  const within = positions(candidate, members, options.cases);
  const shared = share(candidate, baseline, ours, theirs, within, options);
  const { left, right, unshared, changed } = shared;
  if (left.length === 0)
    return { status: "none", reason: nothingShared(shared, candidate, baseline, options), unshared, changed };
  const round = candidate.rounded === baseline.rounded ? null : roundingOf(metric);
  const column = (from: Float64Array, at: Uint32Array, rounded: boolean, exact = false) =>
    Float64Array.from(at, (position) => {
      const value = from[position] ?? Number.NaN;
      return round === null || rounded || exact ? value : round(value);
    });
  // A share of repeats is exact on both sides: a baseline keeps how many it rests on.
  const exact = metric === "accuracy";
  const values: PairedValues = {
    metric,
    better: ours.better,
    form: ours.form,
    candidate: column(ours.values, left, candidate.rounded, exact),
    baseline: column(theirs.values, right, baseline.rounded, exact),
    ...(ours.per === undefined || theirs.per === undefined
      ? {}
      : {
          per: {
            candidate: column(ours.per, left, candidate.rounded, true),
            baseline: column(theirs.per, right, baseline.rounded, true),
          },
        }),
    clusters: candidate.clusters === null ? null : Int32Array.from(left, (at) => candidate.clusters?.[at] ?? 0),
    weights:
      candidate.weights === null || !ours.weighted
        ? null
        : Float64Array.from(left, (at) => candidate.weights?.[at] ?? 1),
    repeats: { candidate: candidate.repeats, baseline: baseline.repeats },
    ids: Array.from(left, (at) => candidate.ids[at] ?? ""),
    unshared,
    changed,
    warnings: warningsOf(candidate, baseline, ours, metric),
  };
  return { status: "paired", values };
}

function positions({ ids }: Side, members: Uint32Array | null, cases: number | undefined): Uint32Array {
  const count = Math.min(cases ?? ids.length, ids.length);
  if (members === null) return Uint32Array.from({ length: count }, (_, index) => index);
  return cases === undefined ? members : members.filter((index) => index < count);
}

interface Shared {
  readonly left: Uint32Array;
  readonly right: Uint32Array;
  readonly unshared: number;
  readonly changed: number;
}

function share(
  candidate: Side,
  baseline: Side,
  ours: MeasuredColumn,
  theirs: MeasuredColumn,
  within: Uint32Array,
  { slice }: PairingOptions,
): Shared {
  const left = new Uint32Array(within.length);
  const right = new Uint32Array(within.length);
  const sameTable = candidate.ids === baseline.ids;
  let [n, unshared, changed, found] = [0, 0, 0, 0];
  for (const at of within) {
    const other = sameTable ? at : baseline.positionOf(candidate.ids[at] ?? "");
    if (other >= 0) found += 1;
    if (other >= 0 && !sameContent(candidate.digests[at], baseline.digests[other])) {
      changed += 1;
      continue;
    }
    const mine = isMeasured(ours, at);
    const its = other >= 0 && isMeasured(theirs, other);
    if (mine && its) {
      left[n] = at;
      right[n] = other;
      n += 1;
    } else if (mine || its) unshared += 1;
  }
  // In which slice a case is that the run does not have, nobody knows.
  if (slice === null && found < baseline.ids.length && !sameTable)
    for (const [at, id] of baseline.ids.entries())
      if (isMeasured(theirs, at) && candidate.positionOf(id) < 0) unshared += 1;
  return { left: left.subarray(0, n), right: right.subarray(0, n), unshared, changed };
}

function isMeasured({ values, per }: MeasuredColumn, at: number): boolean {
  return !Number.isNaN(values[at] ?? Number.NaN) && !(per !== undefined && Number.isNaN(per[at] ?? Number.NaN));
}

function sameContent(a: number | undefined, b: number | undefined): boolean {
  return !a || !b || a === b;
}

function nothingShared({ unshared, changed }: Shared, candidate: Side, baseline: Side, { slice }: PairingOptions) {
  const where = slice === null ? "" : ` in ${slice}`;
  const parts = [
    changed > 0 ? `${changed.toLocaleString("en")} of the same id have changed` : null,
    unshared > 0 ? `${unshared.toLocaleString("en")} are measured on one side alone` : null,
  ].filter((part) => part !== null);
  const why = parts.length === 0 ? "" : `: ${parts.join(", ")}`;
  return `${candidate.name} and ${baseline.name} share no measured case${where}${why}`;
}

function warningsOf(candidate: Side, baseline: Side, { form }: MeasuredColumn, metric: string): string[] {
  const warnings: string[] = [];
  const [now, then] = [candidate.source, baseline.source];
  if (now !== null && then !== null && now !== then) {
    if (now.dataset !== then.dataset)
      warnings.push(`the dataset is not that of ${then.label}: compared on what both have`);
    const changed = changedGraders(now.graders, then.graders, metric);
    if (changed.length > 0) warnings.push(`graders differ from those of ${then.label}: ${changed.join(", ")}`);
  }
  if (candidate.repeats !== baseline.repeats)
    warnings.push(
      `${candidate.repeats} against ${baseline.repeats} repeats: each side's are averaged within their case`,
    );
  if (form.type === "quantile" && (candidate.repeats > 1 || baseline.repeats > 1))
    warnings.push(`${metric}: the quantile of the cases' means, because cases are what is paired`);
  return warnings;
}

type Digests = Readonly<Record<string, string>>;

/** Ids of graders that changed, came or went; of `grader.<id>` that one alone, of what no grader decides none. */
function changedGraders(now: Digests | null, then: Digests | null, metric: string): string[] {
  if (now === null || then === null) return [];
  if (/^(latency|first_token|error_rate|cost_per_case|input_tokens|output_tokens)/.test(metric)) return [];
  const all = [...new Set([...Object.keys(now), ...Object.keys(then)])].filter((id) => now[id] !== then[id]);
  return metric.startsWith("grader.") ? all.filter((id) => metric === `grader.${id}`) : all;
}
