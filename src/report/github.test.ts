import { describe, expect, it } from "vitest";
import { inputOf, requirement, summaryOf } from "./__fixtures__/inputs.ts";
import { cutMarkdown } from "./cut-markdown.ts";
import { github } from "./github.ts";
import { markdown } from "./markdown.ts";

const OPTIONS = { color: false, width: 80 };
const render = async (...[summary, more]: Parameters<typeof inputOf>) => github.render(inputOf(summary, more), OPTIONS);

describe("GitHub annotations", () => {
  it("stand on the requirement's line: error for a fail, warning for undecided, notice for a pass that is worse, nothing for a pass", async () => {
    const summary = summaryOf({
      requirements: [
        requirement(),
        requirement({ verdict: "fail", reason: "below" }),
        requirement({ verdict: "pass", reason: "within" }),
        requirement({ verdict: "pass", warnWorse: true, reason: "worse, within the margin" }),
        requirement({ verdict: "fail", decides: false }),
      ],
    });
    const places = [{ line: 14, col: 5 }, { line: 15, col: 5 }, { line: 16, col: 5 }, { line: 17, col: 5 }, null];
    expect(await render(summary, { places })).toBe(
      "::error file=evals/support-triage.yaml,line=15,col=5,title=fail%3A mini@terse%3A accuracy >= 0.85::below\n" +
        "::warning file=evals/support-triage.yaml,line=14,col=5,title=undecided%3A mini@terse%3A accuracy >= 0.85::" +
        "accuracy 0.8636 [0.809, 0.905] straddles min 0.85; about 2,634 cases would decide if the figure stays (198 now)\n" +
        "::notice file=evals/support-triage.yaml,line=17,col=5,title=pass%3A mini@terse%3A accuracy >= 0.85::worse, within the margin\n",
    );
  });

  it("are nothing else, whatever the texts say", async () => {
    const hostile = "100%\r\n::error file=a::b\n::set-env name=X::y, \u001b[31m";
    const summary = summaryOf({ requirements: [requirement({ slice: hostile, reason: hostile })] });
    const lines = (await render(summary, { suitePath: "a,b:c%.yaml" })).split("\n");
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(
      /^::warning file=a%2Cb%3Ac%25\.yaml,title=[^,:]*::100%25%0A\\x3a:error file=a::b%0A\\x3a:set-env/,
    );
    expect(lines[0]).not.toMatch(/[\u0000-\u001f]/);
  });

  it("say how many there was no room for", async () => {
    const summary = summaryOf({ requirements: Array.from({ length: 25 }, () => requirement({ verdict: "fail" })) });
    const lines = (await render(summary)).trimEnd().split("\n");
    expect(lines).toHaveLength(10);
    expect(lines.at(-1)).toContain("and 16 more");
  });

  it("tell of a run that is not complete", async () => {
    const summary = summaryOf({ requirements: [], status: "incomplete", statusReason: "the budget of $5 was reached" });
    expect(await render(summary)).toContain("title=support-triage%3A incomplete::the budget of $5 was reached\n");
    expect(await render(summaryOf({ requirements: [] }))).toBe("");
  });
});

describe("cutMarkdown", () => {
  const bytes = (text: string) => new TextEncoder().encode(text).length;

  it("leaves alone what fits", () => {
    expect(cutMarkdown("# é\n", 5)).toBe("# é\n");
  });

  it.each([0, 50, 200, 1_000, 2_000])(
    "keeps to %d bytes, cuts between blocks, and closes what is folded",
    async (most) => {
      const details = `<details><summary>é</summary>\n\n${"- é\n\n".repeat(2_000)}</details>\n`;
      const text = `${await markdown.render(inputOf(), OPTIONS)}\n\n${details}`;
      const cut = cutMarkdown(text, most);
      expect(bytes(cut)).toBeLessThanOrEqual(most);
      if (cut !== "") expect(cut).toContain("Cut here");
      expect(cut.match(/<details>/g)?.length).toBe(cut.match(/<\/details>/g)?.length);
    },
  );
});
