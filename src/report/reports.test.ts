import { describe, expect, it } from "vitest";
import { candidate, comparison, inputOf, requirement, rules, summaryOf } from "./__fixtures__/inputs.ts";
import { displayWidth } from "./display-width.ts";
import { json } from "./json.ts";
import { markdown } from "./markdown.ts";
import { reports } from "./registry.ts";
import { terminal } from "./terminal.ts";

const ANSI = /\u001b\[\d+m/g;
const HOSTILE =
  "<script>alert(1)</script> | [a](javascript:x) `code` \u001b[2J\u001b]0;title\u0007 \u202eevil\r\n\n# head https://evil.test @torvalds";
const hostileInput = inputOf(
  summaryOf({
    status: "incomplete",
    statusReason: HOSTILE,
    notes: [HOSTILE],
    candidates: [candidate({ ungradedReasons: { [HOSTILE]: 1 }, slices: { [`tag:${HOSTILE}`]: candidate().metrics } })],
    requirements: [requirement({ slice: `tag:${HOSTILE}`, reason: HOSTILE })],
  }),
  {
    examples: [
      { caseId: HOSTILE, candidate: "mini@terse", input: HOSTILE, expected: HOSTILE, output: HOSTILE, reason: HOSTILE },
    ],
  },
);

const render = async (input = inputOf(), width = 80, color = false) => terminal.render(input, { color, width });
const widest = (text: string) => Math.max(...text.split("\n").map((line) => displayWidth(line.replace(ANSI, ""))));

describe("the terminal report", () => {
  it("at 80 columns", async () => {
    expect(await render()).toMatchInlineSnapshot(`
      "support-triage  200 cases × 2 candidates = 400 trials · 5.12 s

      ┌────────────┬──────────────┬────────────┬─────────────┬────────────┐
      │ candidate  │ accuracy     │ trials     │ latency     │ $/case     │
      │ verdict    │ [95%]        │            │             │ $/success  │
      ├────────────┼──────────────┼────────────┼─────────────┼────────────┤
      │ mini@terse │ 86.4%        │ 171 passed │ p50 412 ms  │ $0.0000121 │
      │ undecided  │ [80.9, 90.5] │ 27 failed  │ p95 1.24 s  │ $0.000014  │
      │            │ n 198        │ 2 errored  │ p99 2.11 s  │            │
      ├────────────┼──────────────┼────────────┼─────────────┼────────────┤
      │ rules      │ 74.6%        │ 147 passed │ p50 0.31 ms │ $0         │
      │ (fail)     │ [68.1, 80.2] │ 50 failed  │ p95 0.9 ms  │ $0         │
      │            │ n 197        │ 3 ungraded │ p99 1.2 ms  │            │
      └────────────┴──────────────┴────────────┴─────────────┴────────────┘

      mini@terse: errors: rate_limit 2
      rules: ungraded 3×: the judge gave no verdict

      accuracy against rules (paired; p adjusted by Holm)
        mini@terse  +12.0 points [+6.0, +18.0]  p 0.00080  better
                    31 improved, 7 regressed of 195, 5 not shared

      requirements: undecided
        undecided  mini@terse: accuracy >= 0.85
                   accuracy 0.8636 [0.809, 0.905] straddles min 0.85; about 2,634
                   cases would decide if the figure stays (198 now)
        pass       mini@terse: latency_p95_ms <= 2000
                   latency_p95_ms 1,240 ms [1,116 ms, 1,488 ms] is wholly within max
                   2,000 ms

      what failed (1 of 77)
        t-004 (mini@terse)
          input     Where is my parcel? It was sent two weeks ago and nobody answers …
          expected  shipping
          output    billing
          reason    exact: expected "shipping", got "billing"

      spent $0.0024 on 398 calls · reports/support-triage-20260101T000000Z-0a1b2c
      "
    `);
  });

  it("at 150 columns has one line a candidate", async () => {
    const lines = (await render(inputOf(), 150)).split("\n");
    expect(lines.slice(0, 7)).toMatchInlineSnapshot(`
      [
        "support-triage  200 cases × 2 candidates = 400 trials · 5.12 s",
        "",
        "┌────────────┬────────────────────┬─────┬───────────────────────────────────┬─────────┬────────┬────────┬────────────┬───────────┬───────────┐",
        "│ candidate  │ accuracy [95%]     │ n   │ trials                            │ p50     │ p95    │ p99    │ $/case     │ $/success │ verdict   │",
        "├────────────┼────────────────────┼─────┼───────────────────────────────────┼─────────┼────────┼────────┼────────────┼───────────┼───────────┤",
        "│ mini@terse │ 86.4% [80.9, 90.5] │ 198 │ 171 passed, 27 failed, 2 errored  │ 412 ms  │ 1.24 s │ 2.11 s │ $0.0000121 │ $0.000014 │ undecided │",
        "│ rules      │ 74.6% [68.1, 80.2] │ 197 │ 147 passed, 50 failed, 3 ungraded │ 0.31 ms │ 0.9 ms │ 1.2 ms │ $0         │ $0        │ (fail)    │",
      ]
    `);
  });

  it.each([80, 100, 120, 140, 200])("fits %d columns", async (width) => {
    expect(widest(await render(inputOf(), width))).toBeLessThanOrEqual(width);
    expect(widest(await render(inputOf(), width, true))).toBeLessThanOrEqual(width);
  });

  it("fits 80 columns with long ids and wide characters", async () => {
    const id = "meta-llama-3.1-405b-instruct-turbo@chain-of-thought-with-five-examples";
    const long = candidate({
      id,
      simulated: true,
      trials: { ...rules.trials, planned: 1_000_000, passed: 123_456, failed: 654_321 },
    });
    const text = "それは私の荷物です、いつ届きますか。".repeat(10);
    const input = inputOf(
      summaryOf({
        candidates: [long, rules],
        comparisons: [comparison({ candidate: id })],
        requirements: [requirement({ candidate: id })],
      }),
      { examples: [{ caseId: "事例-1", candidate: "rules", input: text, expected: text, output: text, reason: text }] },
    );
    const shown = await render(input);
    expect(widest(shown)).toBeLessThanOrEqual(80);
    expect(shown).toContain("(simulated)");
    expect(shown).toContain("123,456 passed");
  });

  it("colours only where it is asked to, and says the same", async () => {
    const [plain, coloured] = [await render(), await render(inputOf(), 80, true)];
    expect(plain).not.toContain("\u001b");
    expect(coloured).toMatch(ANSI);
    expect(coloured.replace(ANSI, "")).toBe(plain);
  });

  it.each([80, 200])("shows all outcomes at %d columns: they add up to what was planned", async (width) => {
    const trials = { planned: 300, passed: 171, failed: 27, ungraded: 4, errored: 2, cached: 0, missing: 96 };
    const shown = await render(inputOf(summaryOf({ candidates: [candidate({ trials })] })), width);
    for (const part of ["171 passed", "27 failed", "4 ungraded", "2 errored", "96 missing", "= 300 trials"])
      expect(shown).toContain(part);
  });

  it("lets no text move the cursor, colour, or break a line", async () => {
    const shown = await render(hostileInput, 200);
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(shown.split("\n").filter((line) => line.startsWith("# head"))).toEqual([]);
  });

  it("stands a run without anything to say", async () => {
    const bare = summaryOf({ candidates: [], comparisons: [], requirements: [], verdict: "none", cases: 0 });
    const shown = await render(inputOf(bare, { examples: [] }));
    expect(shown).toContain("0 cases × 0 candidates = 0 trials");
    expect(shown).not.toMatch(/requirements|NaN|undefined|null/);
  });
});

describe("the Markdown report", () => {
  it("of a small run", async () => {
    expect(await markdown.render(inputOf(), { color: false, width: 80 })).toMatchInlineSnapshot(`
      "# support-triage: undecided

      Of 2 requirements 1 is undecided. 200 cases × 2 candidates = 400 trials · 5.12 s

      ## Requirements

      | verdict | candidate | requirement | why |
      | --- | --- | --- | --- |
      | **undecided** | \`mini@terse\` | accuracy &gt;= 0.85 | accuracy 0.8636 \\[0.809, 0.905\\] straddles min 0.85; about 2,634 cases would decide if the figure stays (198 now) |
      | (fail) | \`rules\` | accuracy &gt;= 0.85 | outside |
      | **pass** | \`mini@terse\` | latency_p95_ms &lt;= 2000 | latency_p95_ms 1,240 ms \\[1,116 ms, 1,488 ms\\] is wholly within max 2,000 ms |

      ## Candidates

      | candidate | accuracy | n | passed | failed | ungraded | errored | planned | p50 | p95 | p99 | $/case | $/success | verdict |
      | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
      | \`mini@terse\` | 86.4% [80.9, 90.5] | 198 | 171 | 27 | 0 | 2 | 200 | 412 ms | 1.24 s | 2.11 s | $0.0000121 | $0.000014 | **undecided** |
      | \`rules\` | 74.6% [68.1, 80.2] | 197 | 147 | 50 | 3 | 0 | 200 | 0.31 ms | 0.9 ms | 1.2 ms | $0 | $0 | (fail) |

      - \`mini@terse\`: errors (in no accuracy): rate_limit 2
      - \`rules\`: ungraded 3×: \`the judge gave no verdict\`

      ## Paired comparisons

      | candidate | against | metric | difference | p (Holm) | shows | improved / regressed | shared cases |
      | --- | --- | --- | --- | --- | --- | --- | --- |
      | \`mini@terse\` | \`rules\` | accuracy | +12.0 points [+6.0, +18.0] | 0.00080 | better | 31 / 7 | 195 (5 not shared) |

      <details><summary>7 cases regressed: mini@terse against rules, accuracy</summary>

      - and 7 more

      </details>

      ## What failed

      - \`t-004\` (\`mini@terse\`)
        - input: \`Where is my parcel? It was sent two weeks ago and nobody answers the phone, so I write to you.\`
        - expected: \`shipping\`
        - output: \`billing\`
        - reason: \`exact: expected "shipping", got "billing"\`

      spent $0.0024 on 398 calls. Intervals are 95%. Run \`support-triage-20260101T000000Z-0a1b2c\`.
      "
    `);
  });

  it("tells those that never came from the four outcomes", async () => {
    const trials = { planned: 300, passed: 171, failed: 27, ungraded: 4, errored: 2, cached: 0, missing: 96 };
    const shown = await markdown.render(inputOf(summaryOf({ candidates: [candidate({ trials })] })), {
      color: false,
      width: 80,
    });
    expect(shown).toContain("| passed | failed | ungraded | errored | missing | planned |");
    expect(shown).toContain("| 171 | 27 | 4 | 2 | 96 | 300 |");
  });

  it("takes nothing hostile for Markdown", async () => {
    const shown = await markdown.render(hostileInput, { color: false, width: 80 });
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    // What stands in code is text; outside of it nothing of the hostile text may be left to work.
    const outside = withoutCode(shown).replace(/<\/?(details|summary)>/g, "");
    expect(outside).not.toMatch(/<|(?<!\\)\]\(|https:\/\/|@torvalds|^# head/m);
    for (const table of shown.split("\n\n").filter((block) => block.startsWith("|"))) {
      const columns = table.split("\n").map((line) => line.match(/(?<!\\)\|/g)?.length);
      expect(new Set(columns).size).toBe(1);
    }
  });

  it("says when no requirement is stated", async () => {
    const bare = summaryOf({ requirements: [], verdict: "none" });
    expect(await markdown.render(inputOf(bare), { color: false, width: 80 })).toMatch(
      /^# support-triage: no requirement stated/,
    );
  });
});

describe("the JSON report", () => {
  it("is the summary as it is on disk", () => {
    const summaryJson = { schema: "evals.summary/1", candidates: [{ trials: { passed: 1 } }] };
    expect(json.render(inputOf(summaryOf(), { summaryJson }), { color: true, width: 1 })).toBe(
      `${JSON.stringify(summaryJson, null, 2)}\n`,
    );
  });
});

describe.each(Object.values(reports))("$format", ({ format, description, render: renderIt }) => {
  it("keeps the contract of a report", async () => {
    expect(reports[format]?.format).toBe(format);
    expect(description).not.toBe("");
    const input = inputOf();
    const before = JSON.stringify(input);
    const options = { color: false, width: 100 };
    const text = await renderIt(input, options);
    expect(text.endsWith("\n")).toBe(true);
    expect(await renderIt(input, options)).toBe(text);
    expect(JSON.stringify(input)).toBe(before);
    expect(text).not.toMatch(/NaN|undefined|\[object/);
  });
});

/** Markdown without its code spans. */
function withoutCode(text: string): string {
  return text.replace(/(?<![\\`])(`+)(?!`).*?(?<!`)\1(?!`)/g, "code");
}
