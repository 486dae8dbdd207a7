import { defineGrader } from "../../../src/index.ts"; // in a project of your own: from "evals"

const COURTESIES = [/\bthank/i, /\bsorry|apolog/i, /\bplease\b/i, /\bhappy to\b/i];

/** Half of the score for a courtesy, half for being short. */
export default defineGrader((output, { options }) => {
  const { most_words } = options as { most_words: number };
  const words = output.split(/\s+/).filter((word) => word !== "").length;
  const polite = COURTESIES.some((courtesy) => courtesy.test(output));
  const short = words > 0 && words <= most_words;
  const missing = [...(polite ? [] : ["no courtesy"]), ...(short ? [] : [`${words} words`])];
  return {
    score: (polite ? 0.5 : 0) + (short ? 0.5 : 0),
    label: polite ? "polite" : "curt",
    reason: missing.length === 0 ? null : missing.join(", "),
  };
});
