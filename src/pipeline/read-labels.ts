import { codeOf, messageOf, UserError } from "../base/errors.ts";
import { decodeUtf8, readLines } from "../base/lines.ts";
import { didYouMean, nearest } from "../base/nearest.ts";
import type { HumanLabel, LabelKind } from "../domain/calibration.ts";
import type { Problem } from "../domain/problem.ts";

export interface Labels {
  readonly kind: LabelKind;
  readonly labels: readonly HumanLabel[];
}

/** What a label may speak of, so that a typing mistake is told at its line. */
export interface LabelTargets {
  readonly cases: ReadonlySet<string>;
  readonly candidates: readonly string[];
}

const KINDS = ["pass", "label", "score"] as const;
const KEYS = ["case_id", "candidate", "repeat", ...KINDS, "rater"];
const MOST_PROBLEMS = 20;

/**
 * Reads `labels.jsonl`: `{case_id, candidate, repeat?, pass | label | score, rater?}`, one kind of word a file.
 * Throws a `UserError` with every mistake and its line.
 * @param file as messages name it
 */
export async function readLabels(path: string, file: string, targets: LabelTargets): Promise<Labels> {
  const problems: Problem[] = [];
  const labels: HumanLabel[] = [];
  const seen = new Map<string, number>();
  let first: { kind: LabelKind; line: number } | null = null;
  try {
    for await (const { number: line, bytes } of readLines(path)) {
      const report = (message: string, key: string | null = null) =>
        problems.push({ file, line, col: 1, path: key, message });
      const row = readRow(bytes, report);
      if (row === null) continue;
      const label = readLabel(row, line, targets, report);
      if (label === null) continue;
      const kind = KINDS.find((one) => Object.hasOwn(row, one)) ?? "pass";
      first ??= { kind, line };
      if (kind !== first.kind) {
        report(`it states "${kind}", and line ${first.line} "${first.kind}": a file states one of them`, kind);
      }
      const { caseId, candidate, repeat, rater } = label;
      const key = JSON.stringify([caseId, candidate, repeat, rater]);
      const earlier = rater === null ? undefined : seen.get(key);
      if (earlier !== undefined) report(`${rater} has labelled this output in line ${earlier} already`, "rater");
      seen.set(key, line);
      labels.push(label);
    }
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    const why = code === "ENOENT" ? "there is no such file" : messageOf(error);
    throw new UserError("labels_not_readable", `${file}: ${why}; --labels takes JSONL of {case_id, candidate, pass}`);
  }
  if (problems.length > MOST_PROBLEMS) {
    const more = problems.length - MOST_PROBLEMS;
    problems.splice(MOST_PROBLEMS);
    problems.push({ file, line: null, col: null, path: null, message: `${more} more mistakes` });
  }
  if (problems.length > 0) throw UserError.ofProblems("invalid_labels", problems);
  if (first === null) throw new UserError("no_labels", `${file} holds no labels`);
  return { kind: first.kind, labels };
}

type Report = (message: string, key?: string) => void;
type Row = Readonly<Record<string, unknown>>;

function readRow(bytes: Buffer, report: Report): Row | null {
  if (bytes.toString("latin1").trim() === "") return null;
  try {
    const value = JSON.parse(decodeUtf8(bytes)) as unknown;
    if (value !== null && typeof value === "object" && !Array.isArray(value)) return value as Row;
    report("a line is an object: {case_id, candidate, pass}");
  } catch (error) {
    report(`not valid JSON (${messageOf(error)})`);
  }
  return null;
}

function readLabel(row: Row, line: number, targets: LabelTargets, report: Report): HumanLabel | null {
  const { case_id: caseId, candidate, repeat = 1, rater = null } = row;
  let sound = true;
  const wrong: Report = (message, key) => {
    sound = false;
    report(message, key);
  };
  for (const key of Object.keys(row)) {
    // Other columns are the user's own, unless one looks like a key mistyped.
    const meant = KEYS.includes(key) ? undefined : nearest(key, KEYS);
    if (meant !== undefined && !Object.hasOwn(row, meant)) wrong(`unknown key; did you mean "${meant}"?`, key);
  }
  if (typeof caseId !== "string") wrong("the id of a case is missing", "case_id");
  else if (!targets.cases.has(caseId)) {
    wrong(`the run has no case "${caseId}"${didYouMean(caseId, targets.cases)}`, "case_id");
  }
  if (typeof candidate !== "string") wrong("the id of a candidate is missing", "candidate");
  else if (!targets.candidates.includes(candidate)) {
    const near = didYouMean(candidate, targets.candidates);
    wrong(
      `the run has no candidate "${candidate}"${near === "" ? `: ${targets.candidates.join(", ")}` : near}`,
      "candidate",
    );
  }
  if (typeof repeat !== "number" || !Number.isInteger(repeat) || repeat < 1) {
    wrong("a whole number from 1", "repeat");
  }
  if (rater !== null && (typeof rater !== "string" || rater === "")) wrong("a name", "rater");
  const value = readValue(row, wrong);
  if (!sound || value === null || typeof caseId !== "string" || typeof candidate !== "string") return null;
  return { caseId, candidate, repeat: repeat as number, value, rater: rater as string | null, line };
}

function readValue(row: Row, wrong: Report): HumanLabel["value"] | null {
  const stated = KINDS.filter((kind) => Object.hasOwn(row, kind));
  const [kind] = stated;
  if (kind === undefined || stated.length > 1) {
    wrong(`it states ${kind === undefined ? "none" : stated.join(" and ")}: one of pass, label and score is needed`);
    return null;
  }
  const value = row[kind];
  if (kind === "pass" && typeof value === "boolean") return value;
  if (kind === "label" && typeof value === "string" && value.trim() !== "") return value.trim();
  if (kind === "score" && typeof value === "number" && Number.isFinite(value)) return value;
  wrong({ pass: "true or false", label: "a word", score: "a number" }[kind], kind);
  return null;
}
