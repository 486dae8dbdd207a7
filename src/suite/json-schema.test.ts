import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { fakeKinds } from "./__fixtures__/fake-kinds.ts";
import { suiteWith } from "./__fixtures__/workspace.ts";
import { suiteJsonSchema } from "./json-schema.ts";

async function validator() {
  const { Ajv2020 } = await import("ajv/dist/2020.js");
  const validate = new Ajv2020({ strict: false }).compile(suiteJsonSchema(fakeKinds));
  return (suite: string) => validate(parse(suite, { merge: true }));
}

describe("suiteJsonSchema", () => {
  it("says what the loader says, as far as a schema can", async () => {
    const valid = await validator();
    expect(valid(suiteWith())).toBe(true);
    expect(
      valid(
        suiteWith({
          x: "x-anything: [1]",
          models: "models: ./models.yaml",
          graders: "graders: [{ type: all, graders: [{ type: exact }] }]",
        }),
      ),
    ).toBe(true);
    expect(valid(suiteWith({ x: "foo: 1" }))).toBe(false);
    expect(valid(suiteWith({ graders: "graders: [{ type: exat }]" }))).toBe(false);
    expect(
      valid(suiteWith({ graders: "graders: [{ type: all, graders: [{ type: exact, ignor_case: true }] }]" })),
    ).toBe(false);
    expect(valid(suiteWith({ models: "models: [{ id: a, provider: openai }]" }))).toBe(false);
    expect(valid(suiteWith({ models: "models: [{ id: a, provider: module, path: x, model: y }]" }))).toBe(false);
    expect(valid(suiteWith({ models: "" }))).toBe(false);
  });

  it("describes every top-level key", () => {
    type Described = { description?: string; $ref?: string };
    const { properties, $defs } = suiteJsonSchema(fakeKinds) as unknown as Record<
      "properties" | "$defs",
      Record<string, Described>
    >;
    const described = ({ description, $ref }: Described) =>
      description ?? $defs[$ref?.replace("#/$defs/", "") ?? ""]?.description;
    const bare = Object.entries(properties).filter(([, property]) => !described(property));
    expect(bare.map(([key]) => key)).toEqual([]);
  });
});
