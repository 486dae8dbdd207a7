import { createContext, Script } from "node:vm";
import type { GraderDefinition } from "./definition.ts";
import { failed, NO_EXPECTED, passed, quote, ungraded } from "./grade.ts";
import { findMathAnswer } from "./math/find-answer.ts";
import { loadParser } from "./math/load-parser.ts";
import { sameMath } from "./math/same-math.ts";
import { textForm } from "./text-form.ts";

const MAX_CHARACTERS = 2_000;
/** Of open brackets within each other: a parser that descends needs a stack for each. */
const MAX_DEPTH = 40;
const TIMEOUT_MS = 400;

// A time-out that also ends what runs outside of the context while it is called: no formula can hang a run.
const sandbox: { work: () => boolean } = { work: () => false };
const context = createContext(sandbox);
const script = new Script("work()");

export const math: GraderDefinition = {
  type: "math",
  description:
    "The last boxed, dollared or stated formula of the text has the same value as the expected one (LaTeX or plain); a list of expected values: any of them.",
  options: () => ({}),
  needsExpected: true,
  create: () => ({
    async grade(text, { expected }) {
      if (expected === undefined) return ungraded(NO_EXPECTED);
      const wanted = (Array.isArray(expected) ? expected : [expected]).map((value) =>
        findMathAnswer(textForm(value)).trim(),
      );
      if (wanted.length === 0 || wanted.includes(""))
        return ungraded(`the expected value is no formula: ${quote(textForm(expected))}`);
      const answer = findMathAnswer(text).trim();
      if (answer === "") return failed("the answer is empty");
      const unread = [answer, ...wanted].map(tooMuch).find((reason) => reason !== null) ?? null;
      if (unread !== null) return ungraded(unread);
      const parser = await loadParser();
      try {
        const same = bounded(() => wanted.some((value) => sameMath(answer, value, parser.parse)));
        return same ? passed : failed(`expected ${quote(textForm(expected))}, got ${quote(answer)}`);
      } catch (error) {
        if ((error as { code?: unknown }).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
        // It was stopped half-way: what it knew may be broken.
        parser.discard();
        return ungraded(`took more than ${TIMEOUT_MS} ms to compare: ${quote(answer)}`);
      }
    },
  }),
};

function bounded(work: () => boolean): boolean {
  sandbox.work = work;
  try {
    return script.runInContext(context, { timeout: TIMEOUT_MS }) as boolean;
  } finally {
    sandbox.work = () => false;
  }
}

function tooMuch(latex: string): string | null {
  if (latex.length > MAX_CHARACTERS)
    return `too long (${latex.length} characters of mathematics; at most ${MAX_CHARACTERS})`;
  let [depth, deepest] = [0, 0];
  for (const sign of latex) {
    if ("([{".includes(sign)) depth += 1;
    else if (")]}".includes(sign)) depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest > MAX_DEPTH ? `too deep (${deepest} brackets within each other; at most ${MAX_DEPTH})` : null;
}
