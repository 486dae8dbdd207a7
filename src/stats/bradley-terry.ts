import { normCdf } from "./norm-cdf.ts";
import { sum } from "./sum.ts";

export interface BradleyTerry {
  /** Log strengths that sum to 0. */
  readonly strengths: readonly number[];
  /** Of each strength, from the pseudo-inverse of the Fisher information. */
  readonly standardErrors: readonly number[];
  readonly covariance: readonly (readonly number[])[];
  /** Some model never lost or never won against the rest: half a win was added on both sides of every pair met. */
  readonly smoothed: boolean;
}

/**
 * Bradley-Terry strengths by Hunter's MM iteration (2004). A tie is half a win on both sides.
 * @param wins wins[i][j]: how often i beat j
 * @returns null when the models fall into groups that never met, or there are fewer than two
 */
export function bradleyTerry(wins: readonly (readonly number[])[]): BradleyTerry | null {
  const size = wins.length;
  const won = (i: number, j: number) => (i === j ? 0 : (wins[i]?.[j] ?? 0));
  const met = (i: number, j: number) => won(i, j) + won(j, i) > 0;
  if (size < 2 || reached(size, met) < size) return null;
  // The maximum exists when everyone can be reached both by wins and by losses.
  const smoothed = reached(size, (i, j) => won(i, j) > 0) < size || reached(size, (i, j) => won(j, i) > 0) < size;
  const count = (i: number, j: number) => won(i, j) + (smoothed && met(i, j) ? 0.5 : 0);
  const games = (i: number, j: number) => count(i, j) + count(j, i);
  const at = Array.from({ length: size }, (_, i) => i);
  const totals = at.map((i) => sum(at.map((j) => count(i, j))));
  let theta = at.map(() => 0);
  for (let round = 0; round < 100_000; round++) {
    const next = at.map((i) => {
      const own = Math.exp(theta[i] ?? 0);
      const load = sum(at.map((j) => (j === i ? 0 : games(i, j) / (own + Math.exp(theta[j] ?? 0)))));
      return Math.log((totals[i] ?? 0) / load);
    });
    const centre = sum(next) / size;
    const moved = Math.max(...next.map((value, i) => Math.abs(value - centre - (theta[i] ?? 0))));
    theta = next.map((value) => value - centre);
    if (moved < 1e-13) break;
  }
  const chance = (i: number, j: number) => 1 / (1 + Math.exp((theta[j] ?? 0) - (theta[i] ?? 0)));
  const weight = (i: number, j: number) => games(i, j) * chance(i, j) * chance(j, i);
  // The information has the constant vector as its null space: with J / K added it can be inverted, and the same taken off gives the pseudo-inverse.
  const information = at.map((i) =>
    at.map((j) => (i === j ? sum(at.map((k) => (k === i ? 0 : weight(i, k)))) : -weight(i, j)) + 1 / size),
  );
  const covariance = invert(information).map((row) => row.map((value) => value - 1 / size));
  const standardErrors = at.map((i) => Math.sqrt(covariance[i]?.[i] ?? Number.NaN));
  return { strengths: theta, standardErrors, covariance, smoothed };
}

/** The chance that i beats j, the difference of their strengths with its error, and a two-sided p of no difference. */
export function compareStrengths(
  fit: BradleyTerry,
  i: number,
  j: number,
): { readonly difference: number; readonly standardError: number; readonly chance: number; readonly p: number } {
  const difference = (fit.strengths[i] ?? Number.NaN) - (fit.strengths[j] ?? Number.NaN);
  const cell = (row: number, column: number) => fit.covariance[row]?.[column] ?? Number.NaN;
  const standardError = Math.sqrt(cell(i, i) + cell(j, j) - 2 * cell(i, j));
  const p = 2 * normCdf(-Math.abs(difference / standardError));
  return { difference, standardError, chance: 1 / (1 + Math.exp(-difference)), p };
}

function reached(size: number, leads: (from: number, to: number) => boolean): number {
  const seen = new Set([0]);
  for (const from of seen) for (let to = 0; to < size; to++) if (leads(from, to)) seen.add(to);
  return seen.size;
}

/** Gauss-Jordan; the matrix is positive definite. */
function invert(matrix: readonly (readonly number[])[]): number[][] {
  const size = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...Array.from({ length: size }, (_, j) => (i === j ? 1 : 0))]);
  for (let pivot = 0; pivot < size; pivot++) {
    const own = rows[pivot] ?? [];
    const scale = own[pivot] ?? Number.NaN;
    for (let column = 0; column < own.length; column++) own[column] = (own[column] ?? 0) / scale;
    for (const [i, row] of rows.entries()) {
      const factor = row[pivot] ?? 0;
      if (i === pivot || factor === 0) continue;
      for (let column = 0; column < row.length; column++)
        row[column] = (row[column] ?? 0) - factor * (own[column] ?? 0);
    }
  }
  return rows.map((row) => row.slice(size));
}
