import type { Summary } from "../../domain/summary.ts";

type Shown = Summary["verdict"];

const SIGNS: Readonly<Record<Shown, string>> = { pass: "✓", fail: "✗", undecided: "?", none: "–" };

/** A verdict with a sign beside its colour; in brackets, as in all reports, where it decides nothing. */
export function VerdictBadge({ verdict, quiet = false }: { verdict: Shown; quiet?: boolean }) {
  const word = verdict === "none" ? "no requirement" : verdict;
  return (
    <span class={`verdict ${verdict}${quiet ? " advisory" : ""}`} title={quiet ? "does not decide" : undefined}>
      <span aria-hidden="true">{SIGNS[verdict]}</span> {quiet ? `(${word})` : word}
    </span>
  );
}
