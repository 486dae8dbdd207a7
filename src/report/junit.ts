import type { RequirementResult, Summary } from "../domain/summary.ts";
import { counted, requirementText, runLine, simulatedNote } from "./cells.ts";
import type { ReportDefinition, ReportInput, TrialGroup } from "./definition.ts";
import { xmlAttribute, xmlText } from "./xml-text.ts";

/** Readers of JUnit hold the whole file in memory. */
const MOST_TRIALS = 20_000;
const LONGEST_NAME = 500;
const LONGEST_TEXT = 2_000;

export const junit: ReportDefinition = {
  format: "junit",
  description: "JUnit XML: a test case per case and candidate, requirements as their own suite",
  file: "junit.xml",
  async render(input) {
    const { summary, trials } = input;
    const byCandidate = new Map<string, TestCase[]>(summary.candidates.map(({ id }) => [id, []]));
    let shown = 0;
    for await (const group of trials.read(MOST_TRIALS)) {
      const [first] = group;
      if (first === undefined) continue;
      shown += group.length;
      byCandidate.get(first.candidate)?.push(caseOf(group, summary.suite));
    }
    const notes = notesOf(input, shown);
    const suites = [
      ...(summary.requirements.length === 0
        ? []
        : [suiteOf(`${summary.suite}: requirements`, summary, requirementCases(summary), [])]),
      ...[...byCandidate].map(([id, cases]) => suiteOf(`${summary.suite}: ${id}`, summary, cases, notes)),
    ];
    const totals = attributesOf(suites.flatMap(({ cases }) => cases));
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<testsuites name=${attribute(summary.suite)} ${totals}>`,
      ...suites.map(({ xml }) => xml),
      "</testsuites>\n",
    ].join("\n");
  },
};

interface TestCase {
  readonly result: "passed" | "failure" | "error" | "skipped";
  /** Seconds. */
  readonly time: number;
  readonly xml: string;
}

const attribute = (text: string) => xmlAttribute(text, LONGEST_NAME);

function notesOf({ summary, trials }: ReportInput, shown: number): string[] {
  const simulated = simulatedNote(summary);
  const count = (n: number) => n.toLocaleString("en");
  return [
    runLine(summary),
    ...(simulated === null ? [] : [simulated]),
    ...(shown < trials.count
      ? [
          `${count(shown)} of ${count(trials.count)} trials are listed: those that did not pass first, then a seeded sample of the others; outputs.jsonl has all`,
        ]
      : []),
  ];
}

function suiteOf(name: string, summary: Summary, cases: readonly TestCase[], notes: readonly string[]) {
  const lines = [
    `  <testsuite name=${attribute(name)} ${attributesOf(cases)} timestamp=${attribute(summary.startedAt)}>`,
    ...cases.map(({ xml }) => xml),
    ...(notes.length === 0 ? [] : [`    <system-out>${xmlText(notes.join("\n"), LONGEST_TEXT)}</system-out>`]),
    "  </testsuite>",
  ];
  return { cases, xml: lines.join("\n") };
}

function attributesOf(cases: readonly TestCase[]): string {
  const count = (wanted: TestCase["result"]) => cases.filter(({ result }) => result === wanted).length;
  const time = cases.reduce((sum, one) => sum + one.time, 0);
  return `tests="${cases.length}" failures="${count("failure")}" errors="${count("error")}" skipped="${count("skipped")}" time="${time.toFixed(3)}"`;
}

interface Ending {
  readonly result: TestCase["result"];
  readonly type?: string;
  readonly message?: string;
  readonly text?: string;
  /** Said of a test that passed too. */
  readonly note?: string;
}

function testCase(className: string, name: string, time: number, ending: Ending): TestCase {
  const { result, type, message = "", text = "", note } = ending;
  const kind = type === undefined ? "" : ` type=${attribute(type)}`;
  const body = [
    ...(result === "passed"
      ? []
      : result === "skipped"
        ? [`<skipped message=${attribute(message)}/>`]
        : [`<${result} message=${attribute(message)}${kind}>${xmlText(text, LONGEST_TEXT)}</${result}>`]),
    ...(note === undefined ? [] : [`<system-out>${xmlText(note, LONGEST_TEXT)}</system-out>`]),
  ];
  const head = `    <testcase classname=${attribute(className)} name=${attribute(name)} time="${time.toFixed(3)}"`;
  const xml = body.length === 0 ? `${head}/>` : `${head}>${body.join("")}</testcase>`;
  return { result, time, xml };
}

function caseOf(group: TrialGroup, suite: string): TestCase {
  const [first] = group;
  const times = group.flatMap(({ latencyMs }) => (latencyMs === null ? [] : [latencyMs]));
  const seconds = times.reduce((sum, ms) => sum + ms, 0) / Math.max(1, times.length) / 1000;
  return testCase(`${suite}.${first?.candidate ?? ""}`, first?.caseId ?? "", seconds, endingOf(group));
}

/** Repeats that were graded decide, by majority; a case that contradicts itself is told of, and a draw is no failure. */
function endingOf(group: TrialGroup): Ending {
  const passed = group.filter(({ outcome }) => outcome === "passed").length;
  const failures = group.filter(({ outcome }) => outcome === "failed");
  const graded = passed + failures.length;
  if (graded === 0) return ungradedEnding(group);
  const flaky = passed > 0 && failures.length > 0 ? `flaky: ${passed} of ${counted(graded, "repeat")} passed` : null;
  const note = flaky === null ? {} : { note: flaky };
  if (passed > failures.length) return { result: "passed", ...note };
  if (passed === failures.length) return { result: "skipped", message: `${flaky ?? ""}: no majority`, ...note };
  const reason = failures.find((trial) => trial.reason !== null)?.reason ?? "failed";
  return { result: "failure", type: "failed", message: reason, text: reason, ...note };
}

function ungradedEnding(group: TrialGroup): Ending {
  const errored = group.find(({ outcome }) => outcome === "errored");
  if (errored !== undefined) {
    const message = errored.reason ?? errored.errorKind ?? "errored";
    return { result: "error", type: errored.errorKind ?? "errored", message, text: message };
  }
  const ungraded = group.find(({ outcome }) => outcome === "ungraded");
  const message = ungraded === undefined ? "no result" : `ungraded: ${ungraded.reason ?? "no reason given"}`;
  return { result: "skipped", message };
}

function requirementCases({ suite, requirements }: Summary): TestCase[] {
  return requirements.map((result) =>
    testCase(`${suite}.requirements`, `${result.candidate}: ${requirementText(result)}`, 0, requirementEnding(result)),
  );
}

/** What is not decided is not shown as well: an error, so that nobody takes it for a pass. */
function requirementEnding({ verdict, decides, reason }: RequirementResult): Ending {
  if (!decides) return { result: "skipped", message: `for information alone: ${verdict}: ${reason}` };
  if (verdict === "pass") return { result: "passed", note: reason };
  const result = verdict === "fail" ? "failure" : "error";
  return { result, type: verdict, message: `${verdict}: ${reason}`, text: reason };
}
