import type { Json } from "../domain/json.ts";
import { messageOf } from "./errors.ts";

/** Looks a value up; undefined where there is nothing (JMESPath's null). Throws where a function gets a wrong type. */
export type JsonPath = (value: Json) => Json | undefined;

/** Compiles a JMESPath expression; rejects with a message that names it when it is not valid. */
export async function compileJsonPath(path: string): Promise<JsonPath> {
  const { compile, TreeInterpreter } = await import("@jmespath-community/jmespath");
  let expression: ReturnType<typeof compile>;
  try {
    expression = compile(path);
  } catch (error) {
    throw new Error(`"${path}" is no JMESPath: ${messageOf(error)}`);
  }
  return (value) => (TreeInterpreter.search(expression, value) as Json | null) ?? undefined;
}
