/**
 * Standard deviation of the differences of n right-or-wrong pairs, one pseudo-pair added on either side (Bonett, Price
 * 2012): no discordant pair among few does not mean that there are none. null for n < 1.
 */
export function discordanceSd(better: number, worse: number, n: number): number | null {
  if (!(n >= 1) || !(better >= 0) || !(worse >= 0)) return null;
  const up = (better + 1) / (n + 2);
  const down = (worse + 1) / (n + 2);
  return Math.sqrt(Math.max(0, up + down - (up - down) ** 2));
}
