import { describe, expect, it } from "vitest";
import { keyOfLine } from "./key-of-line.ts";

const HEAD = Buffer.from('{"schema":"evals.output/1","trial":"');
const keyOf = (line: string) => keyOfLine(Buffer.from(line), HEAD);

describe("keyOfLine", () => {
  it("reads the id that a line begins with", () => {
    expect(keyOf('{"schema":"evals.output/1","trial":"c-1/mini/2","text":"x"}')).toBe("c-1/mini/2");
    expect(keyOf('{"schema":"evals.output/1","trial":"漢字/ü/1"}')).toBe("漢字/ü/1");
  });

  it.each([
    '{"schema":"evals.output/1","trial":"a\\"b/mini/1"}',
    '{"schema":"evals.output/1","trial":"a\\\\","x":"b"}',
    '{"trial":"c-1/mini/2","schema":"evals.output/1"}',
    '{ "schema":"evals.output/1","trial":"c-1/mini/2"}',
    '{"schema":"evals.output/1","trial":"torn',
    '{"schema":"evals.output/1"',
    "",
  ])("leaves the rest to a parser: %s", (line) => {
    expect(keyOf(line)).toBeNull();
  });
});
