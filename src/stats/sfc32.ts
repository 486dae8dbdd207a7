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
  // The state starts out nearly the same for every seed: the first outputs mix it.
  for (let i = 0; i < 15; i++) next();
  return next;
}

/** Uniform numbers in 0…1 (1 excluded) from `sfc32`. */
export function createRandom(seed: number): () => number {
  const next = sfc32(seed);
  return () => next() / 2 ** 32;
}
