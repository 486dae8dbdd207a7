import { UserError } from "../base/errors.ts";
import { formatDuration } from "../base/format-value.ts";
import { didYouMean } from "../base/nearest.ts";
import type { JsonObject } from "../domain/json.ts";
import type { Output } from "../domain/output.ts";
import type { RunManifest } from "../domain/run.ts";
import type { Score } from "../domain/score.ts";
import { encodeCase, encodeOutput, encodeScore } from "../log/codec.ts";
import { readCases, readOutputs, readScores } from "../log/read-log.ts";
import { displayWidth, wrapText } from "../report/display-width.ts";
import { oneLine, visibleText } from "../report/safe-text.ts";

/** A case with its outputs and scores: as JSON, or side by side in columns of the terminal. */
export async function showCase(
  folder: string,
  manifest: RunManifest,
  caseId: string,
  how: { json: boolean; width: number },
): Promise<string> {
  const ids: string[] = [];
  let encoded: string | null = null;
  for await (const testCase of readCases(folder)) {
    if (testCase.id === caseId) encoded = encodeCase(testCase);
    else if (ids.length < 100_000) ids.push(testCase.id);
    if (encoded !== null) break;
  }
  if (encoded === null)
    throw new UserError("case_not_found", `no case "${caseId}" in ${manifest.runId}${didYouMean(caseId, ids)}`);
  // The last line of a trial counts.
  const outputs = new Map<string, Output>();
  for await (const output of readOutputs(folder)) if (output.caseId === caseId) outputs.set(output.trial, output);
  const scores = new Map<string, Score>();
  for await (const score of readScores(folder))
    if (outputs.has(score.trial)) scores.set(`${score.trial}\n${score.grader}`, score);
  const testCase = JSON.parse(encoded) as JsonObject;
  if (how.json) {
    const parse = (line: string) => JSON.parse(line) as JsonObject;
    const document = {
      case: testCase,
      outputs: [...outputs.values()].map(encodeOutput).map(parse),
      scores: [...scores.values()].map(encodeScore).map(parse),
    };
    return `${JSON.stringify(document, null, 2)}\n`;
  }
  return await sideBySide(testCase, [...outputs.values()], [...scores.values()], how.width);
}

/** Longer cells end in a note: nobody reads ten thousand lines in a column, and `--json` has them all. */
const MOST_LINES = 200;
const NARROWEST = 32;

async function sideBySide(
  testCase: JsonObject,
  outputs: readonly Output[],
  scores: readonly Score[],
  width: number,
): Promise<string> {
  const asText = (value: unknown) => visibleText(typeof value === "string" ? value : JSON.stringify(value, null, 2));
  const head = oneLine(`case ${testCase.id}  ${(testCase.tags as string[]).join(" ")}`);
  const lines = [head, "", asText(testCase.input), ""];
  if (testCase.expected !== undefined) lines.push(`expected: ${asText(testCase.expected)}`, "");
  const perRow = Math.max(1, Math.min(outputs.length, Math.floor(width / NARROWEST)));
  const room = Math.max(10, Math.floor((width - 1) / perRow) - 3);
  const cell = (text: string) => cellLines(text, room);
  for (let at = 0; at < outputs.length; at += perRow) {
    const group = outputs.slice(at, at + perRow);
    const said = (output: Output) =>
      output.status === "ok"
        ? asText(output.answer.text)
        : `${output.error.kind}: ${visibleText(output.error.message)}`;
    const graded = (output: Output) => scores.filter((score) => score.trial === output.trial).map(scoreLine);
    const rows = [
      group.map((output) => cell(`${output.candidate}${output.repeat > 1 ? ` #${output.repeat}` : ""}`)),
      group.map((output) => cell(said(output))),
      group.map((output) => cell(graded(output).join("\n"))),
      group.map((output) => cell(facts(output))),
    ];
    lines.push(columns(rows, room));
  }
  return `${lines.join("\n")}\n`;
}

/** Cut before the work: an output may have megabytes, and one word of them all. */
function cellLines(text: string, room: number): readonly string[] {
  const most = MOST_LINES * room;
  const longWord = new RegExp(`\\S{${room + 1},}`, "g");
  const everyRoom = new RegExp(`.{${room}}`, "gu");
  const shown = text.slice(0, most).replace(longWord, (word) => word.replace(everyRoom, "$&\n"));
  const wrapped = shown.split("\n").flatMap((line) => wrapText(line, room));
  const cut = text.length > most || wrapped.length > MOST_LINES;
  return [...wrapped.slice(0, MOST_LINES), ...(cut ? ["… cut; --json has all"] : [])];
}

/** Drawn by hand: the table library takes seconds for cells of a hundred lines. */
function columns(rows: readonly (readonly (readonly string[])[])[], room: number): string {
  const count = rows[0]?.length ?? 0;
  const rule = (left: string, middle: string, right: string) =>
    `${left}${Array.from({ length: count }, () => "─".repeat(room + 2)).join(middle)}${right}`;
  const drawn = rows.map((row) => {
    const height = Math.max(...row.map((cell) => cell.length));
    return Array.from({ length: height }, (_, at) => {
      const cells = row.map((cell) => {
        const text = cell[at] ?? "";
        return ` ${text}${" ".repeat(Math.max(0, room - displayWidth(text)))} `;
      });
      return `│${cells.join("│")}│`;
    }).join("\n");
  });
  return [rule("┌", "┬", "┐"), drawn.join(`\n${rule("├", "┼", "┤")}\n`), rule("└", "┴", "┘")].join("\n");
}

function facts(output: Output): string {
  const latency = output.status === "ok" && output.latencyMs !== null ? formatDuration(output.latencyMs) : null;
  return [latency, output.cached ? "replayed" : null].filter((part) => part !== null).join(", ");
}

function scoreLine(score: Score): string {
  const said =
    score.status === "ungraded"
      ? "ungraded"
      : score.pass === null
        ? score.score.toFixed(3)
        : score.pass
          ? "passed"
          : "failed";
  return visibleText(`${score.grader}: ${said}${score.reason ? ` (${score.reason})` : ""}`);
}
