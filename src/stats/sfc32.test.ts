import { expect, it } from "vitest";
import { sfc32, sfc32Blocks } from "./sfc32.ts";

it.each([0, 1, -5, 20_260_101, 2 ** 32 - 1])("gives the same numbers in blocks as one by one, seed %d", (seed) => {
  const next = sfc32(seed);
  const fill = sfc32Blocks(seed);
  for (const length of [1, 0, 7, 1_000]) {
    const block = new Uint32Array(length);
    fill(block);
    expect([...block]).toEqual(Array.from(block, next));
  }
});
