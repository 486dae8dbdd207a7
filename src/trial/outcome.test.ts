import { describe, expect, it } from "vitest";
import type { Score } from "../domain/score.ts";
import { outcomeOf } from "./outcome.ts";

const GRADERS = [
  { id: "a", advisory: false },
  { id: "b", advisory: false },
  { id: "note", advisory: true },
];

/** `a+` passed, `a-` failed, `a?` ungraded, `a.` a score without a pass. */
function score(text: string): Score {
  const facts = {
    trial: "t/m/1",
    fingerprint: "f",
    grader: text.slice(0, -1),
    extracted: null,
    severity: null,
    costUsd: null,
    judge: null,
  };
  const sign = text.at(-1);
  if (sign === "?") return { ...facts, status: "ungraded", reason: "no" };
  const pass = sign === "." ? null : sign === "+";
  return { ...facts, status: "scored", score: sign === "-" ? 0 : 1, pass, label: null, reason: null };
}

describe("outcomeOf", () => {
  it.each([
    ["a+ b+", "passed"],
    ["a+", "passed"],
    ["a+ b-", "failed"],
    ["a- b?", "failed"],
    ["a? b-", "failed"],
    ["a+ b?", "ungraded"],
    ["a?", "ungraded"],
    ["", "ungraded"],
    // A bare score says how good, not whether good enough.
    ["a.", "ungraded"],
    ["a. b+", "passed"],
    ["a. b-", "failed"],
    ["a. b?", "ungraded"],
    ["a+ note-", "passed"],
    ["a+ note?", "passed"],
    ["a- note+", "failed"],
    ["note+", "ungraded"],
    ["note-", "ungraded"],
  ])("%j is %s", (scores, outcome) => {
    const list = scores === "" ? [] : scores.split(" ").map(score);
    expect(outcomeOf(list, GRADERS)).toBe(outcome);
    expect(outcomeOf([...list].reverse(), GRADERS)).toBe(outcome);
  });
});
