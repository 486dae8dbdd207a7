import { getPath } from "../base/rows/get-path.ts";
import { compileTemplate } from "../base/template.ts";
import type { Json, JsonObject } from "../domain/json.ts";

/** A JSON value whose strings are Liquid templates. */
export type BodyTemplate = (vars: JsonObject) => Json;

/** `{{ name }}` or `{{ name | json }}` and nothing else; dots for depth. */
const WHOLE_VALUE = /^\s*\{\{-?\s*([A-Za-z_][\w-]*(?:\.[\w-]+)*)\s*(?:\|\s*json\s*)?-?\}\}\s*$/;

/**
 * Compiles a body. A string that is nothing but one `{{ name }}` (or `{{ name | json }}`) becomes the value itself, a
 * list, object or number as it is; any other string is rendered to text. Keys are left as they are. Throws
 * `TemplateError`; rendering does too, on an undefined variable.
 */
export function compileBody(body: Json): BodyTemplate {
  if (typeof body === "string") return compileString(body);
  if (Array.isArray(body)) {
    const items = body.map(compileBody);
    return (vars) => items.map((item) => item(vars));
  }
  if (body !== null && typeof body === "object") {
    const members = Object.entries(body).map(([key, value]) => [key, compileBody(value)] as const);
    return (vars) => Object.fromEntries(members.map(([key, member]) => [key, member(vars)]));
  }
  return () => body;
}

function compileString(source: string): BodyTemplate {
  const template = compileTemplate(source);
  const name = WHOLE_VALUE.exec(source)?.[1];
  if (name === undefined) return (vars) => template.render(vars);
  // Where the path leads nowhere Liquid is asked: its message names the variable.
  return (vars) => getPath(vars, name) ?? template.render(vars);
}
