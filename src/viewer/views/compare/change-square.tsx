import { counted } from "../../../report/cells.ts";
import { visibleText } from "../../../report/safe-text.ts";
import type { Change } from "../cases/case-filter.ts";
import { CHANGE_WORDS } from "../cases/filter-bar.tsx";
import type { ComparedSide } from "./load-comparison.ts";

interface ChangeSquareProps {
  readonly base: string;
  readonly side: ComparedSide;
  /** null: another pair's cases are shown. */
  readonly chosen: Change | null;
  readonly onChoose: (change: Change) => void;
}

/** As a square: above what the base has right, on the left what the other has right. */
const ORDER = ["both-right", "regressed", "improved", "both-wrong"] as const;
const SIGNS = { "both-right": "✓", regressed: "▼", improved: "▲", "both-wrong": "✗", equal: "=" } as const;

/** How the cases of a pair came out on both sides; each figure shows its cases. */
export function ChangeSquare({ base, side, chosen, onChoose }: ChangeSquareProps) {
  const { index, label, counts, unshared, changed, trouble } = side;
  const { shown = 0, of = 0 } = index?.columns.trials ?? {};
  const names = counts !== null && counts.equal > 0 ? [...ORDER, "equal" as const] : ORDER;
  return (
    <fieldset class="change-square">
      <legend>
        <strong class="text">{visibleText(label)}</strong> <span class="muted">against</span>{" "}
        <span class="text">{visibleText(base)}</span>
      </legend>
      {trouble !== null && <p role="alert">{trouble}</p>}
      {counts === null && trouble === null && <p role="alert">One of these is not in the run.</p>}
      {counts !== null && (
        <div class="square">
          {names.map((name) => (
            <button
              key={name}
              type="button"
              class={`change ${name}`}
              aria-pressed={chosen === name}
              onClick={() => onChoose(name)}
            >
              <span aria-hidden="true">{SIGNS[name]} </span>
              <strong class="num">{counts[name].toLocaleString("en")}</strong> {CHANGE_WORDS[name]}
            </button>
          ))}
        </div>
      )}
      {unshared > 0 && (
        <p class="muted small">
          {counted(unshared, "case")} not shared
          {changed > 0 && `, ${changed.toLocaleString("en")} of them with other content under the same id`}
        </p>
      )}
      {shown < of && (
        <p class="muted small">
          Of the cases in this report, which holds {shown.toLocaleString("en")} of {of.toLocaleString("en")} trials.
        </p>
      )}
    </fieldset>
  );
}
