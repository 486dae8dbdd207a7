/** Which metric a chart or a table shows. */
export function MetricSelect({
  label,
  metrics,
  value,
  onChoose,
}: {
  label: string;
  metrics: readonly string[];
  value: string;
  onChoose: (metric: string) => void;
}) {
  return (
    <label class="choice">
      <span class="muted">{label}</span>{" "}
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {metrics.map((metric) => (
          <option key={metric} value={metric}>
            {metric}
          </option>
        ))}
      </select>
    </label>
  );
}
