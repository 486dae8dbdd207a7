// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${VAR} is the suite's own syntax
import { describe, expect, it } from "vitest";
import { expandVariables, variablesIn } from "./variables.ts";

describe("variables", () => {
  it("finds each name once", () => {
    expect(variablesIn("${A}-${B_1} ${A} $C {D}")).toEqual(["A", "B_1"]);
  });

  it("puts values in, once: what a value holds is no reference", () => {
    expect(expandVariables("Bearer ${A}/${B}", { A: "${B}", B: "$&" })).toBe("Bearer ${B}/$&");
  });

  it("refuses what is missing or empty", () => {
    expect(() => expandVariables("${A}", {})).toThrow("the environment variable A is not set");
    expect(() => expandVariables("${A}", { A: "" })).toThrow("the environment variable A is not set");
  });
});
