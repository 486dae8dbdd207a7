import { type Environment, isVariableName, variablesIn } from "../../base/variables.ts";
import { isRecord, type Path } from "../path.ts";
import type { PlacedModel, RuleProblem } from "./rule.ts";

/** `${VAR}` in `headers`, `base_url` and `url`, nowhere else: is each set? Severity is the caller's to choose. */
export function unsetVariables(models: readonly PlacedModel[], env: Environment): RuleProblem[] {
  return models.flatMap(({ model, path }) => {
    const headers = { ...(isRecord(model.options.headers) ? model.options.headers : {}), ...model.headers };
    const texts: [unknown, Path][] = [
      [model.baseUrl, [...path, "base_url"]],
      [model.options.url, [...path, "url"]],
      ...Object.entries(headers).map(([name, value]): [unknown, Path] => [value, [...path, "headers", name]]),
    ];
    return texts.flatMap(([text, at]) =>
      (typeof text === "string" ? variablesIn(text) : []).flatMap((name) => problemOf(name, at, env)),
    );
  });
}

function problemOf(name: string, path: Path, env: Environment): RuleProblem[] {
  if (!isVariableName(name)) return [{ path, message: `"\${${name}}" names no environment variable; write \${NAME}` }];
  const value = env[name];
  if (value !== undefined && value !== "") return [];
  return [
    { path, message: `missing variable: ${name} is ${value === "" ? "empty" : "not set"} in the environment or .env` },
  ];
}
