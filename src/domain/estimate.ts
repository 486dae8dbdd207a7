/**
 * A number with its uncertainty: the 95% interval and the n it rests on.
 * `value: null` is unknown, never 0; `low` or `high: null` beside a value is an unbounded or inestimable side.
 */
export interface Estimate {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
  readonly method: string;
}
