import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { corpusBleu } from "../stats/corpus-bleu.ts";
import { gradeBy, verdictOf } from "./__fixtures__/grade-by.ts";
import { bleuStatistics, sentenceBleu } from "./text/bleu-score.ts";
import { tokenize13a } from "./text/tokenize-13a.ts";

const statisticsOf = (text: string, ...references: string[]) =>
  bleuStatistics(tokenize13a(text), references.map(tokenize13a));

describe("bleu", () => {
  // sacrebleu/test/test_sentence_bleu.py.
  const [hypothesis, reference] = [
    "Producția de zahăr primă va fi exprimată în ceea ce privește zahărul alb;",
    "producţia de zahăr brut se exprimă în zahăr alb;",
  ];
  it.each(["sentence", "corpus"])("is sacrebleu's sentence BLEU with variant %s", async (variant) => {
    const { grade } = await gradeBy({ type: "bleu", variant }, hypothesis, { expected: reference });
    expect(grade.status === "scored" && grade.score * 100).toBeCloseTo(8.493, 3);
    expect(grade).toMatchObject({
      pass: false,
      reason: expect.stringMatching(/^BLEU 0\.084 is below 0\.8: expected "prod/),
      parts: { matches: [5, 2, 0, 0], totals: [14, 13, 12, 11], length: 14, reference_length: 10 },
    });
  });
  it("takes several expected texts as references of one sentence", async () => {
    const { grade } = await gradeBy({ type: "bleu" }, "The dog bit the man.", {
      expected: ["The dog bit a cat.", "", "A bird bit the man."],
    });
    expect(grade).toMatchObject({ parts: { matches: [6, 5, 3, 1], length: 6, reference_length: 6 } });
  });
  it("is 1 on the same text, however short, and 0 where nothing matches", async () => {
    expect(sentenceBleu(statisticsOf("yes", "yes"))).toBe(1);
    expect(sentenceBleu(statisticsOf("yes", "no"))).toBe(0);
    expect(sentenceBleu(statisticsOf("", "no"))).toBe(0);
    expect(await verdictOf({ type: "bleu", min: 0 }, "", { expected: "x" })).toBe("pass");
  });
  it("does not judge by an empty reference", async () => {
    for (const expected of ["", " ", [], [""]]) {
      expect(await verdictOf({ type: "bleu" }, "x", { expected })).toBe("ungraded");
    }
  });
  it("keeps every score between 0 and 1", () => {
    const text = fc.array(fc.constantFrom("a", "b", "c", "."), { maxLength: 12 }).map((words) => words.join(" "));
    fc.assert(
      fc.property(text, fc.array(text, { minLength: 1, maxLength: 3 }), (a, references) => {
        const statistics = statisticsOf(a, ...references);
        for (const score of [sentenceBleu(statistics), corpusBleu([statistics, statistics])]) {
          expect(score >= 0 && score <= 1).toBe(true);
        }
        if (a !== "") expect(sentenceBleu(statisticsOf(a, a))).toBe(1);
      }),
      { seed: 1 },
    );
  });
});

describe("corpusBleu", () => {
  // sacrebleu/test/test_bleu.py.
  it("is computed from the sums, not from the scores", () => {
    const statistics = [
      statisticsOf("The dog bit the man.", "The dog bit the man.", "The dog had bit the man."),
      statisticsOf("It wasn't surprising.", "It was not unexpected.", "No one was surprised."),
      statisticsOf("The man had just bitten him.", "The man bit him first.", "The man had bitten the dog."),
    ];
    expect(corpusBleu(statistics) * 100).toBeCloseTo(48.530827, 6);
  });
  it("is 0 without texts, and without a run of four words unless the order is effective", () => {
    expect(corpusBleu([])).toBe(0);
    expect(corpusBleu([statisticsOf("a test", "a test")])).toBe(0);
    expect(corpusBleu([statisticsOf("a test", "a test")], { effectiveOrder: true })).toBe(1);
  });
});

describe("tokenize13a", () => {
  // Values of sacrebleu's own tokeniser, by running it.
  it.each([
    ["Mr. Smith's 1,000.5 dogs, 3-4 a-b.", "Mr . Smith's 1,000.5 dogs , 3 - 4 a-b ."],
    ["it&quot;s &amp;lt; <skipped>now-\nhere", 'it " s < nowhere'],
    [".5 5. a.b [x]{y}~", ". 5 5 . a . b [ x ] { y } ~"],
    ["“q” 漢字。\u00a0x\u2028y", "“q” 漢字。 x y"],
    [" \n", ""],
  ])("%j", (text, tokens) => {
    expect(tokenize13a(text).join(" ")).toBe(tokens);
  });
});
