import type { Comparison } from "../../../domain/summary.ts";
import { aroundZero, type Domain } from "../../charts/axis-domain.ts";

/** Comparisons that share an axis: of one metric against one other. */
export interface ComparisonGroup {
  readonly metric: string;
  readonly baseline: string;
  readonly members: readonly Comparison[];
  readonly domain: Domain;
}

export function comparisonGroups(comparisons: readonly Comparison[]): readonly ComparisonGroup[] {
  const groups = new Map<string, Comparison[]>();
  for (const one of comparisons) {
    const key = JSON.stringify([one.metric, one.baseline]);
    const members = groups.get(key);
    if (members === undefined) groups.set(key, [one]);
    else members.push(one);
  }
  return [...groups.values()].flatMap((members) => {
    const [first] = members;
    if (first === undefined) return [];
    const ends = members.flatMap(({ difference, low, high }) => [difference, low, high].filter((end) => end !== null));
    return [{ metric: first.metric, baseline: first.baseline, members, domain: aroundZero(ends) }];
  });
}

/** What differs beside the answers: `3 not shared, 2 changed`; the empty text where nothing does. */
export function leftText({ unshared, changed = 0 }: Comparison): string {
  return [
    ...(unshared > 0 ? [`${unshared.toLocaleString("en")} not shared`] : []),
    ...(changed > 0 ? [`${changed.toLocaleString("en")} changed`] : []),
  ].join(", ");
}
