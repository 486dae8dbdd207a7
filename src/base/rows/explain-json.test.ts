import { describe, expect, it } from "vitest";
import { explainJson } from "./explain-json.ts";

describe("explainJson", () => {
  it.each([
    // Node 20, then 22 and later.
    ['{"a":1,}', "Expected double-quoted property name in JSON at position 7", 7, false],
    ['{"a":1,}', "Expected double-quoted property name in JSON at position 7 (line 1 column 8)", 7, false],
    ['{"a":"x', "Unterminated string in JSON at position 7 (line 1 column 8)", 7, true],
    ['{"a":1  ', "Expected ',' or '}' after property value in JSON at position 8 (line 1 column 9)", 8, true],
    ["tru", "Unexpected end of JSON input", null, true],
    ['{"a": None}', 'Unexpected token \'N\', "{"a": None}" is not valid JSON', null, false],
    ['{"a":1} x', "Unexpected non-whitespace character after JSON at position 8 (line 1 column 9)", 8, false],
  ])("%j: %s", (text, said, position, endsEarly) => {
    const fault = explainJson(text, new SyntaxError(said));
    expect(fault).toMatchObject({ position, endsEarly });
    expect(fault.message).not.toMatch(/position|column|is not valid JSON/);
  });

  it("says what this Node's own errors mean", () => {
    const explain = (text: string) => {
      try {
        return JSON.parse(text);
      } catch (error) {
        return explainJson(text, error).message;
      }
    };
    expect(explain('{"a": None}')).toContain("write null");
    expect(explain('{"a": True}')).toContain("write true");
    expect(explain("{'a': 1}")).toContain("double quotes");
    expect(explain('{"a": "\t"}')).toMatch(/^bad control character in string literal$/);
  });
});
