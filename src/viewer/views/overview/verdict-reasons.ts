import type { Estimate } from "../../../domain/estimate.ts";
import type { RequirementResult, Summary, Verdict } from "../../../domain/summary.ts";
import { counted, shareCell, simulatedNote } from "../../../report/cells.ts";
import { estimateText } from "../../../report/history-words.ts";
import { isShare, metricText } from "../../../report/metric-text.ts";
import { requirementsLine } from "../../../report/requirements-line.ts";

/** Why a requirement passes, fails or is undecided, for people who do not read intervals every day. */
export interface VerdictReason {
  readonly verdict: Verdict;
  readonly candidate: string;
  /** `accuracy on tag:billing: at least 85% is asked`. */
  readonly asked: string;
  /** `82.0% [75.1, 87.3], n 150`; null: not measured. */
  readonly found: string | null;
  readonly why: string;
}

export interface VerdictWords {
  readonly title: string;
  /** In the title's own line of reasoning, first the most important. */
  readonly lead: readonly string[];
  /** What makes the figures less than they seem: unfinished, simulated. */
  readonly warnings: readonly string[];
  /** Failed first, then undecided, then those that hold. */
  readonly reasons: readonly VerdictReason[];
}

const TITLES = { pass: "Pass", fail: "Fail", undecided: "Undecided", none: "No requirement stated" } as const;
const ORDER: readonly Verdict[] = ["fail", "undecided", "pass"];

/** The verdict of a run in words, from the same results that the other reports print. */
export function verdictWords(summary: Summary): VerdictWords {
  const deciding = summary.requirements.filter(({ decides }) => decides);
  const sorted = ORDER.flatMap((verdict) => deciding.filter((result) => result.verdict === verdict));
  const allHold = deciding.length > 0 && deciding.every(({ verdict }) => verdict === "pass");
  return {
    title: TITLES[summary.verdict],
    lead: [
      ...(deciding.length > 0 ? [requirementsLine(summary)] : [bestLine(summary)]),
      ...(summary.verdict === "undecided" && allHold ? ["An unfinished run does not pass."] : []),
    ].filter((line) => line !== ""),
    warnings: [statusLine(summary), simulatedNote(summary)].filter((line) => line !== null),
    reasons: sorted.map((result) => reasonOf(result, summary)),
  };
}

/** Nothing passes or fails: then who is ahead is what one wants to know. */
function bestLine({ candidates }: Summary): string {
  const measured = candidates.filter(({ metrics }) => metrics.accuracy?.value != null);
  const [best] = [...measured].sort((a, b) => (b.metrics.accuracy?.value ?? 0) - (a.metrics.accuracy?.value ?? 0));
  const rule = "The suite states no requirement, so nothing passes or fails.";
  if (best === undefined) return rule;
  const accuracy = `${shareCell(best.metrics.accuracy)}, n ${(best.metrics.accuracy?.n ?? 0).toLocaleString("en")}`;
  return measured.length === 1
    ? `${rule} Accuracy of ${best.id}: ${accuracy}.`
    : `${rule} The highest accuracy: ${best.id}, ${accuracy}.`;
}

/** null: the run is complete. */
export function statusLine({ status, statusReason, candidates }: Summary): string | null {
  if (status === "complete") return null;
  const planned = candidates.reduce((sum, { trials }) => sum + trials.planned, 0);
  const missing = candidates.reduce((sum, { trials }) => sum + trials.missing, 0);
  const done = `${(planned - missing).toLocaleString("en")} of ${counted(planned, "trial")} have a result`;
  const why = statusReason ? `: ${statusReason}` : "";
  if (status === "running") return `The run is going on${why}. ${done} so far; figures and verdict may still change.`;
  const word = status === "interrupted" ? "was interrupted" : "is incomplete";
  return `The run ${word}${why}. ${done}; all figures rest on these alone.`;
}

export function reasonOf(result: RequirementResult, summary: Summary): VerdictReason {
  const { metric, candidate, slice, verdict, reason } = result;
  const what = slice === null ? metric : `${metric} on ${slice}`;
  const common = { verdict, candidate, asked: `${what}: ${boundText(result)}` };
  const relative = result.bound.kind === "max_drop" || result.bound.kind === "max_increase";
  if (relative || result.value === null) return { ...common, found: null, why: reason };
  const measured = estimateOf(result, summary);
  const figure = { value: result.value, low: result.low, high: result.high, n: measured?.n ?? 0, method: "" };
  const n = measured === null ? "" : `, n ${measured.n.toLocaleString("en")}`;
  const plain = plainWhy(result, measured?.n ?? null);
  return { ...common, found: `${estimateText(metric, figure)}${n}`, why: plain ?? reason };
}

/** `at least 85%`, `at most 2.00 s`, `a drop of at most 2 points against mini`. */
export function boundText({ metric, bound, against }: Pick<RequirementResult, "metric" | "bound" | "against">): string {
  if (bound.kind === "min") return `at least ${amountText(metric, bound.value)} is asked`;
  if (bound.kind === "max") return `at most ${amountText(metric, bound.value)} is allowed`;
  const change =
    bound.unit === "percent"
      ? `${bound.value}%`
      : isShare(metric)
        ? `${short(bound.value * 100)} points`
        : metricText(metric, bound.value);
  const word = bound.kind === "max_drop" ? "a drop" : "a rise";
  return `${word} of at most ${change} is allowed against ${against ?? "the baseline"}`;
}

function amountText(metric: string, value: number): string {
  return isShare(metric) ? `${short(value * 100)}%` : metricText(metric, value);
}

const short = (value: number) => Number(value.toPrecision(6)).toLocaleString("en", { maximumFractionDigits: 6 });

/** Where the interval alone explains the verdict; null: there is more to it, which the gate has put into words. */
function plainWhy(
  { bound, value, low, high, verdict, casesNeeded, reason }: RequirementResult,
  n: number | null,
): string | null {
  const exact = low === value && high === value;
  const min = bound.kind === "min";
  const inside = min ? low !== null && low >= bound.value : high !== null && high <= bound.value;
  const outside = min ? high !== null && high < bound.value : low !== null && low > bound.value;
  if (verdict === "pass" && inside) return exact ? "It is met." : "The whole interval is within the bound.";
  if (verdict === "fail" && outside) return exact ? "It is missed." : "The whole interval is outside the bound.";
  if (verdict !== "undecided" || low === null || high === null) return null;
  if (inside || outside) {
    // The gate's reason begins with the figures, which are there already.
    const [, ...but] = reason.split("; ");
    const where = inside ? "within" : "outside";
    return but.length === 0 ? null : `The whole interval is ${where} the bound, but ${but.join("; ")}.`;
  }
  const cannot = `The bound lies inside the interval: ${n === null ? "these cases" : counted(n, "case")} cannot tell.`;
  return casesNeeded === null ? cannot : `${cannot} ${neededText(casesNeeded, n)}`;
}

function neededText(needed: number, n: number | null): string {
  const more = n === null || needed <= n ? "" : `, ${(needed - n).toLocaleString("en")} more than now`;
  return `About ${counted(needed, "case")} would decide if the figure stays${more}.`;
}

/**
 * What a requirement was judged on; null: it is not in the summary, or the verdict rests on fewer cases than the figure
 * there, as in a run that was broken off.
 */
export function estimateOf(
  { candidate, metric, slice, value }: Pick<RequirementResult, "candidate" | "metric" | "slice" | "value">,
  { candidates }: Summary,
): Estimate | null {
  const one = candidates.find(({ id }) => id === candidate);
  const found = (slice === null ? one?.metrics : one?.slices[slice])?.[metric];
  return found === undefined || found.value !== value ? null : found;
}
