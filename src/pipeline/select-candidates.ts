import { UserError } from "../base/errors.ts";
import { didYouMean } from "../base/nearest.ts";
import type { Candidate } from "../domain/suite.ts";

/** The candidates that `--model` names, by their own id or their model's; all of them without one. */
export function selectCandidates(candidates: readonly Candidate[], wanted: readonly string[]): readonly Candidate[] {
  if (wanted.length === 0) return candidates;
  const known = [...new Set(candidates.flatMap((candidate) => [candidate.id, candidate.model.id]))];
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new UserError(
      "unknown_model",
      `--model ${unknown}: the suite has no such model or candidate${didYouMean(unknown, known)} It has: ${known.join(", ")}`,
    );
  }
  return candidates.filter((candidate) => wanted.includes(candidate.id) || wanted.includes(candidate.model.id));
}
