import { bisectFalling } from "./bisect-falling.ts";
import { createLooks } from "./create-looks.ts";
import { normCdf } from "./norm-cdf.ts";
import { normPpf } from "./norm-ppf.ts";

/** No bound is further out: what is spent there is below 1e-300. */
const FURTHEST = 37;

/**
 * Bounds on the z scale for looks at any shares of the information (growing, the last at most 1): Lan and DeMets' (1983)
 * spending of the error in O'Brien and Fleming's manner, α(τ) = 2 - 2Φ(z_{1-α/2} / √τ). Empty for shares that do not
 * grow, or an alpha outside 0…0.5.
 */
export function lanDeMetsObf(shares: readonly number[], alpha: number): number[] {
  const growing = shares.every((share, i) => share > (shares[i - 1] ?? 0) && share <= 1);
  if (!growing || !(alpha > 0 && alpha < 0.5)) return [];
  const walk = createLooks();
  const quantile = normPpf(1 - alpha / 2);
  let spent = 0;
  return shares.map((share, i) => {
    const allowed = 2 * normCdf(-quantile / Math.sqrt(share));
    const z = bisectFalling((bound) => walk.stopsAt(share, bound), allowed - spent, -FURTHEST, FURTHEST);
    spent = allowed;
    const next = shares[i + 1];
    if (next !== undefined) walk.pass(share, z, next);
    return z;
  });
}
