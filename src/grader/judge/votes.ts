/** What one member of a panel said; null: nothing that could be read. */
export interface Vote {
  readonly model: string;
  readonly verdict: string | null;
}

export type Decision =
  | { readonly status: "decided"; readonly verdict: string }
  | { readonly status: "open"; readonly reason: string };

/**
 * The verdict with the most votes. A tie is a tie whatever the order, and members without a verdict must not be able
 * to change the result.
 */
export function majorityOf(votes: readonly Vote[]): Decision {
  const counts = countVotes(votes);
  const [first, second] = [...counts].sort((a, b) => b[1] - a[1]);
  if (first === undefined) return { status: "open", reason: "no member of the panel gave a verdict" };
  const missing = votes.filter(({ verdict }) => verdict === null);
  const ahead = first[1] - (second?.[1] ?? 0);
  if (ahead > missing.length) return { status: "decided", verdict: first[0] };
  if (missing.length > 0) return { status: "open", reason: couldDecide(missing, votes) };
  return { status: "open", reason: `the panel is tied: ${told(votes)}` };
}

/** The verdict that all gave. */
export function unanimityOf(votes: readonly Vote[]): Decision {
  const counts = countVotes(votes);
  const missing = votes.filter(({ verdict }) => verdict === null);
  if (counts.size > 1) return { status: "open", reason: `the panel is not unanimous: ${told(votes)}` };
  if (missing.length > 0) return { status: "open", reason: couldDecide(missing, votes) };
  const [verdict] = counts.keys();
  return verdict === undefined
    ? { status: "open", reason: "no member of the panel gave a verdict" }
    : { status: "decided", verdict };
}

/** Each member with what it said: "a PASS, b FAIL". */
export function told(votes: readonly Vote[]): string {
  return votes.map(({ model, verdict }) => `${model} ${verdict ?? "gave no verdict"}`).join(", ");
}

function couldDecide(missing: readonly Vote[], votes: readonly Vote[]): string {
  const rest = votes.filter(({ verdict }) => verdict !== null);
  const names = missing.map(({ model }) => model).join(", ");
  if (rest.length === 0) return "no member of the panel gave a verdict";
  return `${names} gave no verdict, which could decide: ${told(rest)}`;
}

function countVotes(votes: readonly Vote[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { verdict } of votes) if (verdict !== null) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return counts;
}
