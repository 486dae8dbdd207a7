interface ChoiceProps {
  readonly label: string;
  readonly value: string | null;
  /** Value and what is shown for it. */
  readonly options: readonly (readonly [value: string, text: string])[];
  /** What stands for none; absent: one must be chosen. */
  readonly none?: string;
  readonly onChoose: (value: string | null) => void;
}

/** A labelled list to choose one from. A value that is not in it is shown all the same: it may be from an address. */
export function Choice({ label, value, options, none, onChoose }: ChoiceProps) {
  const known = value === null || options.some(([option]) => option === value);
  return (
    <label class="choice">
      <span>{label}</span>
      <select value={value ?? ""} onChange={({ currentTarget }) => onChoose(currentTarget.value || null)}>
        {none !== undefined && <option value="">{none}</option>}
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
        {!known && <option value={value ?? ""}>{value} (not here)</option>}
      </select>
    </label>
  );
}
