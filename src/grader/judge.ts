import { compileTemplate } from "../base/template.ts";
import type { GradeContext } from "../domain/grader.ts";
import type { JsonObject } from "../domain/json.ts";
import { caseVars, inputText } from "./case-vars.ts";
import type { GraderDefinition } from "./definition.ts";
import { gradeByJudge, type Question } from "./judge/ask-judge.ts";
import { criteriaQuestion } from "./judge/criteria-question.ts";
import { gradeOf, type Opinion, type Scoring } from "./judge/opinion.ts";
import { askedModels, checkJudge, type JudgeOptions, judgeShape } from "./judge/options.ts";
import { gradeByPanel } from "./judge/panel.ts";
import { criteriaPrompt } from "./judge/prompts/criteria-prompt.ts";
import { promptsVersion } from "./judge/prompts/prompt.ts";
import { verdictPrompt } from "./judge/prompts/verdict-prompt.ts";
import { scaleQuestion, wordQuestion } from "./judge/verdict-question.ts";
import { textForm } from "./text-form.ts";

const PASS_FAIL: Readonly<Record<string, number>> = { PASS: 1, FAIL: 0 };

/** Asks a model, or a panel; what is said in any other form than a verdict on offer is *ungraded*, never 0. */
export const judge: GraderDefinition = {
  type: "judge",
  description:
    "A model or a panel judges the text by a rubric: pass or fail, labels with scores, a scale, or criteria with points.",
  version: promptsVersion(verdictPrompt, criteriaPrompt),
  options: judgeShape,
  needsExpected: false,
  judges: askedModels,
  check: checkJudge,
  create: (spec, tools) => {
    const options = spec.options as unknown as JudgeOptions;
    const { model, panel, verdict: form } = options;
    const questionFor = questionMaker(options, tools.vars);
    const scoring = scoringOf(options);
    const numbers = options.mode === "scale" || typeof options.rubric !== "string";
    const combine = options.combine ?? (numbers ? "mean" : "majority");
    return {
      grade(text, context) {
        const question = questionFor(text, context);
        return model === undefined
          ? gradeByPanel(context, panel ?? [], question, { form, combine, scoring })
          : gradeByJudge(context, model, question, form, (opinion) => gradeOf(opinion, scoring));
      },
    };
  },
};

/** Labels between 0 and 1, numbers and points pass at `min` alone. */
function scoringOf({ mode, labels, rubric }: JudgeOptions): Scoring {
  const scores = mode === "labels" ? (labels ?? {}) : PASS_FAIL;
  const graded =
    mode === "scale" || typeof rubric !== "string" || Object.values(scores).some((score) => score !== 0 && score !== 1);
  return { labelled: mode === "labels", passes: (score) => (graded ? null : score === 1) };
}

type QuestionMaker = (text: string, context: GradeContext) => Question<Opinion>;

function questionMaker({ rubric, mode, labels, scale }: JudgeOptions, vars: JsonObject): QuestionMaker {
  const criteria = (typeof rubric === "string" ? [{ points: 1, text: rubric }] : rubric).map(({ points, text }) => ({
    points,
    template: compileTemplate(text),
  }));
  const all = criteria.map(({ template }) => template.source).join("\n");
  return (text, context) => {
    const seen = {
      ...caseVars(context.case, vars, context.expected),
      output: "(the output between its fences)",
    };
    const rendered = criteria.map(({ points, template }) => ({ points, text: template.render(seen) }));
    const beside = {
      input: mentions(all, "input") ? null : inputText(context.case),
      expected: context.expected === undefined || mentions(all, "expected") ? null : textForm(context.expected),
      output: text,
    };
    if (typeof rubric !== "string") return criteriaQuestion(beside, rendered);
    const asked = { ...beside, rubric: rendered[0]?.text ?? "" };
    if (mode === "scale" && scale !== undefined) return scaleQuestion(asked, scale[0], scale[1]);
    return wordQuestion(asked, mode === "labels" && labels !== undefined ? labels : PASS_FAIL);
  };
}

/** The rubric speaks of it in its own place: it need not stand twice. */
function mentions(rubric: string, variable: string): boolean {
  return new RegExp(`\\{[{%][^}]*\\b${variable}\\b`).test(rubric);
}
