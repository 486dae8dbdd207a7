import { kindOf } from "../../base/rows/jsonl.ts";
import { isJsonObject } from "../../base/rows/row.ts";
import type { Graded } from "../../domain/grader.ts";
import { failed, passed, quote, ungraded } from "../grade.ts";

const WANTED = "a grader gives true, false, a number from 0 to 1, or {score, pass, label, reason}";

/**
 * What a user's grader gave: a boolean, a score from 0 to 1 (without a pass rule: `min` gives one), or
 * `{score, pass, label, reason}` with a score or a pass at least. Anything else is *ungraded*, and says what it was.
 */
export function readResult(value: unknown): Graded {
  if (typeof value === "boolean") return value ? passed : failed("the grader gave false");
  if (typeof value === "number") return scored(value, null, null, null);
  if (!isJsonObject(value)) return ungraded(`${WANTED}; this one gave ${shown(value)}`);
  const { score = null, pass = null, label = null, reason = null } = value;
  if (score === null && pass === null) {
    const keys = Object.keys(value).slice(0, 10).join(", ");
    return ungraded(`${WANTED}; this one gave an object with ${keys === "" ? "no keys" : keys}`);
  }
  if (score !== null && typeof score !== "number") return wrong("score", "a number from 0 to 1", score);
  if (pass !== null && typeof pass !== "boolean") return wrong("pass", "true or false", pass);
  if (label !== null && typeof label !== "string") return wrong("label", "text", label);
  if (reason !== null && typeof reason !== "string") return wrong("reason", "text", reason);
  return scored(score ?? (pass ? 1 : 0), pass, label, reason);
}

function scored(score: number, pass: boolean | null, label: string | null, reason: string | null): Graded {
  if (!(score >= 0 && score <= 1)) return ungraded(`the score ${score} is not between 0 and 1`);
  const why = reason === null || reason.trim() === "" ? null : reason.trim();
  const unexplained = label === null ? "the grader gave pass: false" : `the grader gave ${label}, pass: false`;
  return { status: "scored", score, pass, label, reason: why ?? (pass === false ? unexplained : null) };
}

/** What a program printed, read as the value that it means. */
export function readPrinted(stdout: string): Graded {
  const text = stdout.trim();
  if (text === "") return ungraded(`${WANTED}; this one printed nothing`);
  // Python prints booleans with a capital.
  if (/^(true|false)$/i.test(text)) return readResult(text.toLowerCase() === "true");
  try {
    return readResult(JSON.parse(text));
  } catch {
    return ungraded(`${WANTED}; this one printed ${quote(text)}`);
  }
}

function wrong(key: string, expected: string, value: unknown): Graded {
  return ungraded(`\`${key}\` of a grader's result is ${expected}; this one gave ${shown(value)}`);
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  return typeof value === "string" ? quote(value) : kindOf(value);
}
