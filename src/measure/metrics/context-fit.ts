import { exact, noEstimate } from "../estimates.ts";
import type { Table } from "../table.ts";
import type { View } from "../view.ts";
import type { MetricDefinition } from "./metric-definition.ts";

const UNKNOWN_CONTEXT_WINDOW = "unknown-context-window";

export const contextFit: MetricDefinition = {
  name: "context_fit",
  unit: "share",
  definition:
    "share of inputs that fit the model's context window together with max_tokens: by the tokens that the API counted, else by a tokenizer's estimate; an answer with finish reason context_length did not fit",
  interval: "exact; unknown-context-window",
  better: "higher",
  fact: true,
  measure(view) {
    if (limitOf(view) === null) return noEstimate(UNKNOWN_CONTEXT_WINDOW);
    let [fitting, n] = [0, 0];
    for (const caseIndex of view.cases) {
      const fits = fitOf(view, caseIndex);
      if (fits === null) continue;
      n += 1;
      if (fits) fitting += 1;
    }
    return n === 0 ? noEstimate() : exact(fitting / n, n);
  },
};

/** The most that the input may have; null: unknown. */
export function limitOf({ table, candidate }: Pick<View, "table" | "candidate">): number | null {
  const { window = null, maxTokens = null } = table.contextLimits[candidate] ?? {};
  return window === null ? null : window - (maxTokens ?? 0);
}

/** Whether a case's input fits; null: nobody has counted it. */
function fitOf(view: View, caseIndex: number): boolean | null {
  const { table, candidate } = view;
  const tokens = countedTokens(table, candidate, caseIndex);
  if (tokens === null) {
    const estimated = table.estimatedFit?.[caseIndex * table.candidates.length + candidate] ?? 0;
    return estimated === 0 ? null : estimated === FITS;
  }
  return tokens <= (limitOf(view) ?? 0);
}

/** Codes of `estimatedFit`; 0: not estimated. */
export const FITS = 1;
export const TOO_LONG = 2;

/** What the API counted, the most over the repeats; Infinity where it refused the input as too long; null: it never said. */
export function countedTokens(table: Table, candidate: number, caseIndex: number): number | null {
  const first = table.slotOf(caseIndex, candidate);
  let most = -1;
  for (let slot = first; slot < first + table.repeats; slot++) {
    if (table.tooLong?.[slot] === 1) return Number.POSITIVE_INFINITY;
    most = Math.max(most, table.inputTokens[slot] ?? -1);
  }
  return most < 0 ? null : most;
}
