import { z } from "zod";
import { messageOf } from "../base/errors.ts";
import { compileTemplate } from "../base/template.ts";
import type { Graded } from "../domain/grader.ts";
import type { Reply } from "../domain/output.ts";
import type { JudgeRecord } from "../domain/score.ts";
import type { GraderSpec } from "../domain/suite.ts";
import { caseVars, inputText } from "./case-vars.ts";
import type { GraderDefinition } from "./definition.ts";
import { quote } from "./grade.ts";
import { JUDGE_PROMPT_VERSION, judgeMessages } from "./judge/prompt.ts";
import { parseVerdict, plainVerdict } from "./judge/verdict.ts";
import { textForm } from "./text-form.ts";

interface Options {
  readonly model: string;
  readonly rubric: string;
  readonly mode?: "pass_fail" | "labels";
  readonly labels?: Readonly<Record<string, number>>;
}

const PASS_FAIL: Readonly<Record<string, number>> = { PASS: 1, FAIL: 0 };

/** Asks a model; what it says in any other form than a verdict on offer is *ungraded*, never 0. */
export const judge: GraderDefinition = {
  type: "judge",
  description: "A model judges the text by a rubric: pass or fail, or one of several labels with their scores.",
  version: JUDGE_PROMPT_VERSION,
  options: () => ({
    model: z.string().min(1),
    rubric: z.string().min(1),
    mode: z.enum(["pass_fail", "labels"]).optional(),
    labels: z.record(z.string(), z.number().min(0).max(1)).optional(),
  }),
  needsExpected: false,
  judges: (spec) => [(spec.options as unknown as Options).model],
  check: checkJudge,
  create: (spec, tools) => {
    const { model, rubric, ...options } = spec.options as unknown as Options;
    const template = compileTemplate(rubric);
    const menu = menuOf(options);
    const verdicts = Object.keys(menu);
    const graded = verdicts.some((verdict) => menu[verdict] !== 0 && menu[verdict] !== 1);
    return {
      async grade(text, context) {
        const messages = judgeMessages({
          rubric: template.render({
            ...caseVars(context.case, tools.vars, context.expected),
            output: "(the output between its fences)",
          }),
          input: mentions(rubric, "input") ? null : inputText(context.case),
          expected: context.expected === undefined || mentions(rubric, "expected") ? null : textForm(context.expected),
          output: text,
          verdicts,
        });
        const reply = await context.ask(model, messages);
        return gradeReply(reply, model, (said) => {
          const verdict = parseVerdict(said, verdicts);
          const score = verdict === null ? undefined : menu[verdict];
          if (verdict === null || score === undefined) return null;
          const label = options.mode === "labels" ? verdict : null;
          const pass = graded ? null : score === 1;
          return { status: "scored", score, pass, label, reason: pass === true ? null : rationale(said) };
        });
      },
    };
  },
};

function menuOf({ mode, labels }: Pick<Options, "mode" | "labels">): Readonly<Record<string, number>> {
  return mode === "labels" && labels !== undefined ? labels : PASS_FAIL;
}

/** The rubric speaks of it in its own place: it need not stand twice. */
function mentions(rubric: string, variable: string): boolean {
  return new RegExp(`\\{[{%][^}]*\\b${variable}\\b`).test(rubric);
}

function gradeReply(reply: Reply, model: string, verdictOf: (said: string) => Graded | null): Graded {
  const { costUsd } = reply;
  if (reply.status === "error") {
    return { status: "ungraded", reason: `judge call failed: ${reply.error.kind}: ${reply.error.message}`, costUsd };
  }
  const { text, finishReason } = reply.answer;
  const record: JudgeRecord = {
    model,
    reply: text,
    inputTokens: reply.usage.inputTokens,
    outputTokens: reply.usage.outputTokens,
    cached: reply.cached,
  };
  const facts = { costUsd, judge: record };
  if (finishReason === "refusal" || finishReason === "content_filter") {
    return { ...facts, status: "ungraded", reason: `judge refused (${finishReason}): ${quote(text)}` };
  }
  const grade = verdictOf(text);
  if (grade !== null) return { ...facts, ...grade };
  const cut = finishReason === "length" ? "judge reply was cut off and has no verdict" : "judge reply has no verdict";
  return { ...facts, status: "ungraded", reason: `${cut}: ${quote(text)}` };
}

/** What the judge said before its verdict, in short. */
function rationale(reply: string): string | null {
  const said = reply
    .trim()
    .split("\n")
    .filter((line) => !/verdict\s*[*_`]*\s*[:=]/i.test(line))
    .join(" ")
    .trim();
  return said === "" ? null : quote(said);
}

function checkJudge(spec: GraderSpec): { path: string; message: string }[] {
  const { rubric, mode, labels } = spec.options as unknown as Options;
  const problems: { path: string; message: string }[] = [];
  try {
    compileTemplate(rubric);
  } catch (error) {
    problems.push({ path: "rubric", message: messageOf(error) });
  }
  if (mode !== "labels" && labels !== undefined) problems.push({ path: "labels", message: "labels need mode: labels" });
  if (mode === "labels" && (labels === undefined || Object.keys(labels).length < 2)) {
    problems.push({
      path: "labels",
      message: "mode: labels needs two labels or more, each with its score: {good: 1, bad: 0}",
    });
  }
  const words = Object.keys(labels ?? {}).map(plainVerdict);
  if (words.includes("") || new Set(words).size < words.length) {
    problems.push({ path: "labels", message: "labels must differ in more than case and punctuation" });
  }
  const between = Object.values(labels ?? {}).some((score) => score !== 0 && score !== 1);
  if (between && spec.min === null && !spec.advisory) {
    problems.push({
      path: "labels",
      message: "labels between 0 and 1 need min: the score at which they pass (or advisory: true)",
    });
  }
  return problems;
}
