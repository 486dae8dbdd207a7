import type { ErrorObject } from "ajv";
import { messageOf } from "../base/errors.ts";
import type { Json, JsonObject } from "../domain/json.ts";
import { compileRegex, REGEX_TIMEOUT_MS } from "./bounded-regex.ts";

/** Says what is wrong with a value, the first mistake; null: nothing. */
export type Validate = (value: Json) => string | null;

/** Compiles a JSON Schema (2020-12, or draft-07 and older where `$schema` says so). Rejects when it is not valid. */
export async function compileJsonSchema(schema: JsonObject | boolean): Promise<Validate> {
  // The dialect is chosen here: ajv would look for its meta-schema, and knows only that of its own class.
  const { $schema: dialect = "", ...statement } = typeof schema === "object" ? schema : {};
  const older = /draft-0[467]/.test(String(dialect));
  const [Ajv, formats] = await Promise.all([
    older
      ? import("ajv").then((ajv) => ajv.default.Ajv)
      : import("ajv/dist/2020.js").then((ajv) => ajv.default.Ajv2020),
    import("ajv-formats"),
  ]);
  // Formats and keywords that nobody knows are annotations, as the standard has it.
  const ajv = new Ajv({ strict: false, logger: false, code: { regExp: boundedRegExp } });
  formats.default.default(ajv);
  try {
    const validate = ajv.compile(typeof schema === "object" ? statement : schema);
    return (value) => (validate(value) ? null : describe(validate.errors?.[0]));
  } catch (error) {
    throw new Error(`the schema is not valid: ${messageOf(error)}`);
  }
}

function describe(error: ErrorObject | undefined): string {
  if (error === undefined) return "does not match the schema";
  const place = error.instancePath === "" ? "the value" : error.instancePath;
  const extra = "additionalProperty" in error.params ? ` ("${String(error.params.additionalProperty)}")` : "";
  return `${place} ${error.message ?? error.keyword}${extra}`;
}

// A schema's `pattern` runs on what a model wrote, too: the same bound as for any other pattern.
function boundedRegExp(pattern: string, flags: string) {
  const regex = compileRegex(pattern, flags);
  return {
    // Ajv tells patterns apart by this text: without it all of them would be the first one.
    toString: () => `/${pattern}/${flags}`,
    test(text: string): boolean {
      const result = regex.test(text);
      if (result.status === "timeout") throw new Error(`/${pattern}/ took more than ${REGEX_TIMEOUT_MS} ms`);
      return result.value;
    },
  };
}
boundedRegExp.code = "RegExp";
