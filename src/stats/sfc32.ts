/** The state starts out nearly the same for every seed: so many outputs mix it. */
const MIXING = 15;

/**
 * Whole numbers 0…2^32 - 1 from the sfc32 generator (Doty-Humphrey's small fast counting generator), seeded by
 * its last word; every resampling states its seed and the order of its draws.
 */
export function sfc32(seed: number): () => number {
  let a = 0x9e3779b9 | 0;
  let b = 0x243f6a88 | 0;
  let c = 0xb7e15162 | 0;
  let counter = (seed ^ 0xdeadbeef) | 0;
  const next = (): number => {
    const out = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + out) | 0;
    return out >>> 0;
  };
  for (let i = 0; i < MIXING; i++) next();
  return next;
}

/** Fills arrays with what `sfc32` gives one by one, at half the cost: its state is whole numbers in registers. */
export function sfc32Blocks(seed: number): (block: Uint32Array) => void {
  const state = Int32Array.of(0x9e3779b9, 0x243f6a88, 0xb7e15162, seed ^ 0xdeadbeef);
  const fill = (block: Uint32Array): void => {
    let a = (state[0] ?? 0) | 0;
    let b = (state[1] ?? 0) | 0;
    let c = (state[2] ?? 0) | 0;
    let counter = (state[3] ?? 0) | 0;
    for (let i = 0; i < block.length; i++) {
      const out = (((a + b) | 0) + counter) | 0;
      counter = (counter + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + out) | 0;
      block[i] = out;
    }
    state.set([a, b, c, counter]);
  };
  fill(new Uint32Array(MIXING));
  return fill;
}

/** Uniform numbers in 0…1 (1 excluded) from `sfc32`. */
export function createRandom(seed: number): () => number {
  const next = sfc32(seed);
  return () => next() / 2 ** 32;
}
