import { compileTemplate } from "../../base/template.ts";
import type { GradeContext } from "../../domain/grader.ts";
import type { Json, JsonObject } from "../../domain/json.ts";
import { caseVars } from "../case-vars.ts";
import { parseJson, textForm } from "../text-form.ts";
import { isObject } from "./reply-json.ts";

export const NO_CONTEXT = "the case has no context: its key context (or contexts, a list), or the grader's context:";

/** Gives the pieces of context that an answer was to be made from; null: the case states none. */
export type ContextReader = (context: GradeContext) => readonly string[] | null;

/**
 * Reads the grader's `context:` template, else the case's `context` or `contexts`. A list, written as JSON where a
 * template makes it, is pieces in the order of their rank; any other text is one piece, a blank one none at all.
 */
export function contextReader(template: string | undefined, vars: JsonObject): ContextReader {
  const compiled = template === undefined ? null : compileTemplate(template);
  return (context) => {
    const seen = caseVars(context.case, vars, context.expected);
    if (compiled === null) {
      const stated = seen.contexts ?? seen.context;
      return stated === undefined || stated === null ? null : pieces(stated);
    }
    const text = compiled.render(seen);
    const parsed = parseJson(text);
    return pieces(parsed.ok && Array.isArray(parsed.value) ? parsed.value : text);
  };
}

function pieces(value: Json): readonly string[] {
  if (Array.isArray(value)) return value.map(pieceText);
  const text = pieceText(value);
  return text.trim() === "" ? [] : [text];
}

/** Retrievers say where a piece is from beside its text. */
function pieceText(value: Json): string {
  if (!isObject(value)) return textForm(value);
  const text = value.text ?? value.content ?? value.page_content;
  return typeof text === "string" ? text : textForm(value);
}
