import { toSnakeKeys } from "../base/keys.ts";
import { textTable } from "../base/text-table.ts";
import type { Agreement, Calibration, Correction } from "../domain/calibration.ts";
import type { Estimate } from "../domain/estimate.ts";
import type { JsonObject } from "../domain/json.ts";
import { counted, pCell, shareCell } from "./cells.ts";
import { visibleText } from "./safe-text.ts";

const NO_NAMES = { opaque: new Set<string>(), maps: new Set<string>() };

/** `evals.calibration/1`. */
export function calibrationJson(calibration: Calibration): JsonObject {
  return { schema: "evals.calibration/1", ...(toSnakeKeys(calibration, NO_NAMES) as JsonObject) };
}

/** The calibration for a terminal: agreement, bias, stability, and the corrected figures. */
export async function calibrationText(calibration: Calibration): Promise<string> {
  const { labels, people, kind } = calibration;
  const blocks = [
    [
      `${visibleText(calibration.grader)} against people, run ${calibration.runId}: ${counted(labels.outputs, "labelled output")} (${counted(labels.read, "label")})`,
      ...unmatchedLines(labels.unmatched),
    ].join("\n"),
    await textTable(["agreement", "95% interval", "n"], agreementRows(calibration)),
    ...(people === null || people.split === 0 ? [] : [`people are split on ${counted(people.split, "output")}`]),
    ...(await biasBlocks(calibration)),
    await correctedTable(calibration.corrected, kind === "score"),
    [
      ...calibration.corrected.flatMap((one) => one.warnings.map((text) => `${visibleText(one.candidate)}: ${text}`)),
      ...calibration.warnings,
    ]
      .map((text) => `! ${text}`)
      .join("\n"),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

const MOST_NAMES = 10;

function unmatchedLines(unmatched: readonly string[]): string[] {
  if (unmatched.length === 0) return [];
  const more = unmatched.length - MOST_NAMES;
  return [
    `${counted(unmatched.length, "labelled output")} could not be compared:`,
    ...unmatched.slice(0, MOST_NAMES).map((text) => `  ${visibleText(text)}`),
    ...(more > 0 ? [`  and ${more} more (--json has them all)`] : []),
  ];
}

function agreementRows({ agreement, people, sensitivity, specificity, recalls, kind }: Calibration): string[][] {
  const share = (name: string, estimate: Estimate) => [name, shareCell(estimate), String(estimate.n)];
  const number = (name: string, estimate: Estimate) => [name, numberCell(estimate), String(estimate.n)];
  const coefficients = ({ kappa, ac1, alpha }: Agreement) => [
    number(kind === "score" ? "kappa, quadratic weights" : "Cohen's kappa", kappa),
    ...(ac1 === null ? [] : [number("Gwet's AC1", ac1)]),
    number("Krippendorff's alpha", alpha),
  ];
  return [
    share("judge and people agree", agreement.share),
    ...coefficients(agreement),
    ...(sensitivity === null ? [] : [share("sensitivity (passes what people pass)", sensitivity)]),
    ...(specificity === null ? [] : [share("specificity (fails what people fail)", specificity)]),
    ...recalls.map(({ label, recall }) => share(`recall of ${visibleText(label)}`, recall)),
    ...(people === null
      ? []
      : [
          share("two people agree (the ceiling)", people.share),
          share("judge and one person agree, same outputs", people.judgeShare),
          number("alpha of people", people.alpha),
        ]),
  ];
}

async function biasBlocks({ length, position, stability }: Calibration): Promise<string[]> {
  const blocks: string[] = [];
  if (length !== null) {
    const rows = length.bands.map(({ from, to, n, errorRate, lean }) => [
      `${from.toLocaleString("en")}–${to.toLocaleString("en")}`,
      shareCell(errorRate),
      numberCell(lean),
      String(n),
    ]);
    const table = await textTable(["length, characters", "judge wrong", "lean (+: lenient)", "n"], rows);
    blocks.push(`${table}\nlongest less shortest third: ${numberCell(length.difference)}, p ${pCell(length.p)}`);
  }
  if (position !== null) {
    const { comparisons, consistency, firstFirst, secondSecond, p } = position;
    blocks.push(
      `position: both orders agree on ${shareCell(consistency)} of ${counted(comparisons, "comparison")}; where they do not, the first is preferred ${firstFirst} times, the second ${secondSecond} (p ${pCell(p)})`,
    );
  }
  if (stability !== null) {
    const { groups, verdicts, share, replayed } = stability;
    const again = replayed === 0 ? "" : `; ${counted(replayed, "verdict")} replayed from the cache not counted`;
    blocks.push(
      groups === 0
        ? `stability: nothing to tell by${again}`
        : `stability: two verdicts on the same text agree ${shareCell(share)} (${counted(groups, "text")}, ${counted(verdicts, "verdict")})${again}`,
    );
  }
  return blocks;
}

async function correctedTable(corrected: readonly Correction[], scores: boolean): Promise<string> {
  if (corrected.length === 0) return "";
  const cell = scores ? numberCell : shareCell;
  const what = scores ? "mean score" : "pass rate";
  const head = [
    "candidate",
    `judge's ${what}`,
    "people's, labelled",
    ...(scores ? [] : ["post-stratified"]),
    "PPI++",
    scores ? "labels" : "labels (rarer)",
  ];
  const rows = corrected.map((one) => [
    visibleText(one.candidate),
    cell(one.raw),
    cell(one.human),
    ...(one.postStratified === null ? [] : [cell(one.postStratified)]),
    cell(one.ppi),
    one.rarer === null ? String(one.labels) : `${one.labels} (${one.rarer})`,
  ]);
  return textTable(head, rows);
}

/** `0.70 [0.56, 0.84]`; a bound that cannot be had is a question mark. */
function numberCell({ value, low, high }: Estimate): string {
  if (value === null) return "n/a";
  const bare = (bound: number | null) => (bound === null ? "?" : bound.toFixed(3));
  return low === null && high === null ? bare(value) : `${bare(value)} [${bare(low)}, ${bare(high)}]`;
}
