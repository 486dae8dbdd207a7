/**
 * Chance that the right answer is the most frequent among k draws without replacement from answers counted by kind;
 * ties for the first place are split evenly. All outcomes are enumerated: meant for few kinds and small k.
 * @returns null where k is not a whole number in 1…the number of answers
 */
export function majAtKMulti(counts: readonly number[], correct: number, k: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (!Number.isInteger(k) || k < 1 || k > total) return null;
  const drawn = new Array<number>(counts.length).fill(0);
  let won = 0;
  let all = 0;
  const walk = (kind: number, left: number, ways: number): void => {
    if (kind === counts.length) {
      if (left > 0) return;
      const most = Math.max(...drawn);
      const tied = drawn.filter((count) => count === most).length;
      all += ways;
      if (drawn[correct] === most) won += ways / tied;
      return;
    }
    const here = counts[kind] ?? 0;
    let chosen = 1;
    for (let take = 0; take <= Math.min(here, left); take++) {
      drawn[kind] = take;
      walk(kind + 1, left - take, ways * chosen);
      chosen *= (here - take) / (take + 1);
    }
  };
  walk(0, k, 1);
  return won / all;
}
