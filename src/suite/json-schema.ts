import * as z from "zod";
import type { JsonObject } from "../domain/json.ts";
import { hoistDefinitions } from "./hoist-definitions.ts";
import type { SuiteKinds } from "./kinds.ts";
import { suiteSchema } from "./schema.ts";

/** JSON Schema (draft 2020-12) of a suite as it is written, for editors: `schema/suite.json`. */
export function suiteJsonSchema(kinds: SuiteKinds): JsonObject {
  const schema = z.toJSONSchema(suiteSchema(kinds), {
    target: "draft-2020-12",
    io: "input",
    unrepresentable: "any",
    // zod bounds whole numbers by what a double holds: noise to a reader.
    override: ({ jsonSchema }) => {
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  const { $schema, $defs, ...rest } = hoistDefinitions(schema as unknown as JsonObject);
  return {
    $schema: $schema ?? "https://json-schema.org/draft/2020-12/schema",
    title: "evals suite",
    ...rest,
    patternProperties: { "^x-": {} },
    $defs: $defs ?? {},
  };
}
