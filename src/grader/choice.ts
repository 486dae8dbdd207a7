import * as z from "zod";
import type { Case } from "../domain/case.ts";
import type { Json } from "../domain/json.ts";
import type { GraderDefinition } from "./definition.ts";
import { locateChoice } from "./extract/find-choice.ts";
import { failed, NO_EXPECTED, passOrFail, quote, ungraded } from "./grade.ts";
import { comparable, textForm } from "./text-form.ts";

type Choices = readonly Json[] | Readonly<Record<string, Json>>;
type Options = { readonly choices?: Choices | string };

/** An option, or a list of them, is no longer. */
const MAX_ANSWER = 2000;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** Keys in upper case with the options' texts (comparable); a letter alone has an empty text. */
type Menu = ReadonlyMap<string, string>;

export const choice: GraderDefinition = {
  type: "choice",
  version: 2,
  description: "The option that the text settles on, by letter or by its own text, is the expected one (or ones).",
  options: () => ({
    // A name: the case's key that holds the options, where every case has its own.
    choices: z.union([z.string().min(1), z.array(scalar).min(2).max(26), z.record(z.string(), scalar)]).optional(),
  }),
  needsExpected: true,
  check: (spec) => {
    const { choices } = spec.options as Options;
    const clash = choices === undefined || typeof choices === "string" ? null : ambiguity(menuOf(choices));
    return clash === null ? [] : [{ path: "choices", message: clash }];
  },
  create: (spec) => {
    const { choices } = spec.options as Options;
    const fixed = typeof choices === "string" ? null : menuOf(choices);
    return {
      grade(text, { expected, case: testCase }) {
        if (expected === undefined) return ungraded(NO_EXPECTED);
        const menu = fixed ?? menuOfCase(testCase, choices as string);
        if (menu === null) return ungraded(`the case has no list of options in "${String(choices)}"`);
        const right = expectedKeys(expected, menu);
        if (right === null) return ungraded(`the expected value is none of the options: ${quote(textForm(expected))}`);
        const given = answeredKeys(text, menu, right.size > 1);
        if (given === null) return failed(`no option recognised in ${quote(text)}`);
        if (given === "ambiguous") return failed(`names several options without settling on one: ${quote(text)}`);
        return passOrFail(
          given.size === right.size && [...right].every((key) => given.has(key)),
          () => `expected ${[...right].join(", ")}, got ${[...given].join(", ")}`,
        );
      },
    };
  },
};

function menuOf(choices: Choices | undefined): Menu {
  if (choices === undefined) return new Map([...LETTERS].map((letter) => [letter, ""]));
  const entries: [string, Json][] = Array.isArray(choices)
    ? choices.map((text: Json, index) => [LETTERS[index] ?? String(index + 1), text])
    : Object.entries(choices);
  return new Map(entries.map(([key, text]) => [key.trim().toUpperCase(), plain(textForm(text))]));
}

function menuOfCase(testCase: Case, name: string): Menu | null {
  const choices = testCase.vars[name] ?? testCase.metadata[name];
  return typeof choices === "object" && choices !== null ? menuOf(choices) : null;
}

/** "A" must not be both a letter and the text of another option. */
function ambiguity(menu: Menu): string | null {
  for (const [key, text] of menu) {
    if (text !== "" && text.toUpperCase() !== key && menu.has(text.toUpperCase())) {
      return `the text of option ${key} is the letter of another option`;
    }
  }
  const texts = [...menu.values()].filter((text) => text !== "");
  return new Set(texts).size < texts.length ? "two options have the same text" : null;
}

const WRAP = "[\\s*_`\"'()\\[\\]{}]*";
const EDGES = new RegExp(`^${WRAP}|[\\s*_\`"'()\\[\\]{}.,;:!]*$`, "g");

/** Without markup and closing punctuation, in lower case. Only the first and last 2,000 characters can be an option. */
function plain(text: string): string {
  return comparable(text.trim().slice(0, MAX_ANSWER), { ignoreCase: true }).replace(EDGES, "");
}

function keyOf(text: string, menu: Menu): string | null {
  const bare = plain(text);
  if (bare === "") return null;
  if (menu.has(bare.toUpperCase())) return bare.toUpperCase();
  for (const [key, option] of menu) if (option === bare) return key;
  return null;
}

/** Several at once: "A, B and C"; all of them must be options. */
function keysOf(text: string, menu: Menu): ReadonlySet<string> | null {
  const pieces = text
    .slice(0, MAX_ANSWER)
    .split(/\s*(?:[,;/&+\n]|\band\b)\s*/i)
    .filter((piece) => plain(piece) !== "");
  const keys = pieces.map((piece) => keyOf(piece, menu));
  return keys.length === 0 || keys.includes(null) ? null : new Set(keys.filter((key) => key !== null));
}

function expectedKeys(expected: Json, menu: Menu): ReadonlySet<string> | null {
  if (Array.isArray(expected)) {
    const keys = expected.map((item) => keyOf(textForm(item), menu));
    return keys.length === 0 || keys.includes(null) ? null : new Set(keys.filter((key) => key !== null));
  }
  const text = textForm(expected);
  const one = keyOf(text, menu);
  return one === null ? keysOf(text, menu) : new Set([one]);
}

type Answered = ReadonlySet<string> | "ambiguous" | null;

function answeredKeys(text: string, menu: Menu, several: boolean): Answered {
  if (text.length <= MAX_ANSWER) {
    const one = keyOf(text, menu) ?? labelled(text, menu);
    if (one !== null) return new Set([one]);
    const list = keysOf(text, menu);
    if (list !== null) return list;
    const either = text.split(/\bor\b/i);
    if (either.length > 1 && (keysOf(either.join(","), menu)?.size ?? 0) > 1) return "ambiguous";
    const letters = [...plain(text).toUpperCase()];
    if (several && letters.length > 1 && letters.every((letter) => menu.has(letter))) return new Set(letters);
  }
  if (several) {
    const list = statedList(text, menu);
    if (list !== null) return list;
  }
  const found = locateChoice(text, new Set([...menu.keys()].filter((key) => /^[A-Z]$/.test(key))));
  if (found === null) return null;
  const { index, letter } = found;
  const another = [
    ALSO_AFTER.exec(text.slice(index + 1, index + 40)),
    ALSO_BEFORE.exec(text.slice(Math.max(0, index - 40), index)),
  ].some((match) => match !== null && match[1]?.toUpperCase() !== letter && menu.has(match[1]?.toUpperCase() ?? ""));
  return another ? "ambiguous" : new Set([letter]);
}

// The letter that is found is one of two: "A or B", "(A) and (B)." What goes on after the second is another clause.
const ALSO_AFTER =
  /^[)*_\s]{0,4}(?:\bor\b|\band\b|\/|&)[(*_\s]{0,4}(?:option\s)?[(*_]{0,3}([A-Z])(?=[)*_]{0,3}\s{0,3}(?:$|[.,;!?\n]))/i;
const ALSO_BEFORE = /(?<![\p{L}\p{N}])([A-Z])[)*_]{0,3}\s{0,3}(?:\bor\b|\/|&)\s{0,3}(?:option\s)?[(*_]{0,3}$/iu;

const LISTED = /\b(?:answers?|options?|choices?|correct)\b[^\n:]{0,40}?(?:\bare\b|\bis\b|:)\s{0,3}([^\n]{1,300})$/gim;

/** "The correct answers are A, B and C." The last such line counts. */
function statedList(text: string, menu: Menu): ReadonlySet<string> | null {
  const last = [...text.slice(-MAX_ANSWER).matchAll(LISTED)].at(-1);
  return last === undefined ? null : keysOf(last[1] ?? "", menu);
}

/** "B. London" where London is option B. */
function labelled(text: string, menu: Menu): string | null {
  const match = /^[\s*_`"'([]{0,8}([\p{L}\p{N}]{1,8})[*_`"']{0,3}\s?[).:\]–—-]+(.+)$/su.exec(text);
  const key = match?.[1]?.toUpperCase() ?? "";
  const option = menu.get(key);
  return option !== undefined && option !== "" && plain(match?.[2] ?? "") === option ? key : null;
}
