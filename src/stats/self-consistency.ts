export interface SelfConsistency {
  /** The most frequent answer, the first met of several; null for no answers. */
  readonly plurality: string | null;
  /** Share of the most frequent answer; biased upwards for few answers. */
  readonly agreement: number | null;
  /** Chance that two of the answers, drawn without replacement, are equal: unbiased. null for fewer than two. */
  readonly pairwiseAgreement: number | null;
  readonly entropyNats: number | null;
}

/** How far answers to one question agree; normalise them first. */
export function selfConsistency(answers: readonly string[]): SelfConsistency {
  const n = answers.length;
  if (n === 0) return { plurality: null, agreement: null, pairwiseAgreement: null, entropyNats: null };
  const counts = new Map<string, number>();
  for (const answer of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  let [plurality, most, pairs, entropyNats] = ["", 0, 0, 0];
  for (const [answer, count] of counts) {
    if (count > most) [plurality, most] = [answer, count];
    pairs += count * (count - 1);
    entropyNats -= (count / n) * Math.log(count / n);
  }
  return { plurality, agreement: most / n, pairwiseAgreement: n < 2 ? null : pairs / (n * (n - 1)), entropyNats };
}
