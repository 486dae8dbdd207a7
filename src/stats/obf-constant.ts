import { bisectFalling } from "./bisect-falling.ts";
import { createLooks } from "./create-looks.ts";
import { normPpf } from "./norm-ppf.ts";

/**
 * O'Brien and Fleming's constant C (1979) for equally spaced looks: bounds C √(looks / k) on the z scale stop wrongly
 * with probability `alpha`, one-sided (Jennison, Turnbull 2000). One look: the fixed test's quantile. NaN for no look,
 * or an alpha outside 0…0.5.
 */
export function obfConstant(looks: number, alpha: number): number {
  if (!Number.isInteger(looks) || looks < 1 || !(alpha > 0 && alpha < 0.5)) return Number.NaN;
  const fixed = normPpf(1 - alpha);
  if (looks === 1) return fixed;
  const error = (constant: number) => {
    const walk = createLooks();
    let total = 0;
    for (let k = 1; k <= looks; k++) {
      const z = constant * Math.sqrt(looks / k);
      total += walk.stopsAt(k / looks, z);
      if (k < looks) walk.pass(k / looks, z, (k + 1) / looks);
    }
    return total;
  };
  // The union bound over the looks is the upper end.
  return bisectFalling(error, alpha, fixed, normPpf(1 - alpha / looks), 24);
}
