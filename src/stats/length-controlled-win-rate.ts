import { CONFIDENCE, type Interval } from "./interval.ts";
import { normPpf } from "./norm-ppf.ts";
import { sum } from "./sum.ts";
import { wilsonInterval } from "./wilson-interval.ts";

/** One pairwise judgement with the lengths of both answers, in any one unit. */
export interface JudgedPair {
  /** 1 win, 0.5 tie, 0 loss. */
  readonly preference: number;
  readonly candidateLength: number;
  readonly againstLength: number;
}

export interface LengthControlledWinRate extends Interval {
  /** Win rate (ties count half) at equal lengths, 0…1. */
  readonly value: number;
  readonly n: number;
  /** Change of the log odds from a candidate's answer of equal length to a much longer one; 0 where no fit was needed. */
  readonly lengthEffect: number;
}

const MOST_STEPS = 100;
const CONVERGED = 1e-10;
/** Prior precision of the length effect: normal with a standard deviation of 2.5 (after Gelman et al. 2008). */
const PENALTY = 1 / 2.5 ** 2;

/**
 * What the win rate would be if both answers were equally long (Dubois et al. 2024, AlpacaEval 2): logistic regression
 * of the preference on tanh(Δ/σ), Δ the difference of lengths and σ its standard deviation, read at Δ = 0. The interval
 * (95%, on the log odds) has sandwich standard errors, as preferences of 0.5 are no binomial counts. The length effect
 * is shrunk a little, so that answers told apart by length alone leave it finite. null: no pairs, or every difference
 * is the same and not 0, so that length and quality cannot be told apart.
 */
export function lengthControlledWinRate(pairs: readonly JudgedPair[]): LengthControlledWinRate | null {
  const n = pairs.length;
  if (n === 0) return null;
  const differences = pairs.map((pair) => pair.candidateLength - pair.againstLength);
  const preferences = pairs.map(({ preference }) => preference);
  const deviation = standardDeviation(differences);
  const wins = sum(preferences);
  if (differences.every((difference) => difference === 0) || wins === 0 || wins === n) {
    return { value: wins / n, ...wilsonInterval(wins, n), n, lengthEffect: 0 };
  }
  if (!(deviation > 0)) return null;
  const x = differences.map((difference) => Math.tanh(difference / deviation));
  const { intercept, slope } = logisticFit(x, preferences);
  const error = interceptError(x, preferences, intercept, slope);
  const half = normPpf(1 - (1 - CONFIDENCE) / 2) * error;
  const known = Number.isFinite(half);
  return {
    value: logistic(intercept),
    low: known ? logistic(intercept - half) : null,
    high: known ? logistic(intercept + half) : null,
    n,
    lengthEffect: slope,
  };
}

function logisticFit(x: readonly number[], y: readonly number[]): { intercept: number; slope: number } {
  let intercept = 0;
  let slope = 0;
  for (let step = 0; step < MOST_STEPS; step++) {
    const { a, b, c } = information(x, intercept, slope);
    let gradient = 0;
    let along = -PENALTY * slope;
    for (const [index, value] of x.entries()) {
      const rest = (y[index] ?? 0) - logistic(intercept + slope * value);
      gradient += rest;
      along += rest * value;
    }
    const determinant = a * c - b * b;
    if (!(determinant > 0)) break;
    // Bounded steps: a full one may leap out of the curve where length nearly tells the answers apart.
    const forward = limit((c * gradient - b * along) / determinant);
    const sideways = limit((a * along - b * gradient) / determinant);
    intercept += forward;
    slope += sideways;
    if (Math.abs(forward) + Math.abs(sideways) < CONVERGED) break;
  }
  return { intercept, slope };
}

function information(x: readonly number[], intercept: number, slope: number) {
  let a = 0;
  let b = 0;
  let c = PENALTY;
  for (const value of x) {
    const p = logistic(intercept + slope * value);
    const weight = p * (1 - p);
    a += weight;
    b += weight * value;
    c += weight * value * value;
  }
  return { a, b, c };
}

function interceptError(x: readonly number[], y: readonly number[], intercept: number, slope: number): number {
  const { a, b, c } = information(x, intercept, slope);
  const determinant = a * c - b * b;
  let total = 0;
  for (const [index, value] of x.entries()) {
    const rest = (y[index] ?? 0) - logistic(intercept + slope * value);
    // The first row of the inverse information, times the pair's score.
    total += ((rest * (c - b * value)) / determinant) ** 2;
  }
  // Two parameters were fitted.
  return Math.sqrt((total * x.length) / Math.max(1, x.length - 2));
}

function standardDeviation(values: readonly number[]): number {
  const mean = sum(values) / values.length;
  return Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / Math.max(1, values.length - 1));
}

function logistic(t: number): number {
  return 1 / (1 + Math.exp(-t));
}

function limit(step: number): number {
  return Math.max(-2, Math.min(2, step));
}
