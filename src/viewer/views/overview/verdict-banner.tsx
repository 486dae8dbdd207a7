import type { Summary } from "../../../domain/summary.ts";
import { oneLine } from "../../../report/safe-text.ts";
import { VerdictBadge } from "../../parts/verdict-badge.tsx";
import { type VerdictReason, verdictWords } from "./verdict-reasons.ts";

/** All that fail or are undecided are named, but not a page of them; of those that hold a few. */
const MOST_OPEN = 6;
const MOST_HELD = 4;

/** The verdict and what it rests on, before any figure. */
export function VerdictBanner({ summary }: { summary: Summary }) {
  const { title, lead, warnings, reasons } = verdictWords(summary);
  const open = reasons.filter(({ verdict }) => verdict !== "pass");
  const shown = open.length > 0 ? open.slice(0, MOST_OPEN) : reasons.slice(0, MOST_HELD);
  const left = (open.length > 0 ? open : reasons).length - shown.length;
  return (
    <section class={`banner ${summary.verdict}`} aria-labelledby="verdict-title">
      <h2 id="verdict-title">
        <span class="visually-hidden">Verdict: </span>
        {title}
      </h2>
      {lead.map((line) => (
        <p key={line} class="lead text">
          {oneLine(line)}
        </p>
      ))}
      {warnings.map((line) => (
        <p key={line} class="warning text">
          <strong aria-hidden="true">!</strong> {oneLine(line)}
        </p>
      ))}
      {shown.length > 0 && (
        <ul class="reasons">
          {shown.map((reason) => (
            <Reason key={`${reason.candidate} ${reason.asked}`} {...reason} />
          ))}
        </ul>
      )}
      {left > 0 && <p class="muted">And {left.toLocaleString("en")} more, in the table of requirements.</p>}
    </section>
  );
}

function Reason({ verdict, candidate, asked, found, why }: VerdictReason) {
  return (
    <li>
      <VerdictBadge verdict={verdict} />
      <p class="text">
        <strong>{oneLine(candidate)}</strong>, {oneLine(asked)}.{" "}
        {found !== null && (
          <>
            Found: <span class="figures-text">{found}</span>.{" "}
          </>
        )}
        {oneLine(sentence(why))}
      </p>
    </li>
  );
}

/** The gate's reasons are half sentences. */
function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
