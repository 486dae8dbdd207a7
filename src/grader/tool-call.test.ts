import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../domain/json.ts";
import type { ToolCall } from "../domain/message.ts";
import { gradeBy, verdictOf } from "./__fixtures__/grade-by.ts";
import { checkGrader } from "./nested.ts";
import { normaliseGrader } from "./schema.ts";
import { alignInOrder, matchAnyOrder } from "./tool-call/match-calls.ts";

const call = (name: string, given: ToolCall["arguments"] = {}): ToolCall => ({ id: null, name, arguments: given });
const paris = call("weather", { city: "Paris" });
const rome = call("weather", { city: "Rome" });
const grade = (options: Record<string, unknown>, made: readonly ToolCall[], expected?: Json) =>
  gradeBy({ type: "tool_call", ...options }, "", { expected, answer: { toolCalls: made } });

describe("tool_call", () => {
  type Row = readonly [Record<string, unknown>, readonly ToolCall[], Json | undefined, number | "ungraded", boolean?];
  const rows: readonly Row[] = [
    [{ name: "weather" }, [paris], undefined, 1, true],
    [{ name: "weather" }, [], undefined, 0, false],
    [{ name: "weather" }, [call("Weather")], undefined, 0, false],
    [{ name: "weather" }, [paris, rome], undefined, 0.5, false],
    [{ name: "weather", extra: "allow" }, [paris, rome], undefined, 1, true],
    [{ names: ["a", "b"] }, [call("b"), call("a")], undefined, 1, true],
    [{ names: ["a", "b"], order: "strict" }, [call("b"), call("a")], undefined, 0.5, false],
    [{ names: ["a", "b"], order: "strict" }, [call("a"), call("b")], undefined, 1, true],
    [{ names: ["a", "b"], order: "strict", extra: "allow" }, [call("a"), call("x"), call("b")], undefined, 1, true],
    [{ names: ["a", "a"] }, [call("a")], undefined, 0.5, false],
    [{ calls: [{ name: "weather", arguments: { city: "Paris" } }] }, [paris], undefined, 1, true],
    [{ calls: [{ name: "weather", arguments: { city: "Paris" } }] }, [rome], undefined, 0, false],
    [{ calls: [{ name: "weather", arguments: {} }] }, [paris], undefined, 0, false],
    [{ calls: [{ name: "weather", arguments: {} }], arguments: "subset" }, [paris], undefined, 1, true],
    [
      { calls: [{ name: "f", arguments: { a: { b: 1 } } }], arguments: "subset" },
      [call("f", { a: { b: 1, c: 2 }, d: 3 })],
      undefined,
      1,
      true,
    ],
    [
      { calls: [{ name: "f", arguments: { a: [1] } }], arguments: "subset" },
      [call("f", { a: [1, 2] })],
      undefined,
      0,
      false,
    ],
    [{ calls: [{ name: "f", schema: { required: ["n"] } }] }, [call("f", { n: 1 })], undefined, 1, true],
    [{ calls: [{ name: "f", schema: { required: ["n"] } }] }, [call("f")], undefined, 0, false],
    [{ calls: [] }, [], undefined, 1, true],
    [{ calls: [] }, [paris], undefined, 0, false],
    [{}, [paris], { name: "weather", arguments: { city: "Paris" } }, 1, true],
    [{}, [rome, paris], [{ name: "weather", arguments: { city: "Paris" } }, { name: "weather" }], 1, true],
    [{}, [paris, rome], [{ name: "weather" }, { name: "weather", arguments: { city: "Paris" } }], 1, true],
    [{}, [paris], '[{"name": "weather", "arguments": {"city": "Paris"}}]', 1, true],
    [{}, [paris], { type: "function", function: { name: "weather", arguments: '{"city": "Paris"}' } }, 1, true],
    [{}, [paris], "weather", 1, true],
    [{}, [], [], 1, true],
    [{}, [paris], [], 0, false],
    [{}, [paris], 5, "ungraded"],
    [{}, [paris], "a sentence", "ungraded"],
    [{}, [paris], undefined, "ungraded"],
    [{ name: "f" }, [call("f", '{"a": ')], undefined, 0, false],
  ];
  it.each(rows.map((row) => ({ row })))("$row", async ({ row: [options, made, expected, score, pass] }) => {
    const { grade: found } = await grade(options, made, expected);
    expect(found).toMatchObject(score === "ungraded" ? { status: "ungraded" } : { score, pass });
  });

  it.each<[Record<string, unknown>, readonly ToolCall[], string]>([
    [{ name: "weather" }, [], "no call of weather; no other call was made"],
    [{ name: "weather" }, [call("time")], 'no call of weather; made: "time({})"'],
    [
      { calls: [{ name: "weather", arguments: { city: "Paris" } }] },
      [rome],
      'weather: argument city: expected "Paris", got "Rome"',
    ],
    [{ calls: [{ name: "weather", arguments: { town: "x" } }] }, [rome], "weather: argument town is missing"],
    [{ calls: [{ name: "weather", arguments: {} }] }, [rome], "weather: argument city is not wanted"],
    [{ name: "weather" }, [paris, call("x")], 'not asked for: "x({})"'],
    [{ names: ["a", "b"], order: "strict" }, [call("b"), call("a")], "the calls are right, but not in this order"],
    [{ name: "f" }, [call("f", '{"a": ')], 'f: its arguments are not a JSON object: "{"a":"'],
  ])("%j %j says: %s", async (options, made, reason) => {
    expect((await grade(options, made)).grade.reason).toBe(reason);
  });

  it("refuses two statements of the calls", () => {
    expect(checkGrader(normaliseGrader({ type: "tool_call", name: "a", names: ["b"] }))).toEqual([
      { path: "names", message: "name and names exclude each other" },
    ]);
  });

  it("looks at no text", async () => {
    expect(await verdictOf({ type: "tool_call", name: "a" }, '{"name": "a", "arguments": {}}')).toBe("fail");
  });
});

describe("matching", () => {
  const table = fc.integer({ min: 0, max: 5 }).chain((made) =>
    fc.record({
      made: fc.constant(made),
      fits: fc.array(fc.array(fc.boolean(), { minLength: made, maxLength: made }), { maxLength: 5 }),
    }),
  );
  /** All ways, tried one by one. */
  const most = (
    fits: readonly (readonly boolean[])[],
    used: ReadonlySet<number>,
    ordered: boolean,
    from = 0,
  ): number => {
    const [first, ...others] = fits;
    if (first === undefined) return 0;
    let best = most(others, used, ordered, from);
    first.forEach((fit, column) => {
      if (fit && !used.has(column) && (!ordered || column >= from))
        best = Math.max(best, 1 + most(others, new Set([...used, column]), ordered, column + 1));
    });
    return best;
  };
  it("finds as many pairs as there can be, each call once", () => {
    fc.assert(
      fc.property(table, ({ made, fits }) => {
        for (const ordered of [false, true]) {
          const matching = (ordered ? alignInOrder : matchAnyOrder)(fits, made);
          const taken = matching.filter((column) => column !== null);
          expect(new Set(taken).size).toBe(taken.length);
          matching.forEach((column, row) => {
            if (column !== null) expect(fits[row]?.[column]).toBe(true);
          });
          if (ordered) expect(taken).toEqual([...taken].sort((a, b) => a - b));
          expect(taken.length).toBe(most(fits, new Set(), ordered));
        }
      }),
      { numRuns: 200, seed: 3 },
    );
  });
});
