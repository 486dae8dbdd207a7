import { obfConstant } from "./obf-constant.ts";

/** O'Brien and Fleming's bounds on the z scale, one a look, for equally spaced looks; see `obfConstant`. */
export function obfBoundaries(looks: number, alpha: number): number[] {
  const constant = obfConstant(looks, alpha);
  if (Number.isNaN(constant)) return [];
  return Array.from({ length: looks }, (_, k) => constant * Math.sqrt(looks / (k + 1)));
}
