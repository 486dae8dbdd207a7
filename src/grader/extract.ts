import { compileJsonPath } from "../base/json-path.ts";
import type { ExtractStep } from "../domain/suite.ts";
import { compileRegex, REGEX_TIMEOUT_MS } from "./bounded-regex.ts";
import { findCodeBlock } from "./extract/find-block.ts";
import { findChoice } from "./extract/find-choice.ts";
import { findJson } from "./extract/find-json.ts";
import { findAfter, findAnswerLine, findLastLine } from "./extract/find-line.ts";
import { findNumberText } from "./extract/find-number.ts";
import { textForm } from "./text-form.ts";

export type Extraction =
  | { readonly status: "found"; readonly text: string }
  | { readonly status: "missing"; readonly policy: "failed" | "ungraded"; readonly reason: string };
export type Extract = (text: string) => Extraction;

/** What one step finds; `gave_up`: it could not be known in time. */
type Step = (text: string) => string | { readonly kind: "missing" | "gave_up"; readonly reason: string };

/**
 * Compiles extraction steps, run in order on what the one before left. A step that leaves an empty text has found
 * nothing. Rejects when a pattern or a path is not valid.
 */
export async function compileExtract(steps: readonly ExtractStep[]): Promise<Extract> {
  const compiled = await Promise.all(
    steps.map(async (step) => ({ run: await compileStep(step), policy: step.onMissing })),
  );
  return (text) => {
    let current = text;
    for (const { run, policy } of compiled) {
      const found = run(current);
      if (typeof found === "string") current = found;
      else if (found.kind === "gave_up") return { status: "missing", policy: "ungraded", reason: found.reason };
      else if (policy !== "keep") return { status: "missing", policy, reason: found.reason };
    }
    return { status: "found", text: current };
  };
}

function compileStep(step: ExtractStep): Step | Promise<Step> {
  switch (step.kind) {
    case "regex":
      return regexStep(step);
    case "json":
      return jsonStep(step.path);
    case "number":
      return (text) => findNumberText(text) ?? missing("no number in the text");
    case "last_line":
      return (text) => findLastLine(text) ?? missing("no line in the text");
    case "answer_line":
      return (text) => findAnswerLine(text) ?? missing('nothing after "A:", "Answer:" or "####"');
    case "after":
      return (text) => findAfter(text, step.text) ?? missing(`nothing after "${step.text}"`);
    case "code_block":
      return (text) => findCodeBlock(text) || missing("no code block in the text");
    case "choice":
      return (text) => findChoice(text) ?? missing("no option letter in the text");
    case "strip": {
      const unwanted = new Set(step.chars);
      return (text) => [...text].filter((character) => !unwanted.has(character)).join("");
    }
    case "trim":
      return (text) => text.trim();
  }
}

function missing(reason: string) {
  return { kind: "missing", reason } as const;
}

function regexStep(step: ExtractStep & { kind: "regex" }): Step {
  const regex = compileRegex(step.pattern, step.flags);
  const group = step.group ?? Math.min(1, regex.groupCount);
  if (group > regex.groupCount) throw new Error(`/${step.pattern}/ has no group ${group}`);
  return (text) => {
    const found = regex.find(text, group, step.match);
    if (found.status === "timeout") {
      return { kind: "gave_up", reason: `/${step.pattern}/ took more than ${REGEX_TIMEOUT_MS} ms` };
    }
    return found.value?.[group] || missing(`/${step.pattern}/ finds nothing`);
  };
}

async function jsonStep(path: string): Promise<Step> {
  const lookUp = await compileJsonPath(path);
  return (text) => {
    const json = findJson(text);
    if (!json.ok) return missing("no JSON in the text");
    const value = lookUp(json.value);
    return (value === undefined ? "" : textForm(value)) || missing(`the JSON has nothing at "${path}"`);
  };
}
