import type { AskOptions, GradeContext, Graded } from "../../domain/grader.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { Message, OutputSchema } from "../../domain/message.ts";
import type { Reply, TokenLogprob } from "../../domain/output.ts";
import { quote } from "../grade.ts";
import { combineReplies, type JudgeCall } from "./combine-replies.ts";
import type { ReplyForm } from "./prompts/prompt.ts";
import { replyJson } from "./reply-json.ts";

/** `auto`: structured where the API has it. */
export type VerdictForm = "auto" | ReplyForm;

/** What a judge is asked, and how its reply is read in either form. Both readers are total; null: nothing on offer. */
export interface Question<T> {
  readonly messages: (form: ReplyForm) => readonly Message[];
  readonly schema: OutputSchema;
  readonly fromJson: (value: JsonObject, tokens: readonly TokenLogprob[]) => T | null;
  readonly fromText: (text: string, tokens: readonly TokenLogprob[]) => T | null;
  /** How many alternatives of each token to ask for, where the API tells them. */
  readonly logprobs?: number;
}

export type Judgement<T> =
  | { readonly status: "judged"; readonly value: T; readonly call: JudgeCall }
  /** No verdict, and why. */
  | { readonly status: "none"; readonly reason: string; readonly call: JudgeCall };

/** Asks one judge one question. Never rejects: whatever is no verdict is a reason. */
export async function askJudge<T>(
  context: GradeContext,
  model: string,
  question: Question<T>,
  form: VerdictForm = "auto",
): Promise<Judgement<T>> {
  const abilities = context.abilitiesOf(model);
  const used: ReplyForm = form === "auto" ? (abilities.structuredOutput ? "structured" : "line") : form;
  const options: AskOptions = {
    ...(used === "structured" ? { outputSchema: question.schema } : {}),
    ...(question.logprobs !== undefined && abilities.logprobs ? { logprobs: question.logprobs } : {}),
  };
  const reply = await context.ask(model, question.messages(used), options);
  const call: JudgeCall = { model, reply };
  const none = (reason: string): Judgement<T> => ({ status: "none", reason, call });
  if (reply.status === "error") return none(failure(reply.error, used));
  const { text, finishReason, logprobs = [] } = reply.answer;
  if (finishReason === "refusal" || finishReason === "content_filter") {
    return none(`judge refused (${finishReason}): ${quote(text)}`);
  }
  const value = read(text, used, question, logprobs);
  if (value !== null) return { status: "judged", value, call };
  const cut = finishReason === "length" ? "judge reply was cut off and has no verdict" : "judge reply has no verdict";
  return none(`${cut}: ${quote(text)}`);
}

function read<T>(
  text: string,
  form: ReplyForm,
  { fromJson, fromText }: Question<T>,
  tokens: readonly TokenLogprob[],
): T | null {
  if (form === "line") return fromText(text, tokens);
  const json = replyJson(text);
  if (json.kind === "json") return fromJson(json.value, tokens);
  // A server that knows no schema lets the model answer in words.
  return json.kind === "words" ? fromText(text, tokens) : null;
}

function failure(error: (Reply & { status: "error" })["error"], form: ReplyForm): string {
  const hint =
    form === "structured" && error.kind === "invalid_request"
      ? " (verdict: line asks without structured output, where the API has none)"
      : "";
  return `judge call failed: ${error.kind}: ${error.message}${hint}`;
}

/** The grade of a single question: what was judged, or *ungraded* with the reason; the call beside it. */
export async function gradeByJudge<T>(
  context: GradeContext,
  model: string,
  question: Question<T>,
  form: VerdictForm | undefined,
  grade: (value: T) => Graded,
): Promise<Graded> {
  const judgement = await askJudge(context, model, question, form);
  const facts = combineReplies([judgement.call]);
  if (judgement.status === "none") return { ...facts, status: "ungraded", reason: judgement.reason };
  return { ...facts, ...grade(judgement.value) };
}
