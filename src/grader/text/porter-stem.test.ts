import { describe, expect, it } from "vitest";
import { porterStem } from "./porter-stem.ts";

describe("porterStem", () => {
  // Examples of Porter, "An algorithm for suffix stripping" (1980), run through all steps.
  it.each([
    "caresses caress ponies poni cats cat feed feed agreed agre plastered plaster bled bled motoring motor sing sing",
    "conflated conflat troubled troubl sized size hopping hop tanned tan falling fall hissing hiss fizzed fizz",
    "failing fail filing file happy happi sky sky relational relat conditional condit rational ration valenci valenc",
    "digitizer digit conformabli conform radicalli radic differentli differ vileli vile analogousli analog",
    "vietnamization vietnam predication predic operator oper feudalism feudal decisiveness decis hopefulness hope",
    "formaliti formal sensitiviti sensit sensibiliti sensibl triplicate triplic formative form formalize formal",
    "electriciti electr electrical electr hopeful hope goodness good revival reviv allowance allow inference infer",
    "airliner airlin gyroscopic gyroscop adjustable adjust irritant irrit replacement replac adjustment adjust",
    "adoption adopt communism commun activate activ effective effect bowdlerize bowdler probate probat rate rate",
    "cease ceas controll control roll roll",
  ])("%s", (line) => {
    const words = line.split(" ");
    for (let at = 0; at < words.length; at += 2) expect(porterStem(words[at] ?? "")).toBe(words[at + 1]);
  });
  // What NLTK does otherwise than the paper; its values, by running it.
  it.each([
    ["ties", "tie"],
    ["died", "die"],
    ["cried", "cri"],
    ["dying", "die"],
    ["enjoy", "enjoy"],
    ["fly", "fli"],
    ["skies", "sky"],
    ["news", "news"],
    ["innings", "inning"],
    ["proceed", "proceed"],
    ["geologi", "geolog"],
    ["possibly", "possibl"],
    ["hopefully", "hope"],
    ["using", "use"],
    ["owed", "owe"],
    ["syzygy", "syzygi"],
    ["2nds", "2nd"],
    ["as", "as"],
  ])("%s: %s", (word, stem) => {
    expect(porterStem(word)).toBe(stem);
  });
});
