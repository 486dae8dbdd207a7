import { Liquid, type Template as ParsedTemplate } from "liquidjs";
import type { JsonObject } from "../domain/json.ts";

/** A compiled Liquid template. Rendering throws `TemplateError` on an undefined variable. */
export interface Template {
  readonly source: string;
  render(vars: JsonObject): string;
}

export class TemplateError extends Error {
  /** Position in the template, from 1. */
  readonly line: number;
  readonly col: number;

  constructor(message: string, line: number, col: number) {
    super(message);
    this.name = "TemplateError";
    this.line = line;
    this.col = col;
  }
}

let engine: Liquid | null = null;

/** Made when the first template needs it: it asks for the locale, which takes 10 ms and more. */
function liquid(): Liquid {
  // No file-system includes, own properties alone, and bounds: a template comes from a file that somebody may have sent.
  engine ??= new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    lenientIf: true,
    templates: {},
    parseLimit: 1e7,
    renderLimit: 5_000,
    memoryLimit: 1e9,
    jsTruthy: false,
    outputEscape: asText,
  });
  return engine;
}

/** Liquid would print an object as `[object Object]`, and a model be paid to read it: objects are printed as JSON. */
function asText(value: unknown): string {
  const structured = Array.isArray(value) ? value.some(isObject) : isObject(value);
  // Everything else is left to Liquid, which takes any value here, whatever its types say.
  return structured ? JSON.stringify(value) : (value as string);
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

/** Parses a template; throws `TemplateError` when it is not valid Liquid. */
export function compileTemplate(source: string): Template {
  // Most messages have no template syntax at all: rendering them is the identity.
  if (!source.includes("{{") && !source.includes("{%")) return { source, render: () => source };
  let parsed: ParsedTemplate[];
  try {
    parsed = liquid().parse(source);
  } catch (error) {
    throw asTemplateError(error);
  }
  return {
    source,
    render(vars) {
      try {
        return String(liquid().renderSync(parsed, vars));
      } catch (error) {
        throw asTemplateError(error);
      }
    },
  };
}

function asTemplateError(error: unknown): TemplateError {
  const { message, token } = error as Error & { token?: { getPosition?: () => [number, number] } };
  const [line, col] = token?.getPosition?.() ?? [1, 1];
  return new TemplateError(message.split("\n")[0]?.replace(/, line:\d+, col:\d+$/, "") ?? message, line, col);
}
