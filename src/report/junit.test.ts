import { execFileSync, spawnSync } from "node:child_process";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { describe, expect, it } from "vitest";
import { inputOf, requirement, summaryOf, trial, trialsOf } from "./__fixtures__/inputs.ts";
import type { TrialGroup } from "./definition.ts";
import { junit } from "./junit.ts";

const OPTIONS = { color: false, width: 80 };
const HOSTILE =
  '<script>alert(1)</script> & "]]>" \u001b[31mred\u001b[0m \u001b]0;title\u0007 \u0000\u0008\u000b\uffff\ud800 \u202eevil \n\n  </failure>';

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "",
  textNodeName: "text",
  parseAttributeValue: false,
  isArray: (name) => name === "testcase" || name === "testsuite",
});

interface Case {
  readonly name: string;
  readonly classname: string;
  readonly failure?: { readonly message: string; readonly type: string; readonly text: string };
  readonly error?: { readonly message: string; readonly type: string };
  readonly skipped?: { readonly message: string };
  readonly "system-out"?: string;
}
interface Suite extends Record<"name" | "tests" | "failures" | "errors" | "skipped", string> {
  readonly testcase: readonly Case[];
  readonly "system-out"?: string;
}

/** As a parser that is not ours reads it. */
function parsed(xml: string): { tests: string; failures: string; testsuite: readonly Suite[] } {
  expect(XMLValidator.validate(xml)).toBe(true);
  return (parser.parse(xml) as { testsuites: ReturnType<typeof parsed> }).testsuites;
}

const render = async (groups: readonly TrialGroup[], summary = summaryOf()) =>
  junit.render(inputOf(summary, { trials: trialsOf(groups) }), OPTIONS);

describe("JUnit", () => {
  it("has a case per case and candidate, in the words of JUnit", async () => {
    const { testsuite, tests, failures } = parsed(
      await render([
        [trial()],
        [trial({ candidate: "rules", outcome: "failed", reason: 'exact: expected "a", got "b"' })],
        [trial({ caseId: "t-002", outcome: "errored", errorKind: "timeout", reason: "timeout: 60 s" })],
        [trial({ caseId: "t-002", candidate: "rules", outcome: "ungraded", reason: "the judge gave no verdict" })],
        [trial({ caseId: "t-003", outcome: "missing" })],
      ]),
    );
    const [requirements, mini, rules] = testsuite;
    expect(requirements?.name).toBe("support-triage: requirements");
    expect(mini).toMatchObject({
      name: "support-triage: mini@terse",
      tests: "3",
      failures: "0",
      errors: "1",
      skipped: "1",
    });
    expect(mini?.testcase).toMatchObject([
      { name: "t-001", classname: "support-triage.mini@terse", time: "0.412" },
      { name: "t-002", error: { message: "timeout: 60 s", type: "timeout" } },
      { name: "t-003", skipped: { message: "no result" } },
    ]);
    expect(rules?.testcase).toMatchObject([
      { name: "t-001", failure: { message: 'exact: expected "a", got "b"', type: "failed" } },
      { name: "t-002", skipped: { message: "ungraded: the judge gave no verdict" } },
    ]);
    expect([tests, failures]).toEqual(["8", "1"]);
  });

  it("takes no undecided requirement for a pass, and none that is information for a failure", async () => {
    const [requirements] = parsed(await render([])).testsuite;
    expect(requirements).toMatchObject({ tests: "3", failures: "0", errors: "1", skipped: "1" });
    expect(requirements?.testcase[0]?.error?.message).toMatch(/^undecided: accuracy 0.8636 .* straddles min 0.85/);
    expect(requirements?.testcase[1]?.skipped?.message).toBe("for information alone: fail: outside");
    const failing = summaryOf({ requirements: [requirement({ verdict: "fail", reason: "below" })] });
    expect(parsed(await render([], failing)).testsuite[0]).toMatchObject({ failures: "1", errors: "0" });
  });

  it("says by majority what flaky cases are, and fails none that has no majority", async () => {
    const repeats = (outcomes: string) =>
      [...outcomes].map((one, at) =>
        trial({
          caseId: outcomes,
          repeat: at + 1,
          outcome: one === "+" ? "passed" : one === "e" ? "errored" : "failed",
        }),
      );
    const [, mini] = parsed(await render(["++-", "+--", "+-", "+e", "ee"].map(repeats))).testsuite;
    expect(mini).toMatchObject({ tests: "5", failures: "1", errors: "1", skipped: "1" });
    const [passed, failed, drawn, graded] = mini?.testcase ?? [];
    expect(passed).toMatchObject({ "system-out": "flaky: 2 of 3 repeats passed" });
    expect(passed).not.toHaveProperty("failure");
    expect(failed).toMatchObject({ failure: { message: "failed" }, "system-out": "flaky: 1 of 3 repeats passed" });
    expect(drawn).toMatchObject({ skipped: { message: "flaky: 1 of 2 repeats passed: no majority" } });
    expect(Object.keys(graded ?? {})).not.toContain("system-out");
  });

  it("asks for 20,000 trials and says when there are more", async () => {
    const asked: (number | undefined)[] = [];
    const trials = { ...trialsOf([[trial()]], asked), count: 50_000 };
    const { testsuite } = parsed(await junit.render(inputOf(summaryOf(), { trials }), OPTIONS));
    expect(asked).toEqual([20_000]);
    expect(testsuite[1]?.["system-out"]).toContain("1 of 50,000 trials are listed: those that did not pass first");
  });

  it("is well-formed XML 1.0 whatever stands in it, and lets nothing out of its place", async () => {
    const long = "😀".repeat(5_000_000);
    const xml = await render(
      [
        [trial({ caseId: HOSTILE, outcome: "failed", reason: HOSTILE })],
        [trial({ caseId: "long", outcome: "failed", reason: long })],
        [trial({ caseId: "e", outcome: "errored", errorKind: HOSTILE, reason: HOSTILE })],
        [trial({ caseId: "u", outcome: "ungraded", reason: HOSTILE })],
      ],
      summaryOf({ suite: "support-triage", requirements: [requirement({ slice: HOSTILE, reason: HOSTILE })] }),
    );
    expect(xml.length).toBeLessThan(30_000);
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e\uffff]|\p{Surrogate}|script>/u);
    const [, mini] = parsed(xml).testsuite;
    expect(mini?.testcase).toHaveLength(4);
    expect(mini?.testcase[0]?.failure?.text).toContain("alert(1)");
    expect(mini?.testcase[0]?.failure?.text).toMatch(/ red\s+evil/);
  });

  const python = spawnSync("python3", ["-c", "import xml.etree.ElementTree"]).status === 0;
  it.skipIf(!python)("is read by a strict parser of another house (python3's expat)", async () => {
    const everything = String.fromCodePoint(
      ...Array.from({ length: 0x3000 }, (_, code) => code),
      0xd801,
      0xfffe,
      0x1f600,
    );
    const xml = await render([
      [trial({ caseId: HOSTILE, outcome: "failed", reason: everything })],
      [trial({ caseId: everything, outcome: "errored", errorKind: everything, reason: HOSTILE })],
    ]);
    const script =
      "import sys, xml.etree.ElementTree as E\nr = E.fromstring(sys.stdin.buffer.read())\nprint(len(r.findall('.//testcase')), r.find('.//failure').get('message').count('<'))";
    const read = execFileSync("python3", ["-c", script], { input: xml, encoding: "utf8" });
    expect(read.trim()).toBe("5 1");
  });
});
