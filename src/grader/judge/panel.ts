import type { GradeContext, Graded } from "../../domain/grader.ts";
import type { Json } from "../../domain/json.ts";
import { askJudge, type Judgement, type Question, type VerdictForm } from "./ask-judge.ts";
import { combineReplies } from "./combine-replies.ts";
import { gradeOf, type Opinion, type Scoring } from "./opinion.ts";
import type { Combine } from "./options.ts";
import { majorityOf, told, unanimityOf, type Vote } from "./votes.ts";

interface Member {
  readonly model: string;
  readonly judgement: Judgement<Opinion>;
}

/** Asks every member at once, and makes one grade of what they said. */
export async function gradeByPanel(
  context: GradeContext,
  panel: readonly string[],
  question: Question<Opinion>,
  { form, combine, scoring }: { form: VerdictForm | undefined; combine: Combine; scoring: Scoring },
): Promise<Graded> {
  const members = await Promise.all(
    panel.map(async (model): Promise<Member> => ({ model, judgement: await askJudge(context, model, question, form) })),
  );
  const facts = combineReplies(members.map(({ judgement }) => judgement.call));
  const grade = combine === "mean" ? byMean(members, scoring) : byVote(members, combine, scoring);
  return { ...facts, ...grade, parts: members.map(memberRecord) };
}

function byVote(members: readonly Member[], combine: "majority" | "unanimous", scoring: Scoring): Graded {
  const votes = members.map(({ model, judgement }): Vote => {
    return { model, verdict: judgement.status === "judged" ? judgement.value.verdict : null };
  });
  const decision = combine === "majority" ? majorityOf(votes) : unanimityOf(votes);
  const opinions = opinionsOf(members);
  // Pass needs all of them; one FAIL is enough against it, whatever the rest may say.
  const veto =
    combine === "unanimous" && !scoring.labelled ? opinions.find(({ verdict }) => verdict === "FAIL") : undefined;
  if (decision.status === "open" && veto === undefined) return { status: "ungraded", reason: decision.reason };
  const verdict = decision.status === "decided" ? decision.verdict : "FAIL";
  const opinion = opinions.find((one) => one.verdict === verdict);
  if (opinion === undefined) return { status: "ungraded", reason: "no member of the panel gave a verdict" };
  const said = opinion.reason === null ? told(votes) : `${told(votes)}: ${opinion.reason}`;
  return gradeOf({ ...opinion, reason: said, details: {} }, scoring);
}

/** The mean of all: a member that is missing could have moved it. */
function byMean(members: readonly Member[], scoring: Scoring): Graded {
  const missing = members.flatMap(({ model, judgement }) => {
    return judgement.status === "none" ? [`${model}: ${judgement.reason}`] : [];
  });
  if (missing.length > 0) return { status: "ungraded", reason: missing.join("; ") };
  const opinions = opinionsOf(members);
  const score = opinions.reduce((sum, opinion) => sum + opinion.score, 0) / opinions.length;
  const scores = members.map(({ model, judgement }) => {
    return judgement.status === "judged" ? `${model} ${Math.round(judgement.value.score * 1000) / 1000}` : model;
  });
  const worst = opinions.reduce((low, opinion) => (opinion.score < low.score ? opinion : low));
  const reason = worst.reason === null ? scores.join(", ") : `${scores.join(", ")}: ${worst.reason}`;
  return gradeOf({ score: Math.min(1, score), verdict: null, reason, details: {} }, { ...scoring, passes: () => null });
}

function opinionsOf(members: readonly Member[]): readonly Opinion[] {
  return members.flatMap(({ judgement }) => (judgement.status === "judged" ? [judgement.value] : []));
}

function memberRecord({ model, judgement }: Member): Json {
  if (judgement.status === "none") return { model, verdict: null, score: null, reason: judgement.reason };
  const { score, verdict, reason, details } = judgement.value;
  return { model, verdict, score, reason, ...details };
}
