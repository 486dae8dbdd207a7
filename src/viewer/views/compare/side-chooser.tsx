import type { ViewerListItem } from "../../../domain/viewer.ts";
import { visibleText } from "../../../report/safe-text.ts";
import { Choice } from "../../parts/choice.tsx";

interface SideChooserProps {
  readonly base: string | null;
  readonly others: readonly string[];
  /** Of the run that is looked at. */
  readonly candidates: readonly string[];
  readonly runs: readonly ViewerListItem[];
  readonly onChoose: (base: string | null, others: readonly string[]) => void;
}

const MOST_RUNS = 30;

/** Who is compared with whom. */
export function SideChooser({ base, others, candidates, runs, onChoose }: SideChooserProps) {
  const elsewhere = runs
    .slice(0, MOST_RUNS)
    .flatMap((run) => run.candidates.map((candidate) => `${run.runId}:${candidate}`));
  const all = [...candidates, ...elsewhere];
  const options = all.map((name) => [name, visibleText(name)] as const);
  // Sides of other runs are offered in a list: there are many.
  const boxes = [...new Set([...candidates, ...others])].filter((name) => name !== base);
  const without = (name: string) => others.filter((other) => other !== name);
  return (
    <div class="filters sides">
      <Choice label="Against" value={base} options={options} onChoose={(name) => onChoose(name, without(name ?? ""))} />
      <fieldset class="boxes">
        <legend>Compared with it</legend>
        {boxes.map((name) => (
          <label key={name} class="check">
            <input
              type="checkbox"
              checked={others.includes(name)}
              onChange={({ currentTarget }) =>
                onChoose(base, currentTarget.checked ? [...others, name] : without(name))
              }
            />
            <span class="text">{visibleText(name)}</span>
          </label>
        ))}
      </fieldset>
      {elsewhere.length > 0 && (
        <Choice
          label="From another run"
          none="add…"
          value={null}
          options={elsewhere.filter((name) => !others.includes(name)).map((name) => [name, visibleText(name)] as const)}
          onChoose={(name) => name !== null && onChoose(base, [...others, name])}
        />
      )}
    </div>
  );
}
