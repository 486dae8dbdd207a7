import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { camelKey, snakeKey, toCamelKeys, toSnakeKeys } from "./keys.ts";

const RULES = {
  opaque: new Set(["params"]),
  maps: new Set(["by_name"]),
  mapsOfMaps: new Set(["slices"]),
};

describe("toSnakeKeys and toCamelKeys", () => {
  it("convert fields at any depth, in lists too", () => {
    const value = { runId: 1, resolvedSuite: { timeoutS: 2, list: [{ caseId: "camelCase stays in values" }] } };
    const snake = { run_id: 1, resolved_suite: { timeout_s: 2, list: [{ case_id: "camelCase stays in values" }] } };
    expect(toSnakeKeys(value, RULES)).toEqual(snake);
    expect(toCamelKeys(snake, RULES)).toEqual(value);
  });

  it("leave the user's own data untouched", () => {
    const params = { maxTokens: 1, top_p: 2, nested: { someKey: [{ otherKey: null }] } };
    expect(toSnakeKeys({ theModel: { params } }, RULES)).toEqual({ the_model: { params } });
    expect(toCamelKeys({ the_model: { params } }, RULES)).toEqual({ theModel: { params } });
  });

  it("keep names of maps and convert their values", () => {
    const value = { byName: { "my_Name.x": { lowValue: 1, byName: { aB: 2 } } } };
    expect(toSnakeKeys(value, RULES)).toEqual({ by_name: { "my_Name.x": { low_value: 1, by_name: { aB: 2 } } } });
    expect(toCamelKeys(toSnakeKeys(value, RULES), RULES)).toEqual(value);
  });

  it("keep both levels of names of a map of maps", () => {
    const value = { slices: { "tag:myTag": { "grader.toneOfVoice": { pAdjusted: 1 } } } };
    expect(toSnakeKeys(value, RULES)).toEqual({
      slices: { "tag:myTag": { "grader.toneOfVoice": { p_adjusted: 1 } } },
    });
    expect(toCamelKeys(toSnakeKeys(value, RULES), RULES)).toEqual(value);
  });

  it("keep a name that is __proto__, and drop what is undefined", () => {
    const byName = JSON.parse('{"__proto__": {"aB": 1}}') as object;
    expect(JSON.stringify(toSnakeKeys({ byName, gone: undefined }, RULES))).toBe('{"by_name":{"__proto__":{"a_b":1}}}');
  });

  it("are each other's inverse on the names that we use", () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9]{0,6}$/);
    const name = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join("_"));
    fc.assert(
      fc.property(
        name.filter((text) => !/_\d/.test(text)),
        (snake) => {
          expect(snakeKey(camelKey(snake))).toBe(snake);
        },
      ),
    );
  });
});
