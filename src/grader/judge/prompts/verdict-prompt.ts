import { fenced, graderSystem } from "./material.ts";
import type { Prompt } from "./prompt.ts";

/** The words that a verdict may be, or the whole numbers of a scale. */
export type Menu =
  | { readonly kind: "words"; readonly verdicts: readonly string[] }
  | { readonly kind: "scale"; readonly low: number; readonly high: number };

export interface VerdictQuestion {
  /** Rendered; the only part that is trusted. */
  readonly rubric: string;
  /** What stands beside the output; null: not shown. */
  readonly input: string | null;
  readonly expected: string | null;
  readonly output: string;
  readonly menu: Menu;
}

/** One output by one rubric: a word, or a number on a scale. */
export const verdictPrompt: Prompt<VerdictQuestion> = {
  version: 2,
  messages({ rubric, input, expected, output, menu }, form) {
    const material = fenced([
      { name: "INPUT", text: input, about: "What the output was asked for:" },
      { name: "REFERENCE", text: expected, about: "The reference answer, for where the rubric speaks of one:" },
      { name: "OUTPUT", text: output, about: "The output to judge:" },
    ]);
    return [
      {
        role: "system",
        content: `${graderSystem("You judge one output by one rubric and by nothing else.", material)}

Neither length, style nor confidence earns anything unless the rubric says so.`,
      },
      {
        role: "user",
        content: `Rubric:
${rubric}

${material.text}

${form === "structured" ? structuredEnding(menu) : lineEnding(menu)}`,
      },
    ];
  },
};

function lineEnding(menu: Menu): string {
  const say = "Say briefly how the output meets the rubric and where it does not. Then end your reply with one line";
  if (menu.kind === "words") {
    const lines = menu.verdicts.map((verdict) => `VERDICT: ${verdict}`).join("\n");
    return `${say} of its own that is exactly one of these:\n${lines}`;
  }
  return `${say} of its own: VERDICT: and a whole number from ${menu.low} (worst) to ${menu.high} (best), like this:
VERDICT: ${menu.low}`;
}

function structuredEnding(menu: Menu): string {
  const wanted =
    menu.kind === "words"
      ? `exactly one of ${menu.verdicts.map((verdict) => JSON.stringify(verdict)).join(", ")}`
      : `a whole number from ${menu.low} (worst) to ${menu.high} (best)`;
  return `Reply with one JSON object and nothing else: first "reasoning" (briefly: how the output meets the rubric and where it does not), then "verdict" (${wanted}).`;
}
