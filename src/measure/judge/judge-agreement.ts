import type { Agreement, ClassRecall, HumanAgreement, HumanLabel } from "../../domain/calibration.ts";
import type { Estimate } from "../../domain/estimate.ts";
import { countAgreement } from "../../stats/agreement-table.ts";
import { cohenKappaWeighted } from "../../stats/cohen-kappa-weighted.ts";
import { gwetAC1 } from "../../stats/gwet-ac1.ts";
import { krippendorffAlpha } from "../../stats/krippendorff-alpha.ts";
import { noEstimate } from "../estimates.ts";
import { clusterBootstrapped, realClusters, shareOf } from "./clustered-estimates.ts";
import type { LabelScale } from "./label-scale.ts";
import type { LabelledOutput } from "./pair-labels.ts";

/** An output that people agree on. */
export type AgreedOutput = LabelledOutput & { readonly person: number };

export function agreedOnly(items: readonly LabelledOutput[]): readonly AgreedOutput[] {
  return items.filter((item): item is AgreedOutput => item.person !== null);
}

/**
 * Judge against people. Analytic intervals where every output stands for itself; where outputs share a case or a
 * cluster a bootstrap over those.
 */
export function judgeAgreement(items: readonly AgreedOutput[], scale: LabelScale, seed: number): Agreement {
  const { category } = scale;
  const clusters = items.map(({ output }) => output.cluster);
  const same = items.map(({ judge, person }) => (category(judge) === category(person) ? 1 : 0));
  const scores = scale.kind === "score";
  const codes = scale.categories === null ? null : scale.categories.map((_, code) => code);
  const tableOf = (some: readonly AgreedOutput[]) =>
    countAgreement(
      some.map(({ person }) => category(person)),
      some.map(({ judge }) => category(judge)),
      codes ?? [],
    );
  const table = tableOf(items);
  const weights = scores ? "quadratic" : "unweighted";
  const kappa = cohenKappaWeighted(table, weights);
  const ac1 = gwetAC1(table);
  const level = scores ? (codes === null ? "interval" : "ordinal") : "nominal";
  const pairs = (some: readonly AgreedOutput[]) =>
    some.map(({ judge, person }) => (codes === null ? [judge, person] : [category(judge), category(person)]));
  const alpha = krippendorffAlpha(pairs(items), level, { seed });
  const n = items.length;
  const analytic = (
    value: number | null,
    { low, high }: { low: number | null; high: number | null },
    method: string,
  ) => (n === 0 ? noEstimate() : { value, low, high, n, method });
  const resampled = (statistic: (some: readonly AgreedOutput[]) => number | null): Estimate =>
    clusterBootstrapped(clusters, seed, (at) => statistic(at.flatMap((i) => items[i] ?? [])));
  const clustered = realClusters(clusters) !== null;
  return {
    share: shareOf(same, clusters),
    kappa:
      codes === null
        ? noEstimate("too-many-values")
        : clustered
          ? resampled((some) => cohenKappaWeighted(tableOf(some), weights).kappa)
          : analytic(kappa.kappa, kappa, scores ? "quadratic-kappa" : "fleiss-cohen-everitt"),
    ac1: scores
      ? null
      : clustered
        ? resampled((some) => gwetAC1(tableOf(some)).ac1)
        : analytic(ac1.ac1, ac1, "gwet-log"),
    alpha: clustered
      ? resampled((some) => krippendorffAlpha(pairs(some), level, { replicates: 0 }).alpha)
      : analytic(alpha.alpha, alpha, `${level}-bootstrap`),
  };
}

/** The share that the judge gets right of what people called so, per label. */
export function classRecalls(items: readonly AgreedOutput[], scale: LabelScale): readonly ClassRecall[] {
  return (scale.categories ?? []).map((label, code) => {
    const own = items.filter(({ person }) => person === code);
    return {
      label,
      recall: shareOf(
        own.map(({ judge }) => (judge === code ? 1 : 0)),
        own.map(({ output }) => output.cluster),
      ),
    };
  });
}

/** The judge's sensitivity and specificity; null where labels say nothing of pass and fail. */
export function sensitivityAndSpecificity(items: readonly BinaryOutput[]) {
  const rate = (truth: boolean) => {
    const own = items.filter(({ person }) => person === truth);
    return shareOf(
      own.map(({ judge }) => (judge === truth ? 1 : 0)),
      own.map(({ cluster }) => cluster),
    );
  };
  return { sensitivity: rate(true), specificity: rate(false) };
}

export interface BinaryOutput {
  readonly cluster: string;
  readonly candidate: string;
  readonly judge: boolean;
  readonly person: boolean;
}

/** Labels that say pass or fail, of outputs that the judge passed or failed. */
export function binaryOutputs(items: readonly AgreedOutput[], scale: LabelScale): readonly BinaryOutput[] {
  return items.flatMap(({ output, person }) => {
    const said = scale.passes(person);
    const judge = output.verdict?.pass ?? null;
    return said === null || judge === null
      ? []
      : [{ cluster: output.cluster, candidate: output.candidate, judge, person: said }];
  });
}

/** People against each other: what no judge can be asked to beat. null where no output has two labels. */
export function humanAgreement(
  items: readonly LabelledOutput[],
  labels: readonly HumanLabel[],
  scale: LabelScale,
  seed: number,
): HumanAgreement | null {
  const several = items.filter(({ people }) => people.length >= 2);
  if (several.length === 0) return null;
  const clusters = several.map(({ output }) => output.cluster);
  const { category } = scale;
  const pairShare = ({ people }: LabelledOutput) => {
    const counts = new Map<number, number>();
    for (const value of people) counts.set(category(value), (counts.get(category(value)) ?? 0) + 1);
    const agreeing = [...counts.values()].reduce((total, count) => total + count * (count - 1), 0);
    return agreeing / (people.length * (people.length - 1));
  };
  const withJudge = ({ people, judge }: LabelledOutput) =>
    people.filter((value) => category(value) === category(judge)).length / people.length;
  const ordered = scale.categories === null ? "interval" : "ordinal";
  const level = scale.kind === "score" ? ordered : "nominal";
  return {
    outputs: several.length,
    labels: several.reduce((total, { people }) => total + people.length, 0),
    raters: [...new Set(labels.map(({ rater }) => rater).filter((rater) => rater !== null))].sort(),
    share: shareOf(several.map(pairShare), clusters),
    alpha: clusterBootstrapped(clusters, seed, (at) => {
      const units = at.map((i) => several[i]?.people ?? []);
      return krippendorffAlpha(units, level, { replicates: 0 }).alpha;
    }),
    judgeShare: shareOf(several.map(withJudge), clusters),
    split: items.filter(({ person }) => person === null).length,
  };
}
