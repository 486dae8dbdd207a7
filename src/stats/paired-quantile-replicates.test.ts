import { describe, expect, it } from "vitest";
import { bootstrapReplicates } from "./bootstrap-replicates.ts";
import { pairedQuantileReplicates } from "./paired-quantile-replicates.ts";
import { quantileType7 } from "./quantile-type7.ts";
import { createRandom } from "./sfc32.ts";

const random = createRandom(3);
const column = (n: number) => Array.from({ length: n }, () => Math.round(20 * random()));
const REPLICATES = 300;

describe("pairedQuantileReplicates", () => {
  it.each([0, 0.1, 0.5, 0.95, 1])("counts to what sorting every sample gives, at %s", (p) => {
    const [a, b] = [column(37), column(37)];
    const clusters = a.map((_, index) => index % 9);
    for (const units of [a.map((_, index) => [index]), groups(clusters)]) {
      const clustered = units.length < a.length ? { clusters } : {};
      const sorted = bootstrapReplicates(
        units.length,
        (drawn) => {
          const items = [...drawn].flatMap((unit) => units[unit] ?? []);
          const quantile = (values: readonly number[]) =>
            quantileType7(Float64Array.from(items, (item) => values[item] ?? 0).sort(), p) ?? 0;
          return quantile(b) - quantile(a);
        },
        { replicates: REPLICATES },
      );
      const found = pairedQuantileReplicates(a, b, p, { replicates: REPLICATES, ...clustered });
      expect(found).toHaveLength(REPLICATES);
      for (const [index, value] of sorted.entries()) expect(found[index]).toBeCloseTo(value, 10);
    }
  });
});

function groups(clusters: readonly number[]): number[][] {
  return [...new Set(clusters)].map((cluster) => [...clusters.keys()].filter((index) => clusters[index] === cluster));
}
