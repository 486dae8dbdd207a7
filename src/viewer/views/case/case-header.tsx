import { visibleText } from "../../../report/safe-text.ts";
import type { Neighbours } from "./case-neighbours.ts";

interface CaseHeaderProps {
  readonly id: string;
  readonly neighbours: Neighbours;
  readonly hrefOf: (id: string) => string;
  readonly back: string;
  readonly backTo: string;
}

/** Which case it is, and the way to the ones beside it. */
export function CaseHeader({ id, neighbours, hrefOf, back, backTo }: CaseHeaderProps) {
  const { previous, next, place, of } = neighbours;
  return (
    <header class="case-header">
      <a href={back} class="button">
        <span aria-hidden="true">←</span> {backTo}
      </a>
      <h1 id="case-title" tabIndex={-1}>
        <span class="visually-hidden">Case </span>
        <span class="text">{visibleText(id)}</span>
      </h1>
      <nav aria-label="Cases beside this one">
        <Step to={previous} name="Previous" hrefOf={hrefOf} />
        <span class="muted num">
          {place === null ? "not in the list" : place.toLocaleString("en")} of {of.toLocaleString("en")}
        </span>
        <Step to={next} name="Next" hrefOf={hrefOf} />
      </nav>
    </header>
  );
}

function Step({ to, name, hrefOf }: { to: string | null; name: string; hrefOf: (id: string) => string }) {
  // Without an address it stays in its place, so that the next press does not meet another one.
  if (to === null)
    return (
      <span class="button" aria-disabled="true">
        {name}
      </span>
    );
  return (
    <a class="button" href={hrefOf(to)}>
      {name}
    </a>
  );
}
