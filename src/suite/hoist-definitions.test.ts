import { expect, it } from "vitest";
import type { JsonObject } from "../domain/json.ts";
import { hoistDefinitions } from "./hoist-definitions.ts";

const long = (type: string): JsonObject => ({ type, description: "x".repeat(120) });

it("names what stands in several places, by the key where it stands first, and leaves the rest", () => {
  const twice: JsonObject = { type: "object", properties: { deep: long("string") } };
  const schema: JsonObject = {
    type: "object",
    properties: {
      a: { anyOf: [twice, { type: "null" }] },
      b: twice,
      c: long("number"),
      d: { type: "array", items: { type: "null" } },
    },
  };
  expect(hoistDefinitions(schema)).toEqual({
    type: "object",
    properties: {
      a: { anyOf: [{ $ref: "#/$defs/a" }, { type: "null" }] },
      b: { $ref: "#/$defs/a" },
      c: long("number"),
      d: { type: "array", items: { type: "null" } },
    },
    $defs: { a: twice },
  });
});
