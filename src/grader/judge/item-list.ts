import type { JsonObject } from "../../domain/json.ts";
import type { Question } from "./ask-judge.ts";
import { closedLines } from "./numbered-lines.ts";
import type { JudgedItem } from "./one-judge.ts";
import { isObject, textMember } from "./reply-json.ts";
import { listOf, objectSchema, oneOfWords, replySchema, TEXT } from "./reply-schema.ts";
import { matchVerdict } from "./verdict.ts";

/** How a list that the judge makes itself is named: `claim`, its verdicts good and bad. */
export interface ItemWords {
  readonly item: string;
  readonly yes: string;
  readonly no: string;
}

const MOST_ITEMS = 1_000;

export function itemListSchema({ item, yes, no }: ItemWords) {
  const one = objectSchema({ [item]: TEXT, reasoning: TEXT, verdict: oneOfWords([yes, no]) });
  return replySchema(`${item}s`, { [`${item}s`]: listOf(one) });
}

/** Asks for such a list. */
export function itemListQuestion(
  messages: Question<readonly JudgedItem[]>["messages"],
  words: ItemWords,
): Question<readonly JudgedItem[]> {
  return {
    messages,
    schema: itemListSchema(words),
    fromJson: (value) => itemsFromJson(value, words),
    fromText: (text) => itemsFromText(text, words),
  };
}

/** null: the list is missing, or one of its items has no verdict. */
export function itemsFromJson(value: JsonObject, { item, yes, no }: ItemWords): readonly JudgedItem[] | null {
  const list = value[`${item}s`];
  if (!Array.isArray(list) || list.length > MOST_ITEMS) return null;
  const items: JudgedItem[] = [];
  for (const said of list) {
    if (!isObject(said)) return null;
    const verdict = matchVerdict(textMember(said, "verdict"), [yes, no]);
    if (verdict === null) return null;
    items.push({ text: textMember(said, item), holds: verdict === yes, reason: textMember(said, "reasoning") });
  }
  return items;
}

export function itemsFromText(reply: string, { item, yes, no }: ItemWords): readonly JudgedItem[] | null {
  const lines = closedLines(reply, item, [yes, no]);
  return lines?.map(({ verdict, text }) => ({ text, holds: verdict === yes, reason: "" })) ?? null;
}
