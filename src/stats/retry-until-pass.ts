/** Probability that at least one of several tries passes: what retrying a red gate until it is green does to it. */
export function retryUntilPass(passOnce: number, tries: number): number {
  return 1 - (1 - passOnce) ** tries;
}
