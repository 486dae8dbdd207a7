import type { JudgedOutput, JudgeStability, LengthBias, PositionBias, Preference } from "../../domain/calibration.ts";
import { positionDebiasedWinRate, type Winner } from "../../stats/position-debiased-win-rate.ts";
import { welchDiff } from "../../stats/welch-diff.ts";
import { clusterMeans, meanOf, shareOf } from "./clustered-estimates.ts";

/** What the judge makes of an output, and people do, as numbers where more is better. */
export interface Leaning {
  readonly output: JudgedOutput;
  readonly wrong: boolean;
  /** Judge less people. */
  readonly lean: number;
}

/** Fewer outputs than these tell nothing by thirds. */
const LEAST_FOR_BANDS = 15;

/** Errors by length of the output, in thirds of the labelled ones. null for too few, or outputs all of one length. */
export function lengthBias(leanings: readonly Leaning[]): LengthBias | null {
  const sorted = [...leanings].sort((a, b) => a.output.length - b.output.length);
  const lengths = sorted.map(({ output }) => output.length);
  if (sorted.length < LEAST_FOR_BANDS || lengths[0] === lengths.at(-1)) return null;
  // Outputs of one length stay in one band.
  const edges = [1, 2].map((third) => lengths[Math.ceil((third * sorted.length) / 3) - 1] ?? 0);
  const bandOf = (length: number) => edges.filter((edge) => length > edge).length;
  const groups = [0, 1, 2]
    .map((band) => sorted.filter(({ output }) => bandOf(output.length) === band))
    .filter((group) => group.length > 0);
  const bands = groups.map((group) => {
    const clusters = group.map(({ output }) => output.cluster);
    return {
      from: group[0]?.output.length ?? 0,
      to: group.at(-1)?.output.length ?? 0,
      n: group.length,
      errorRate: shareOf(
        group.map(({ wrong }) => (wrong ? 1 : 0)),
        clusters,
      ),
      lean: meanOf(
        group.map(({ lean }) => lean),
        clusters,
        -1,
        1,
      ),
    };
  });
  const [shortest = [], longest = []] = [groups[0], groups.at(-1)];
  // A cluster is one observation of a band: its mean.
  const [long, short] = [longest, shortest].map((group) =>
    clusterMeans(
      group.map(({ lean }) => lean),
      group.map(({ output }) => output.cluster),
    ),
  );
  const { difference, low, high, p } = welchDiff(long ?? [], short ?? []);
  const n = longest.length + shortest.length;
  return { bands, difference: { value: difference, low, high, n, method: "welch" }, p };
}

const WINNER: Readonly<Record<Preference, Winner>> = { win: "a", loss: "b", tie: "tie" };

/** null where nothing was judged in both orders. */
export function positionBias(outputs: readonly JudgedOutput[]): PositionBias | null {
  const judged = outputs.flatMap(({ orders, cluster }) => orders.map((order) => ({ ...order, cluster })));
  if (judged.length === 0) return null;
  const found = positionDebiasedWinRate(
    judged.map(({ shownFirst }) => WINNER[shownFirst]),
    judged.map(({ shownSecond }) => WINNER[shownSecond]),
  );
  return {
    comparisons: judged.length,
    consistency: shareOf(
      judged.map(({ shownFirst, shownSecond }) => (shownFirst === shownSecond ? 1 : 0)),
      judged.map(({ cluster }) => cluster),
    ),
    firstFirst: found.firstFirst,
    secondSecond: found.secondSecond,
    firstPreference: found.firstPreference,
    p: found.pPositionBias,
  };
}

/** How often two verdicts on the same text of the same case agree. null where no text was judged twice. */
export function judgeStability(outputs: readonly JudgedOutput[]): JudgeStability | null {
  const groups = new Map<string, JudgedOutput[]>();
  for (const output of outputs) {
    if (output.verdict === null) continue;
    const key = JSON.stringify([output.caseId, output.candidate, output.textDigest]);
    groups.set(key, [...(groups.get(key) ?? []), output]);
  }
  const repeated = [...groups.values()].filter((group) => group.length >= 2);
  if (repeated.length === 0) return null;
  // The first verdict of a group may be a replay from an earlier run; two replays of one call are one verdict.
  const fresh = repeated.map((group) => group.filter(({ replayed }, at) => at === 0 || !replayed));
  const several = fresh.filter((group) => group.length >= 2);
  const shares = several.map((group) => {
    const said = group.map(({ verdict }) => JSON.stringify([verdict?.pass, verdict?.label, verdict?.score]));
    const counts = [...new Set(said)].map((one) => said.filter((other) => other === one).length);
    return counts.reduce((total, count) => total + count * (count - 1), 0) / (said.length * (said.length - 1));
  });
  const size = (some: readonly (readonly JudgedOutput[])[]) => some.reduce((total, group) => total + group.length, 0);
  return {
    groups: several.length,
    verdicts: size(several),
    share: shareOf(
      shares,
      several.map((group) => group[0]?.cluster ?? ""),
    ),
    replayed: size(repeated) - size(fresh),
  };
}
