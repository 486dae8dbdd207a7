import { binaryMetrics } from "../binary-metrics.ts";
import { classificationMetrics } from "../classification-metrics.ts";
import { epochVariance } from "../epoch-variance.ts";
import { majAtKBinary } from "../maj-at-k-binary.ts";
import { majAtKMulti } from "../maj-at-k-multi.ts";
import { passAtK } from "../pass-at-k.ts";
import { passAtKMean } from "../pass-at-k-mean.ts";
import { passHatK } from "../pass-hat-k.ts";
import { selfConsistency } from "../self-consistency.ts";
import { thresholdFlipProbability } from "../threshold-flip-probability.ts";

interface Inputs {
  readonly [name: string]: unknown;
}
interface Draws {
  readonly n: number;
  readonly c: number;
  readonly k: number;
}
const numbers = (inputs: Inputs, name: string) => inputs[name] as number[];
const one = (inputs: Inputs, name: string) => inputs[name] as number;
const draws = (inputs: Inputs) => inputs.cases as Draws[];

/** What the reference vectors of repeats and of classes call, with their own names of inputs and results. */
export const classFunctions: Record<string, (inputs: Inputs) => unknown> = {
  passAtK: (i) => ({
    passAtK: draws(i).map(({ n, c, k }) => passAtK(n, c, k)),
    passHatK: draws(i).map(({ n, c, k }) => passHatK(n, c, k)),
    biasedPlugIn: draws(i).map(({ n, c, k }) => 1 - (1 - c / n) ** k),
  }),
  passAtKMean(i) {
    const { mean, standardError } = passAtKMean(i.items as Draws[], one(i, "k"));
    return { mean, se: standardError };
  },
  majAtKBinary: (i) => ({ maj: draws(i).map(({ n, c, k }) => majAtKBinary(n, c, k)) }),
  majAtKMulti: (i) => ({ maj: majAtKMulti(numbers(i, "counts"), one(i, "correctIndex"), one(i, "k")) }),
  selfConsistency: (i) => selfConsistency(i.answers as string[]),
  binaryMetrics: (i) => binaryMetrics({ tp: one(i, "tp"), fp: one(i, "fp"), fn: one(i, "fn"), tn: one(i, "tn") }),
  classificationMetrics(i) {
    const [expected, predicted, labels] = [numbers(i, "yTrue"), numbers(i, "yPred"), numbers(i, "labels")];
    const confusion = labels.map((row) =>
      labels.map((column) => expected.filter((label, at) => label === row && predicted[at] === column).length),
    );
    return { confusion, ...classificationMetrics(confusion) };
  },
  epochVariance(i) {
    const found = epochVariance(i.y as number[][], one(i, "conf"));
    return {
      mean: found?.mean,
      seItems: found?.standardError,
      // The wrong way, as a check of the data: all repeats taken for cases of their own.
      seNaivePooled: pooled(i.y as number[][]),
      varWithin: found?.varianceWithin,
      varItemMeans: found?.varianceOfMeans,
      varBetween: found?.varianceBetween,
      seAtK1: found?.standardErrorOnce,
      seAtKinf: found?.standardErrorEndless,
      rerunSd: found?.rerunDeviation,
      lo: found?.low,
      hi: found?.high,
      flakeItemPairwise: found?.flake,
    };
  },
  thresholdFlipProbability(i) {
    const { fail, flip } = thresholdFlipProbability(one(i, "score"), one(i, "threshold"), one(i, "rerunSd"));
    return { pFail: fail, pFlipBetweenTwoRuns: flip };
  },
};

function pooled(items: readonly (readonly number[])[]): number {
  const all = items.flat();
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  return Math.sqrt(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (all.length - 1) / all.length);
}
