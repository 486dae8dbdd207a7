import { gammaQ } from "../../stats/gamma-q.ts";

/** The chance of a chi-square at least this large. */
export function chiSquareTail(statistic: number, degreesOfFreedom: number): number {
  return gammaQ(degreesOfFreedom / 2, statistic / 2);
}
