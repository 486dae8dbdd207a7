import { createRandom } from "../stats/sfc32.ts";

/**
 * The order in which cases are visited: a seeded shuffle, so that any contiguous prefix is a fair sample, and the
 * first n for a small n are among the first n for a larger one.
 * @returns positions in the dataset, the first `limit` of the shuffle
 */
export function caseOrder(count: number, seed: number, limit: number | null): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  const random = createRandom(seed);
  // Fisher-Yates from the front: position i is settled at step i.
  for (let i = 0; i < count - 1; i++) {
    const j = i + Math.floor(random() * (count - i));
    const [a = 0, b = 0] = [order[i], order[j]];
    order[i] = b;
    order[j] = a;
  }
  return limit === null ? order : order.subarray(0, limit);
}
