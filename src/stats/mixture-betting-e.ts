/** Which side of m is the hypothesis: `above` is evidence against "the mean is m or less". */
export type BettingSide = "above" | "below";

const BETS = 16;
const SMALLEST = 0.01;
const LARGEST = 0.95;
const FRACTIONS = Float64Array.from({ length: BETS }, (_, k) => SMALLEST * (LARGEST / SMALLEST) ** (k / (BETS - 1)));

/**
 * Evidence against a hypothesis on the mean of independent values in 0…1, as a betting e-process: the mean of 16 bettors
 * with constant shares of their capital, 1% to 95% (Waudby-Smith, Ramdas 2023). Given one by one, in an order fixed
 * beforehand; whenever it is ln(1/α) or more the hypothesis may be rejected (Ville 1939).
 * @returns takes the next value and gives ln E; a value outside 0…1 is an error, for the bound would not hold
 */
export function mixtureBettingE(m: number, side: BettingSide): (value: number) => number {
  if (!(m > 0 && m < 1)) throw new RangeError("the mean bet on lies between 0 and 1");
  const logCapital = new Float64Array(BETS);
  const sign = side === "above" ? 1 : -1;
  const scale = side === "above" ? m : 1 - m;
  let logE = 0;
  return (value) => {
    if (!(value >= 0 && value <= 1)) throw new RangeError("values bet on lie in 0…1");
    const gain = (sign * (value - m)) / scale;
    // Two candidates that agree, as mostly they do: nobody wins or loses.
    if (gain === 0) return logE;
    let largest = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < BETS; k++) {
      const next = (logCapital[k] ?? 0) + Math.log1p((FRACTIONS[k] ?? 0) * gain);
      logCapital[k] = next;
      if (next > largest) largest = next;
    }
    let total = 0;
    for (const log of logCapital) total += Math.exp(log - largest);
    logE = largest + Math.log(total / BETS);
    return logE;
  };
}
