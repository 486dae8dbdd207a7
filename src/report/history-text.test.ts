import { describe, expect, it } from "vitest";
import type { HistoryChange, HistoryPoint, SuiteHistory } from "../domain/history.ts";
import { displayWidth } from "./display-width.ts";
import { historyText } from "./history-text.ts";
import { sparkline } from "./sparkline.ts";

const compared = (difference: number, shows: "better" | "worse" | "no difference", more = {}): HistoryChange => ({
  status: "compared",
  against: "r0",
  by: "pairs",
  n: 200,
  difference,
  low: difference - 0.04,
  high: difference + 0.04,
  p: 0.2,
  pAdjusted: shows === "no difference" ? 0.6 : 0.001,
  shows,
  ...more,
});

function point(
  day: number,
  value: number,
  change: HistoryChange | null,
  more: Partial<HistoryPoint> = {},
): HistoryPoint {
  return {
    runId: `support-triage-2026010${day}T080000Z-0a1b2${day}`,
    startedAt: `2026-01-0${day}T08:00:00.000Z`,
    status: "complete",
    gitCommit: "b3cd68d0123456789",
    estimate: { value, low: value - 0.05, high: value + 0.05, n: 200, method: "wilson" },
    datasetChanged: false,
    gradersChanged: false,
    change,
    ...more,
  };
}

const history: SuiteHistory = {
  suite: "support-triage",
  metric: "accuracy",
  unit: "share",
  better: "higher",
  series: [
    {
      candidate: "mini@terse",
      points: [
        point(1, 0.7, null),
        point(2, 0.8, compared(0.1, "better")),
        point(3, 0.81, compared(0.01, "no difference"), { datasetChanged: true }),
        point(4, 0.6, { status: "not compared", against: "r", reason: "other graders" }, { gradersChanged: true }),
        point(5, 0.61, compared(0.01, "no difference", { by: "intervals", n: null }), {
          status: "incomplete",
          gitCommit: null,
        }),
      ],
      plateau: null,
    },
    {
      candidate: "rules",
      points: [1, 2, 3, 4].map((day) => point(day, 0.5, day === 1 ? null : compared(0, "no difference"))),
      plateau: {
        changes: 3,
        since: "support-triage-20260101T080000Z-0a1b21",
        overall: compared(0.005, "no difference"),
      },
    },
  ],
  runs: 5,
  leftOut: { unfinished: 1, older: 7 },
};

const widest = (text: string) => Math.max(...text.split("\n").map((line) => displayWidth(line)));

describe("the history", () => {
  it("at 80 columns", async () => {
    const shown = await historyText(history, { color: false, width: 80 });
    expect(widest(shown)).toBeLessThanOrEqual(80);
    expect(shown).toMatchInlineSnapshot(`
      "support-triage: accuracy
      5 runs · the oldest first · 7 older left out (--limit) · 1 unfinished left out

      mini@terse  ▄██▁▁
      ┌──────────────────┬──────────────┬─────┬─────────┬───────────────────┐
      │ run              │ value        │ n   │ commit  │ change            │
      │                  │ [95%]        │     │         │                   │
      ├──────────────────┼──────────────┼─────┼─────────┼───────────────────┤
      │ 2026-01-01 08:00 │ 70.0%        │ 200 │ b3cd68d │ –                 │
      │ …0a1b21          │ [65.0, 75.0] │     │         │                   │
      ├──────────────────┼──────────────┼─────┼─────────┼───────────────────┤
      │ 2026-01-02 08:00 │ 80.0%        │ 200 │ b3cd68d │ +10.0 points      │
      │ …0a1b22          │ [75.0, 85.0] │     │         │ [+6.0, +14.0]     │
      │                  │              │     │         │ p 0.0010 better   │
      ├──────────────────┼──────────────┼─────┼─────────┼───────────────────┤
      │ 2026-01-03 08:00 │ 81.0%        │ 200 │ b3cd68d │ +1.0 points       │
      │ …0a1b23          │ [76.0, 86.0] │     │         │ [−3.0, +5.0]      │
      │                  │              │     │         │ p 0.6000 ≈        │
      │                  │              │     │         │ (dataset changed) │
      ├──────────────────┼──────────────┼─────┼─────────┼───────────────────┤
      │ 2026-01-04 08:00 │ 60.0%        │ 200 │ b3cd68d │ not compared:     │
      │ …0a1b24          │ [55.0, 65.0] │     │         │ other graders     │
      │                  │              │     │         │ (graders changed) │
      ├──────────────────┼──────────────┼─────┼─────────┼───────────────────┤
      │ 2026-01-05 08:00 │ 61.0%        │ 200 │ –       │ +1.0 points       │
      │ …0a1b25          │ [56.0, 66.0] │     │         │ [−3.0, +5.0]      │
      │ incomplete       │              │     │         │ p 0.6000 ≈        │
      │                  │              │     │         │ (by intervals)    │
      └──────────────────┴──────────────┴─────┴─────────┴───────────────────┘

      rules  ▄▄▄▄
      ┌──────────────────┬──────────────┬─────┬─────────┬──────────────┐
      │ run              │ value        │ n   │ commit  │ change       │
      │                  │ [95%]        │     │         │              │
      ├──────────────────┼──────────────┼─────┼─────────┼──────────────┤
      │ 2026-01-01 08:00 │ 50.0%        │ 200 │ b3cd68d │ –            │
      │ …0a1b21          │ [45.0, 55.0] │     │         │              │
      ├──────────────────┼──────────────┼─────┼─────────┼──────────────┤
      │ 2026-01-02 08:00 │ 50.0%        │ 200 │ b3cd68d │ 0.0 points   │
      │ …0a1b22          │ [45.0, 55.0] │     │         │ [−4.0, +4.0] │
      │                  │              │     │         │ p 0.6000 ≈   │
      ├──────────────────┼──────────────┼─────┼─────────┼──────────────┤
      │ 2026-01-03 08:00 │ 50.0%        │ 200 │ b3cd68d │ 0.0 points   │
      │ …0a1b23          │ [45.0, 55.0] │     │         │ [−4.0, +4.0] │
      │                  │              │     │         │ p 0.6000 ≈   │
      ├──────────────────┼──────────────┼─────┼─────────┼──────────────┤
      │ 2026-01-04 08:00 │ 50.0%        │ 200 │ b3cd68d │ 0.0 points   │
      │ …0a1b24          │ [45.0, 55.0] │     │         │ [−4.0, +4.0] │
      │                  │              │     │         │ p 0.6000 ≈   │
      └──────────────────┴──────────────┴─────┴─────────┴──────────────┘
      the last 3 changes cannot be told apart, nor can the newest run and
      support-triage-20260101T080000Z-0a1b21 (+0.5 points [−3.5, +4.5]): a plateau.
      Time to think of more data or fine-tuning

      better, worse: shown at 5%, p adjusted by Holm over the series; ≈: cannot be
      told apart. Paired on the cases that two runs share unless it says otherwise.
      Values with their 95% intervals.
      "
    `);
  });

  it("at 170 columns has one line a run", async () => {
    const shown = await historyText(history, { color: false, width: 170 });
    expect(widest(shown)).toBeLessThanOrEqual(170);
    expect(shown.split("\n").slice(2, 9)).toMatchInlineSnapshot(`
      [
        "mini@terse  ▄██▁▁",
        "┌─────────────────────────────────────────────────────┬──────────────────┬────────────────────┬─────┬─────────┬───────────────────────────────────────────────────────┐",
        "│ run                                                 │ started          │ accuracy [95%]     │ n   │ commit  │ change                                                │",
        "├─────────────────────────────────────────────────────┼──────────────────┼────────────────────┼─────┼─────────┼───────────────────────────────────────────────────────┤",
        "│ support-triage-20260101T080000Z-0a1b21              │ 2026-01-01 08:00 │ 70.0% [65.0, 75.0] │ 200 │ b3cd68d │ –                                                     │",
        "│ support-triage-20260102T080000Z-0a1b22              │ 2026-01-02 08:00 │ 80.0% [75.0, 85.0] │ 200 │ b3cd68d │ +10.0 points [+6.0, +14.0] p 0.0010 better            │",
        "│ support-triage-20260103T080000Z-0a1b23              │ 2026-01-03 08:00 │ 81.0% [76.0, 86.0] │ 200 │ b3cd68d │ +1.0 points [−3.0, +5.0] p 0.6000 ≈ (dataset changed) │",
      ]
    `);
  });

  it("says so where small steps come to something", async () => {
    const [, rules] = history.series;
    if (rules?.plateau == null) throw new Error("the fixture has a plateau");
    const plateau = { ...rules.plateau, overall: compared(0.09, "better") };
    const shown = await historyText({ ...history, series: [{ ...rules, plateau }] }, { color: false, width: 120 });
    expect(shown.replace(/\n/g, " ")).toContain("one by one, but together they are better: +9.0 points");
    expect(shown).not.toContain("plateau");
  });
});

describe("sparkline", () => {
  it("spans what there is", () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7])).toBe("▁▂▃▄▅▆▇█");
    expect(sparkline([0.5, null, 0.5])).toBe("▄·▄");
    expect(sparkline([])).toBe("");
  });
});
