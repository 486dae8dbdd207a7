import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { inputOf, summaryOf, trial, trialsOf } from "./__fixtures__/inputs.ts";
import { csv } from "./csv.ts";
import type { TrialGroup } from "./definition.ts";

const OPTIONS = { color: false, width: 80 };
const render = async (groups: readonly TrialGroup[]) =>
  csv.render(inputOf(summaryOf(), { trials: trialsOf(groups) }), OPTIONS);
const read = async (groups: readonly TrialGroup[]) =>
  parse(await render(groups), { columns: true }) as Record<string, string>[];

describe("CSV", () => {
  it("has a row a trial; what is unknown is empty, never 0", async () => {
    const text = await render([
      [
        trial(),
        trial({
          repeat: 2,
          outcome: "missing",
          score: null,
          latencyMs: null,
          costUsd: null,
          inputTokens: null,
          outputTokens: null,
          grades: [{ grader: "exact", pass: null, score: null }],
        }),
      ],
    ]);
    expect(text).toBe(
      "case_id,candidate,repeat,outcome,score,exact.pass,exact.score,latency_ms,cost_usd,input_tokens,output_tokens,cached,error_kind,reason\r\n" +
        "t-001,mini@terse,1,passed,1,true,1,412.3,0.0000121,52,3,false,,\r\n" +
        "t-001,mini@terse,2,missing,,,,,,,,false,,\r\n",
    );
  });

  it("has its head where there is no trial", async () => {
    expect(await render([])).toMatch(/^case_id,.*,reason\r\n$/);
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =cmd|' /C calc'!A0", "＝1+1", "|x", "%0A=1"])(
    "is no formula to a spreadsheet: %j",
    async (reason) => {
      const [row] = await read([[trial({ caseId: reason, reason })]]);
      expect(row?.reason).toMatch(/^'/);
      expect(row?.case_id).toMatch(/^'/);
    },
  );

  it("keeps quotes, commas and line breaks, and shows what would move a cursor", async () => {
    const [row, ...more] = await read([[trial({ reason: 'a "b", c\r\nd \u001b[31m \u0000 \u202e' })]]);
    expect(row?.reason).toBe('a "b", c\nd \\x1b[31m \\x00 \\u202e');
    expect(more).toEqual([]);
  });

  it("comes in pieces that are the whole", async () => {
    const groups = Array.from({ length: 3_000 }, (_, i) => [trial({ caseId: `c-${i}`, reason: "x".repeat(100) })]);
    const pieces: string[] = [];
    for await (const piece of csv.stream?.(inputOf(summaryOf(), { trials: trialsOf(groups) }), OPTIONS) ?? [])
      pieces.push(piece);
    expect(pieces.length).toBeGreaterThan(3);
    expect(pieces.join("")).toBe(await render(groups));
    expect(pieces.join("").match(/\r\n/g)).toHaveLength(3_001);
  });
});
