import type { TokenLogprob } from "../../domain/output.ts";

export interface ExpectedValue {
  readonly value: number;
  /** Share of the probability that lay on numbers of the scale, 0…1. */
  readonly mass: number;
}

/** Below it the probabilities say little about the scale. */
const LEAST_MASS = 0.5;

/**
 * The mean of a judge's verdict over the tokens that it might have written instead (as in G-Eval, Liu et al. 2023),
 * over the whole numbers from `low` to `high`, renormalised. null where the verdict is no single token, numbers of the
 * scale may be negative, or less than half of the probability lies on the scale.
 */
export function expectedValue(
  tokens: readonly TokenLogprob[],
  verdict: number,
  low: number,
  high: number,
): ExpectedValue | null {
  // A minus is a token of its own, so that the digits alone say nothing.
  const token = low < 0 ? null : verdictToken(tokens, verdict);
  if (token === null) return null;
  const probability = new Map<number, number>();
  const chosen = { token: token.token, logprob: token.logprob };
  const seen = new Set<string>();
  for (const { token: text, logprob } of [...token.top, chosen]) {
    const value = tokenNumber(text);
    if (seen.has(text) || value === null || value < low || value > high) continue;
    seen.add(text);
    probability.set(value, (probability.get(value) ?? 0) + Math.exp(Math.min(0, logprob)));
  }
  // Where numbers are written digit by digit, a "1" may be the first half of "10": it counts as 1 only where it was the
  // verdict itself, or where "10" stands beside it as a token of its own.
  for (const value of [...probability.keys()]) {
    const longer = value > 0 && value * 10 <= high;
    const whole =
      value === verdict || [...probability.keys()].some((other) => String(other).length > String(value).length);
    if (longer && !whole) probability.delete(value);
  }
  let mass = 0;
  let mean = 0;
  for (const [value, share] of probability) {
    mass += share;
    mean += share * value;
  }
  if (!(mass >= LEAST_MASS) || !Number.isFinite(mean)) return null;
  return { value: Math.min(high, Math.max(low, mean / mass)), mass: Math.min(1, mass) };
}

/** The token that holds the whole verdict; null: it is spread over several, or not where a verdict stands. */
function verdictToken(tokens: readonly TokenLogprob[], verdict: number): TokenLogprob | null {
  const text = tokens.map(({ token }) => token).join("");
  // In either form the verdict is what is said last: "verdict": 4, or VERDICT: 4.
  const last = [...text.matchAll(/verdict["*_`]{0,4}\s{0,4}[:=][\s"*_`]{0,8}(\d{1,6})(?!\d)/gi)].at(-1);
  if (last === undefined || Number(last[1]) !== verdict) return null;
  const digits = last[1] ?? "";
  const start = last.index + last[0].length - digits.length;
  let at = 0;
  for (const token of tokens) {
    const end = at + token.token.length;
    if (start < end) return end >= start + digits.length && tokenNumber(token.token) === verdict ? token : null;
    at = end;
  }
  return null;
}

/** A token that is a number, but for what may stand around it. */
function tokenNumber(token: string): number | null {
  const match = /^[\s":*_`]{0,8}(\d{1,6})[\s"}.*_`]{0,8}$/.exec(token);
  return match === null ? null : Number(match[1]);
}
