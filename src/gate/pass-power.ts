import { binomialPmf } from "../stats/binomial-pmf.ts";
import { GATE_ALPHA } from "../stats/gate-result.ts";
import { normCdf } from "../stats/norm-cdf.ts";
import { normPpf } from "../stats/norm-ppf.ts";
import { tangoStatistic } from "../stats/tango-statistic.ts";

/** Up to so many pairs every outcome is counted; above it the normal approximation says the same. */
const COUNTED = 1_000;

/**
 * How likely n pairs pass a margin though nothing has changed, when that share of them differs by chance alone: exact
 * for single right-or-wrong answers (Tango's test over all outcomes).
 * @param discordance 0…1
 */
export function passPower(n: number, discordance: number, margin: number): number {
  if (!(n >= 2) || !(margin > 0)) return 0;
  if (n > COUNTED) return passPowerOfSpread(n, Math.sqrt(discordance), margin);
  const z = normPpf(1 - GATE_ALPHA);
  let power = 0;
  const spread = 8 * Math.sqrt(n * discordance * (1 - discordance)) + 8;
  const from = Math.max(0, Math.floor(n * discordance - spread));
  for (let moved = from; moved <= Math.min(n, n * discordance + spread); moved++) {
    let passing = 0;
    // The more of them got better, the more of a pass.
    for (let worse = 0; worse <= moved; worse++) {
      if (tangoStatistic(Math.max(-1, -margin), moved - worse, worse, n) < z) break;
      passing += binomialPmf(worse, moved, 0.5);
    }
    power += binomialPmf(moved, n, discordance) * passing;
  }
  return Math.min(1, power);
}

/** The same for means, by the normal approximation. @param sd of a case's difference */
export function passPowerOfSpread(n: number, sd: number, margin: number): number {
  if (!(n >= 2) || !(margin > 0)) return 0;
  return sd > 0 ? normCdf((margin * Math.sqrt(n)) / sd - normPpf(1 - GATE_ALPHA)) : 1;
}
