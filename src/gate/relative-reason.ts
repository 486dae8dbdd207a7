import { formatValue } from "../base/format-value.ts";
import type { PairedValues } from "../domain/comparison.ts";
import type { Bound } from "../domain/suite.ts";
import type { Verdict } from "../domain/summary.ts";
import { casesToDecide, repeatsToDecide, smallestDrop } from "./relative-power.ts";
import { directionOf, type RelativeTest } from "./relative-result.ts";

const CASES_NAMED = 5;

const count = (n: number) => n.toLocaleString("en");
const cases = (n: number) => `${count(n)} case${n === 1 ? "" : "s"}`;

/** `accuracy 0.84 against 0.86 in the baseline on 200 cases: -0.02 [-0.045, 0.005]`. */
export function figuresText(test: RelativeTest, values: PairedValues, against: string | null, unit: string): string {
  const { n, candidate, baseline, difference, low, high } = test;
  const show = (value: number | null) => (value === null ? "n/a" : formatValue(value, unit));
  const figures = `${values.metric} ${show(candidate)} against ${show(baseline)} ${against === null ? "in the baseline" : `of ${against}`} on ${cases(n)}`;
  if (difference === null) return figures;
  const bounds = low === null || high === null ? "" : ` [${signed(low, unit)}, ${signed(high, unit)}]`;
  return `${figures}: ${signed(difference, unit)}${bounds}`;
}

/** What the verdict says, in terms of the margin. */
export function verdictText(verdict: Verdict, bound: Bound, margin: number, warnWorse: boolean, unit: string): string {
  const word = bound.kind === "max_drop" ? "drop" : "increase";
  const limit = `${bound.unit === "percent" ? `${bound.value}% (${formatValue(margin, unit)})` : formatValue(margin, unit)}`;
  if (verdict === "pass")
    return `${a(word)} of ${limit} or more is ruled out${warnWorse ? `; but a smaller ${word} is shown: it is worse, within the margin` : ""}`;
  if (verdict === "fail") return `${a(word)} is shown, and not that it is less than ${limit}`;
  return `${a(word)} is not shown, nor one of ${limit} ruled out`;
}

/** By the value alone. */
export function pointText(verdict: Verdict, bound: Bound, margin: number, unit: string): string {
  const word = bound.kind === "max_drop" ? "drop" : "increase";
  return `${verdict === "pass" ? "meets" : "misses"} the largest ${word} of ${formatValue(margin, unit)} (by the value alone)`;
}

/** The smallest change that these cases can show, and, of an undecided one, what would decide. */
export function powerText(
  test: RelativeTest,
  values: PairedValues,
  bound: Bound,
  verdict: Verdict,
  unit: string,
): string[] {
  const word = bound.kind === "max_drop" ? "drop" : "increase";
  const smallest = smallestDrop(test);
  const parts =
    smallest === null
      ? []
      : [`the smallest ${word} that ${cases(test.n)} can show at 80% power is ${formatValue(smallest, unit)}`];
  if (verdict !== "undecided") return parts;
  if (test.leastN !== null)
    return [...parts, `a comparison of this metric needs ${cases(test.leastN)} (${count(test.n)} now)`];
  const decide = casesToDecide(test);
  const repeats = repeatsToDecide(values, test.power);
  if (decide === null && repeats === null) return [...parts, "no number of cases would decide if the figures stay"];
  const ways = [
    ...(decide === null ? [] : [`about ${cases(decide.cases)}`]),
    ...(repeats === null ? [] : [`about ${repeats} repeats on both sides`]),
  ].join(", or ");
  const outcome = decide?.shows === "fail" ? ", and show that it is worse" : "";
  const now = `${count(test.n)} now`;
  const once = values.repeats.candidate === 1 || values.repeats.baseline === 1;
  const hint = once && repeats === null ? "; repeats on both sides make do with fewer where answers vary" : "";
  return [...parts, `${ways} would decide if the figures stay${outcome} (${now})${hint}`];
}

/** Whose cases got worse, by name. */
export function regressedText({ candidate, baseline, ids }: PairedValues, bound: Bound): string[] {
  const direction = directionOf(bound);
  const worse = ids.filter((_, i) => direction * ((candidate[i] ?? 0) - (baseline[i] ?? 0)) < 0);
  if (worse.length === 0) return [];
  const named = worse.slice(0, CASES_NAMED).join(", ");
  const more = worse.length - CASES_NAMED;
  return [`regressed: ${named}${more > 0 ? ` and ${count(more)} more` : ""}`];
}

/** What the comparison leaves out, and what is not the same on both sides. */
export function doubtsText({ metric, better, unshared, changed, warnings }: PairedValues, bound: Bound): string[] {
  const improves = (better === "higher") === (bound.kind === "max_increase");
  return [
    ...(improves ? [`${metric} is better ${better}: ${bound.kind} bounds an improvement`] : []),
    ...(unshared > 0 ? [`${cases(unshared)} not on both sides`] : []),
    ...(changed > 0 ? [`${cases(changed)} left out, changed since`] : []),
    ...warnings,
  ];
}

function signed(value: number, unit: string): string {
  const text = formatValue(Math.abs(value), unit);
  if (value === 0 || /^\D*0(\.0+)?\D*$/.test(text)) return text;
  return `${value > 0 ? "+" : "-"}${text}`;
}

function a(word: string): string {
  return word === "increase" ? "an increase" : `a ${word}`;
}
