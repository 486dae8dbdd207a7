import type { JsonObject } from "../../domain/json.ts";
import type { TokenLogprob } from "../../domain/output.ts";
import { quote } from "../grade.ts";
import type { Question } from "./ask-judge.ts";
import { expectedValue } from "./expected-value.ts";
import type { Opinion } from "./opinion.ts";
import { type VerdictQuestion, verdictPrompt } from "./prompts/verdict-prompt.ts";
import { textMember } from "./reply-json.ts";
import { oneOfWords, replySchema, TEXT, wholeNumbers } from "./reply-schema.ts";
import { matchVerdict, parseScaleVerdict, parseVerdict, reasoningOf, scaleValue } from "./verdict.ts";

type Asked = Omit<VerdictQuestion, "menu">;

/** A verdict in words, each with its score. */
export function wordQuestion(asked: Asked, scores: Readonly<Record<string, number>>): Question<Opinion> {
  const verdicts = Object.keys(scores);
  const opinion = (verdict: string | null, said: string): Opinion | null => {
    const score = verdict === null ? undefined : scores[verdict];
    return score === undefined ? null : { score, verdict, reason: shortReason(said), details: {} };
  };
  return {
    messages: (form) => verdictPrompt.messages({ ...asked, menu: { kind: "words", verdicts } }, form),
    schema: replySchema("verdict", { reasoning: TEXT, verdict: oneOfWords(verdicts) }),
    fromJson: (value) => opinion(matchVerdict(textMember(value, "verdict"), verdicts), textMember(value, "reasoning")),
    fromText: (text) => opinion(parseVerdict(text, verdicts), reasoningOf(text)),
  };
}

/** A whole number on a scale; its expected value where the API tells the probabilities. */
export function scaleQuestion(asked: Asked, low: number, high: number): Question<Opinion> {
  const opinion = (verdict: number | null, said: string, tokens: readonly TokenLogprob[]): Opinion | null => {
    if (verdict === null) return null;
    const expected = expectedValue(tokens, verdict, low, high);
    return {
      score: ((expected?.value ?? verdict) - low) / (high - low),
      verdict: null,
      reason: [`${verdict} on a scale from ${low} to ${high}`, shortReason(said)]
        .filter((part) => part !== null)
        .join(": "),
      details: { verdict, ...(expected === null ? {} : { expected: expected.value, mass: expected.mass }) },
    };
  };
  return {
    messages: (form) => verdictPrompt.messages({ ...asked, menu: { kind: "scale", low, high } }, form),
    schema: replySchema("verdict", { reasoning: TEXT, verdict: wholeNumbers(low, high) }),
    fromJson: (value, tokens) => opinion(numberMember(value, low, high), textMember(value, "reasoning"), tokens),
    fromText: (text, tokens) => opinion(parseScaleVerdict(text, low, high), reasoningOf(text), tokens),
    logprobs: 20,
  };
}

/** The `verdict` of a reply as a number of the scale, also where a server has made a text of it. */
export function numberMember(value: JsonObject, low: number, high: number): number | null {
  const said = Object.hasOwn(value, "verdict") ? value.verdict : undefined;
  return typeof said === "number" || typeof said === "string" ? scaleValue(String(said), low, high) : null;
}

export function shortReason(said: string): string | null {
  return said.trim() === "" ? null : quote(said);
}
