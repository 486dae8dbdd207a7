import type { RequirementResult, Summary } from "../domain/summary.ts";
import { requirementText } from "./cells.ts";
import type { ReportDefinition, ReportInput, RequirementPlace } from "./definition.ts";
import { visibleText } from "./safe-text.ts";

/** GitHub shows ten annotations of each level and step, and drops the rest without a word. */
const MOST_OF_A_LEVEL = 10;
const LONGEST = 2_000;

export const github: ReportDefinition = {
  format: "github",
  description: "GitHub annotations on the suite's requirement lines",
  file: null,
  render(input) {
    const lines = LEVELS.flatMap((level) => annotationsOf(input, level));
    return lines.map((line) => `${line}\n`).join("");
  },
};

const LEVELS = ["error", "warning", "notice"] as const;
type Level = (typeof LEVELS)[number];

interface Annotation {
  readonly title: string;
  readonly message: string;
  readonly place: RequirementPlace | null;
}

function annotationsOf({ summary, places, suitePath }: ReportInput, level: Level): string[] {
  const of = summary.requirements.flatMap((result, index): Annotation[] =>
    levelOf(result) === level ? [annotationOf(result, places[index] ?? null)] : [],
  );
  const all = level === "error" ? [...notComplete(summary), ...of] : of;
  // The last place says how many there was no room for.
  const shown = all.length > MOST_OF_A_LEVEL ? all.slice(0, MOST_OF_A_LEVEL - 1) : all;
  const rest = all.length - shown.length;
  const more: Annotation = { title: summary.suite, message: `and ${rest} more: the summary has them`, place: null };
  return [...shown, ...(rest > 0 ? [more] : [])].map((one) => command(level, one, suitePath));
}

/** What does not decide is information, and annotates nothing. */
function levelOf({ verdict, decides, warnWorse = false }: RequirementResult): Level | null {
  if (!decides) return null;
  if (verdict === "fail") return "error";
  if (verdict === "undecided") return "warning";
  return warnWorse ? "notice" : null;
}

function annotationOf(result: RequirementResult, place: RequirementPlace | null): Annotation {
  const what = `${result.candidate}: ${requirementText(result)}`;
  return { title: `${result.verdict}: ${what}`, message: result.reason, place };
}

function notComplete({ suite, status, statusReason }: Summary): Annotation[] {
  if (status === "complete" || status === "running") return [];
  const message = statusReason ?? "not every trial has a result";
  return [{ title: `${suite}: ${status}`, message, place: null }];
}

function command(level: Level, { title, message, place }: Annotation, file: string): string {
  const properties = [
    `file=${property(file)}`,
    ...(place === null ? [] : [`line=${place.line}`, `col=${place.col}`]),
    `title=${property(title)}`,
  ];
  return `::${level} ${properties.join(",")}::${data(message)}`;
}

/** As GitHub's own toolkit escapes: what is left unescaped would end the command or begin another. */
function data(text: string): string {
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, "")}…` : text;
  return visibleText(cut.replace(/\r\n?/g, "\n")).replaceAll("%", "%25").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
