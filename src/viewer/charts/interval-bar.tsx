import { type Domain, type Spread, shareOf } from "./axis-domain.ts";

interface IntervalBarProps {
  readonly spread: Spread;
  readonly domain: Domain;
  /** Lines behind the bar. */
  readonly ticks?: readonly number[];
  /** What is asked for: the side that is allowed is tinted. */
  readonly bound?: { readonly at: number; readonly allowed: "above" | "below" } | undefined;
  readonly tone?: "plain" | "pass" | "fail" | "undecided";
  /** Says in words what is drawn. */
  readonly label: string;
}

const percent = (share: number) => `${(share * 100).toFixed(3)}%`;

/** A value with its interval on an axis that the rows of a table share. A side that is open runs out of the box. */
export function IntervalBar({ spread, domain, ticks = [], bound, tone = "plain", label }: IntervalBarProps) {
  const { value, low, high } = spread;
  const at = (one: number) => shareOf(domain, one);
  const from = at(low ?? domain[0]);
  const to = at(high ?? domain[1]);
  return (
    <svg class={`interval-bar ${tone}`} role="img" aria-label={label}>
      <title>{label}</title>
      {bound !== undefined && (
        <rect
          class="allowed"
          x={percent(bound.allowed === "above" ? at(bound.at) : 0)}
          width={percent(bound.allowed === "above" ? 1 - at(bound.at) : at(bound.at))}
          y="0"
          height="100%"
        />
      )}
      {ticks.map((tick) => (
        <line key={tick} class="grid" x1={percent(at(tick))} x2={percent(at(tick))} y1="0" y2="100%" />
      ))}
      {value !== null && (low !== null || high !== null) && (
        <rect class="band" x={percent(from)} width={percent(Math.max(0.004, to - from))} y="30%" height="40%" rx="2" />
      )}
      {bound !== undefined && (
        <line class="bound" x1={percent(at(bound.at))} x2={percent(at(bound.at))} y1="0" y2="100%" />
      )}
      {value !== null && <line class="value" x1={percent(at(value))} x2={percent(at(value))} y1="12%" y2="88%" />}
    </svg>
  );
}

/** The axis of such bars, for the head of their column. */
export function IntervalAxis({
  domain,
  ticks,
  format,
}: {
  domain: Domain;
  ticks: readonly number[];
  format: (value: number) => string;
}) {
  return (
    <svg class="interval-axis" aria-hidden="true">
      {ticks.map((tick) => {
        const at = shareOf(domain, tick);
        // At the ends there is room on one side only.
        const anchor = at < 0.07 ? "start" : at > 0.93 ? "end" : "middle";
        return (
          <text key={tick} x={percent(at)} y="11" text-anchor={anchor}>
            {format(tick)}
          </text>
        );
      })}
    </svg>
  );
}
