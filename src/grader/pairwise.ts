import * as z from "zod";
import { compileTemplate } from "../base/template.ts";
import type { GradeContext, Graded } from "../domain/grader.ts";
import type { Json } from "../domain/json.ts";
import { caseVars, inputText } from "./case-vars.ts";
import type { GraderDefinition } from "./definition.ts";
import { compileExtract } from "./extract.ts";
import { round, ungraded } from "./grade.ts";
import { askJudge, type Judgement, type VerdictForm } from "./judge/ask-judge.ts";
import { combineReplies } from "./judge/combine-replies.ts";
import { askedModels, checkAsked, checkTemplate, modelId, panelIds, verdictForm } from "./judge/options.ts";
import { type PlaceVerdict, pairwiseQuestion } from "./judge/pairwise-question.ts";
import { bothOrders, PREFERENCE_SCORE, type Preference, panelPreference, preferenceOf } from "./judge/preference.ts";
import { DEFAULT_PREFERENCE, type PairwiseQuestion, pairwisePrompt } from "./judge/prompts/pairwise-prompt.ts";
import { promptsVersion } from "./judge/prompts/prompt.ts";
import { textForm } from "./text-form.ts";

interface Options {
  readonly against: string;
  readonly model?: string;
  readonly panel?: readonly string[];
  readonly rubric?: string;
  readonly min?: number;
  readonly verdict?: VerdictForm;
  readonly lengthControlled?: boolean;
}

/** One judge on both orders. */
interface Member {
  readonly model: string;
  /** The candidate's answer stands first, then second. */
  readonly orders: readonly [Judgement<PlaceVerdict>, Judgement<PlaceVerdict>];
  readonly preference: Preference | null;
}

/**
 * Win 1, tie 0.5, loss 0 against another candidate's answer, judged in both orders; orders that disagree are a tie.
 * `min` (0.5: not worse) is its own key, so that the candidate that all are compared with never fails for being itself.
 */
export const pairwise: GraderDefinition = {
  type: "pairwise",
  description: "A model or a panel prefers the answer, or finds it as good, to that of the candidate `against`.",
  version: promptsVersion(pairwisePrompt),
  options: () => ({
    against: z.string().min(1),
    model: modelId(),
    panel: panelIds(),
    rubric: z.string().min(1).optional(),
    min: z.number().min(0).max(1).optional(),
    verdict: verdictForm(),
    length_controlled: z.boolean().optional(),
  }),
  needsExpected: false,
  judges: askedModels,
  peers: (spec) => [(spec.options as unknown as Options).against],
  check: (spec) => [
    ...checkAsked(spec),
    ...checkTemplate("rubric", (spec.options as unknown as Options).rubric ?? DEFAULT_PREFERENCE),
  ],
  create: async (spec, tools) => {
    const options = spec.options as unknown as Options;
    const { against, min = 0.5, verdict: form } = options;
    const models = askedModels(spec);
    const rubric = compileTemplate(options.rubric ?? DEFAULT_PREFERENCE);
    // What is cut out of one answer is cut out of the other: only like is compared with like.
    const extract = await compileExtract(spec.extract);
    return {
      async grade(text, context) {
        if (context.candidate === against) {
          return tie("this is the candidate that the others are compared with");
        }
        const peer = await context.answerOf(against);
        if (peer.status === "none") return ungraded(`nothing to compare with: ${peer.reason}`);
        const found = extract(peer.answer.text);
        if (found.status === "missing") return ungraded(`nothing to compare with: ${against}: ${found.reason}`);
        const facts = lengthsOf(text, found.text, options.lengthControlled ?? false);
        if (text === found.text) {
          return {
            ...tie("the answers are identical", min),
            parts: { first_order: null, second_order: null, ...facts },
          };
        }
        const asked = {
          rubric: rubric.render(caseVars(context.case, tools.vars, context.expected)),
          input: inputText(context.case),
          expected: context.expected === undefined ? null : textForm(context.expected),
        };
        const pair = { ...asked, first: text, second: found.text };
        const members = await Promise.all(models.map((model) => askBothOrders(context, model, pair, form)));
        const grade = gradeMembers(members, against, min);
        const calls = members.flatMap(({ orders }) => orders.map(({ call }) => call));
        const [only] = members;
        const parts: Json =
          members.length === 1 && only !== undefined
            ? { ...ordersRecord(only), ...facts }
            : { members: members.map((member) => ({ model: member.model, ...ordersRecord(member) })), ...facts };
        return { ...combineReplies(calls), ...grade, parts };
      },
    };
  },
};

async function askBothOrders(
  context: GradeContext,
  model: string,
  pair: PairwiseQuestion,
  form: VerdictForm | undefined,
): Promise<Member> {
  const swapped = { ...pair, first: pair.second, second: pair.first };
  const orders = await Promise.all([
    askJudge(context, model, pairwiseQuestion(pair), form),
    askJudge(context, model, pairwiseQuestion(swapped), form),
  ]);
  const [first, second] = orders;
  const preference =
    first.status === "judged" && second.status === "judged"
      ? bothOrders(preferenceOf(first.value.place, true), preferenceOf(second.value.place, false)).preference
      : null;
  return { model, orders, preference };
}

function gradeMembers(members: readonly Member[], against: string, min: number): Graded {
  const [only] = members;
  if (members.length === 1 && only !== undefined && only.preference === null) {
    const unread = only.orders.flatMap((order) => (order.status === "none" ? [order.reason] : []));
    return ungraded(unread[0] ?? "judge reply has no verdict");
  }
  const decision = panelPreference(members);
  if (decision.status === "open") return ungraded(decision.reason);
  const { preference } = decision;
  const score = PREFERENCE_SCORE[preference];
  const pass = score >= min;
  const telling = members.find((member) => member.preference === preference);
  return {
    status: "scored",
    score,
    pass,
    label: preference,
    reason: reasonFor(preference, telling, against, pass, min),
  };
}

/** A tie says whether it is one in both orders, passed or not: much disagreement is a judge that reads positions. */
function reasonFor(
  preference: Preference,
  member: Member | undefined,
  against: string,
  pass: boolean,
  min: number,
): string | null {
  const said = member?.orders.flatMap((order) => (order.status === "judged" ? [order.value] : [])) ?? [];
  const [first, second] = said;
  const places = first === undefined || second === undefined ? null : bothPlaces(first, second);
  if (preference === "tie" && places !== null && !places.agree) {
    return "a tie: the judge prefers one in one order and not in the other";
  }
  if (pass) return null;
  if (preference === "tie") return `a tie with ${against}: score 0.5 is below ${round(min)}`;
  const why = first?.reason ?? second?.reason ?? null;
  const worse = preference === "loss" ? `the answer of ${against} is preferred` : `score 1 is below ${round(min)}`;
  return why === null ? worse : `${worse}: ${why}`;
}

function bothPlaces(first: PlaceVerdict, second: PlaceVerdict) {
  return bothOrders(preferenceOf(first.place, true), preferenceOf(second.place, false));
}

function tie(reason: string, min = 0): Graded {
  const pass = PREFERENCE_SCORE.tie >= min;
  return { status: "scored", score: PREFERENCE_SCORE.tie, pass, label: "tie", reason };
}

/** What the judge preferred in each order, by what it means for the candidate. */
function ordersRecord({ orders: [first, second], preference }: Member) {
  const record = (order: Judgement<PlaceVerdict>, candidateStandsFirst: boolean): Json =>
    order.status === "none"
      ? { preference: null, reason: order.reason }
      : { preference: preferenceOf(order.value.place, candidateStandsFirst), reason: order.value.reason };
  return { preference, first_order: record(first, true), second_order: record(second, false) };
}

/** Characters (UTF-16) of both: judges like long answers, and the win rate can be corrected for it. */
function lengthsOf(text: string, other: string, lengthControlled: boolean) {
  return {
    lengths: { candidate: text.length, against: other.length },
    ...(lengthControlled ? { length_controlled: true } : {}),
  };
}
