import type { Question } from "./ask-judge.ts";
import type { Place } from "./preference.ts";
import { type PairwiseQuestion, pairwisePrompt } from "./prompts/pairwise-prompt.ts";
import { textMember } from "./reply-json.ts";
import { oneOfWords, replySchema, TEXT } from "./reply-schema.ts";
import { matchVerdict, parseVerdict, reasoningOf } from "./verdict.ts";
import { shortReason } from "./verdict-question.ts";

const PLACES: readonly Place[] = ["FIRST", "SECOND", "TIE"];

export interface PlaceVerdict {
  readonly place: Place;
  readonly reason: string | null;
}

/** Two answers in one order. */
export function pairwiseQuestion(asked: PairwiseQuestion): Question<PlaceVerdict> {
  const judged = (word: string | null, said: string): PlaceVerdict | null => {
    const place = PLACES.find((name) => name === word);
    return place === undefined ? null : { place, reason: shortReason(said) };
  };
  return {
    messages: (form) => pairwisePrompt.messages(asked, form),
    schema: replySchema("preference", { reasoning: TEXT, verdict: oneOfWords(PLACES) }),
    fromJson: (value) => judged(matchVerdict(textMember(value, "verdict"), PLACES), textMember(value, "reasoning")),
    fromText: (text) => judged(parseVerdict(text, PLACES), reasoningOf(text)),
  };
}
