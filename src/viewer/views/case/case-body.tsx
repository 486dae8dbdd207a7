import { useState } from "preact/hooks";
import type { ViewerCase } from "../../../domain/viewer.ts";
import { ScrollBox } from "../../parts/scroll-box.tsx";
import type { RunPlace } from "../registry.ts";
import { AnswerColumn } from "./answer-column.tsx";
import { CaseActions } from "./case-actions.tsx";
import { CaseQuestion } from "./case-question.tsx";
import { DiffBox } from "./diff-box.tsx";
import { chosenSides, diffSides } from "./diff-sides.ts";
import type { LoadedCase } from "./load-case.ts";
import { RepeatTabs } from "./repeat-tabs.tsx";
import { readTextForm, TextFormSwitch } from "./text-form-switch.tsx";

interface CaseBodyProps {
  readonly place: RunPlace;
  readonly loaded: LoadedCase;
  readonly found: ViewerCase;
  readonly onChange: (changes: Readonly<Record<string, string | null>>) => void;
}

/** The question and every answer. */
export function CaseBody({ place, loaded, found, onChange }: CaseBodyProps) {
  const { query } = place.route;
  const [said, setSaid] = useState("");
  const repeats = Math.max(1, ...loaded.answers.map(({ trials }) => trials.length));
  const repeat = Math.min(repeats, Math.max(1, Math.floor(Number(query.get("repeat"))) || 1));
  const form = readTextForm(query.get("show"));
  const sides = diffSides(found, loaded.answers, repeat);
  const chosen = chosenSides(
    sides,
    query.get("left") ?? query.get("a"),
    query.get("right") ?? query.get("b"),
    loaded.run.manifest.reference,
  );
  const diff = query.get("diff") === "1";
  // Where `a` and `b` say what changed, the list of cases hangs on them: the difference gets names of its own.
  const [left, right] = query.get("change") === null ? ["a", "b"] : ["left", "right"];
  return (
    <>
      <CaseActions place={place} loaded={loaded} found={found} repeat={repeat} said={said} onSaid={setSaid} />
      <CaseQuestion place={place} found={found} />
      <section class="section" aria-labelledby="answers-title">
        <div class="section-head">
          <h2 id="answers-title">Answers</h2>
          <TextFormSwitch form={form} onChoose={(show) => onChange({ show })} />
          {chosen !== null && (
            <button type="button" aria-pressed={diff} onClick={() => onChange({ diff: diff ? null : "1" })}>
              Difference
            </button>
          )}
          {repeats > 1 && (
            <RepeatTabs repeats={repeats} repeat={repeat} onChoose={(one) => onChange({ repeat: String(one) })} />
          )}
        </div>
        {diff && chosen !== null && (
          <DiffBox sides={sides} chosen={chosen} onChoose={(a, b) => onChange({ [left]: a, [right]: b })} />
        )}
        <ScrollBox label="Answers side by side">
          <div class="answer-columns">
            {loaded.answers.map((answers) => (
              <AnswerColumn key={answers.label} answers={answers} repeat={repeat} form={form} onSaid={setSaid} />
            ))}
          </div>
        </ScrollBox>
      </section>
    </>
  );
}
