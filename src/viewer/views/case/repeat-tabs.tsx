interface RepeatTabsProps {
  readonly repeats: number;
  readonly repeat: number;
  readonly onChoose: (repeat: number) => void;
}

const MOST_BUTTONS = 10;

/** Which repeat of every candidate is shown. */
export function RepeatTabs({ repeats, repeat, onChoose }: RepeatTabsProps) {
  const all = Array.from({ length: repeats }, (_, at) => at + 1);
  if (repeats > MOST_BUTTONS)
    return (
      <label class="choice">
        <span>Repeat</span>
        <select value={repeat} onChange={({ currentTarget }) => onChoose(Number(currentTarget.value))}>
          {all.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      </label>
    );
  return (
    <fieldset class="switch" aria-label="Repeat">
      {all.map((one) => (
        <button key={one} type="button" aria-pressed={one === repeat} onClick={() => onChoose(one)}>
          {one === repeat ? `Repeat ${one}` : one}
        </button>
      ))}
    </fieldset>
  );
}
