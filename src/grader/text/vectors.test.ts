import { describe, expect, it } from "vitest";
import type { Json } from "../../domain/json.ts";
import { type BleuStatistics, corpusBleu } from "../../stats/corpus-bleu.ts";
import { gradeBy } from "../__fixtures__/grade-by.ts";
import { rowsOf } from "../__fixtures__/vectors.ts";
import { bleuStatistics, sentenceBleu } from "./bleu-score.ts";
import { type RougeVariant, rougeScore } from "./rouge-score.ts";
import { tokenize13a } from "./tokenize-13a.ts";

// Reference values of the libraries themselves; see vectors.test.ts. Left out as another convention:
// lighteval_f1_score keeps articles and case; lighteval_f1_score_{macro,micro}, _multi_f1_numeric, _loglikelihood_f1
// and _drop are classification or number bags; trivia_qa normalises otherwise than SQuAD; lighteval_bleu_{1,4},
// helm_bleu_1, helm_chinese_bleu_1 are nltk's BLEU without smoothing; promptfoo_bleu and _gleu are their own; of
// sacrebleu: smoothing floor and add-k, tokenisers intl and char; promptfoo_levenshtein bounds the edits.
interface Row {
  readonly id: string;
  readonly grader: string;
  readonly output: string;
  readonly outputs: readonly string[];
  readonly expected: Json;
  readonly targets: readonly (readonly string[])[];
  readonly references: readonly string[] & readonly (readonly string[])[];
  readonly metrics: Readonly<Record<string, number>>;
  readonly score: number;
  readonly tolerance?: number;
  readonly params: {
    readonly tokenize?: string;
    readonly smooth_method?: string;
    readonly lowercase?: boolean;
    readonly max_ngram_order?: number;
  };
  readonly docs: readonly { readonly choices: readonly string[] }[];
  readonly responses: readonly { readonly text: readonly string[] }[];
  readonly expected_output: number & Readonly<Record<string, number>>;
  readonly "scores_[precision,recall,fmeasure]": Readonly<Record<string, Triple>>;
}
type Triple = readonly [precision: number, recall: number, fmeasure: number];

const rows = rowsOf<Row>("grader_vectors/vectors.jsonl");
const group = (name: string, keep: (row: Row) => boolean = () => true) =>
  rows.filter((row) => row.grader === name && keep(row)).map((row, index) => [`${name} ${index}`, row] as const);

async function scoreOf(raw: unknown, text: string, expected: Json): Promise<number | null> {
  const { grade } = await gradeBy(raw, text, { expected });
  return grade.status === "scored" ? grade.score : null;
}

describe.skipIf(rows.length === 0)("f1", () => {
  it.each(group("squad_em_f1"))(
    "%s: the mean over its outputs",
    async (_, { outputs, targets, metrics, tolerance }) => {
      const scores = await Promise.all(
        outputs.map((output, at) => scoreOf({ type: "f1" }, output, [...(targets[at] ?? [])])),
      );
      const mean = scores.reduce<number>((sum, score) => sum + (score ?? Number.NaN), 0) / scores.length;
      expect(Math.abs(mean * 100 - (metrics.f1 ?? Number.NaN))).toBeLessThan(tolerance ?? 1e-9);
    },
  );
  it.each(group("openai_fuzzy_match_f1"))("%s", async (_, { output, expected, metrics }) => {
    expect(await scoreOf({ type: "f1" }, output, expected)).toBe(metrics.f1_score);
  });
});

describe.skipIf(rows.length === 0)("rouge", () => {
  it.each(group("rouge"))("%s of google-research", async (_, row) => {
    const expected = String(row.expected);
    for (const [variant, triple] of Object.entries(row["scores_[precision,recall,fmeasure]"])) {
      const score = rougeScore(variant as RougeVariant, expected, row.output, false);
      // An empty reference scores 0 there; here it says nothing of the text.
      if (expected === "") expect(score).toEqual({ status: "empty" });
      else expectTriple(score, triple, 1e-4);
    }
  });
  const rouges = rows.filter(({ grader }) => grader.startsWith("lighteval_rouge"));
  it.each(rouges.map((row) => [row.id, row] as const))(
    "%s",
    async (_, { docs, responses, expected_output, grader }) => {
      const wanted = Object.entries(expected_output) as [string, number][];
      for (const [variant, value] of wanted) {
        const score = await scoreOf({ type: "rouge", variant }, responses[0]?.text[0] ?? "", [
          ...(docs[0]?.choices ?? []),
        ]);
        // Their assertions are rounded: 0.8 for 7/9, 0.666 for 2/3, 0.61 for 8/13.
        const off = Math.abs((score ?? Number.NaN) - (grader === "lighteval_rouge_t5" ? value / 100 : value));
        expect(off, variant).toBeLessThan(grader === "lighteval_rouge_t5" ? 1e-6 : 0.03);
      }
    },
  );
});

interface Pair {
  readonly expected: string;
  readonly output: string;
  readonly scores?: Readonly<Record<string, Triple>>;
  readonly scores_stemmed: Readonly<Record<string, Triple>>;
}

describe.each(["rouge/single_line.jsonl", "rouge/multi_line.jsonl"])("%s", (file) => {
  const pairs = rowsOf<Pair>(file);
  it.skipIf(pairs.length === 0)("agrees to the six digits given", () => {
    let [compared, empty] = [0, 0];
    for (const { expected, output, scores = {}, scores_stemmed } of pairs) {
      for (const [stem, table] of [
        [false, scores],
        [true, scores_stemmed],
      ] as const) {
        for (const [variant, triple] of Object.entries(table)) {
          const score = rougeScore(variant as RougeVariant, expected, output, stem);
          if (score.status === "empty") {
            // A reference of one word: rouge2 is 0 there whatever the text, and nothing to judge by here.
            expect([variant, triple]).toEqual(["rouge2", [0, 0, 0]]);
            empty += 1;
          } else expectTriple(score, triple, 5.1e-7);
          compared += 1;
        }
      }
    }
    expect([compared, empty]).toEqual(file.includes("single") ? [6_000, 8] : [750, 0]);
  });
});

const published =
  rowsOf<Pair>("rouge/single_line.jsonl").length === 0
    ? []
    : ([
        ["single_line", false, { rouge1: [0.49879, 0.3195, 0.38554] }],
        ["single_line", true, { rouge1: [0.52434, 0.3358, 0.40524], rougeL: [0.52104, 0.33377, 0.40275] }],
        [
          "multi_line",
          true,
          {
            rouge1: [0.59877, 0.38091, 0.46411],
            rouge2: [0.36516, 0.23109, 0.28209],
            rougeLsum: [0.59491, 0.37846, 0.46113],
          },
        ],
      ] as const);

// Asserted in google-research's scoring_test.py (within 0.01); their resampled middles lie within 0.0004 of the mean.
describe.skipIf(published.length === 0)("the mean over a file, as the ROUGE-1.5.5 script has it", () => {
  it.each(published)("%s, stemmed: %s", (file, stem, table) => {
    const pairs = rowsOf<Pair>(`rouge/${file}.jsonl`);
    for (const [variant, middle] of Object.entries(table)) {
      const scores = pairs.map(({ expected, output }) => rougeScore(variant as RougeVariant, expected, output, stem));
      const mean = (key: "precision" | "recall" | "fmeasure") =>
        scores.reduce((sum, score) => sum + (score.status === "scored" ? score[key] : 0), 0) / scores.length;
      const off = [mean("precision") - middle[0], mean("recall") - middle[1], mean("fmeasure") - middle[2]].map(
        Math.abs,
      );
      expect(Math.max(...off), variant).toBeLessThan(0.0004);
    }
  });
});

function expectTriple(score: ReturnType<typeof rougeScore>, [precision, recall, fmeasure]: Triple, within: number) {
  if (score.status !== "scored") throw new Error(score.status);
  const off = [score.precision - precision, score.recall - recall, score.fmeasure - fmeasure].map(Math.abs);
  expect(Math.max(...off), JSON.stringify(score)).toBeLessThan(within);
}

const whitespace = (text: string) => text.match(/\S+/g) ?? [];
const tokenizer = ({ params }: Row) => (params.tokenize === "none" ? whitespace : tokenize13a);
/** Tokenised by 13a or at blanks, smoothed by `exp`, or not at all where every order has a match. */
const ours = ({ params: { tokenize = "13a", smooth_method = "exp" } }: Row) =>
  ["13a", "none"].includes(tokenize) && smooth_method === "exp";

describe.skipIf(rows.length === 0)("bleu", () => {
  it.each(group("bleu_sentence", (row) => ours(row) && row.params.lowercase === false))("%s", (_, row) => {
    const tokens = tokenizer(row);
    const statistics = bleuStatistics(
      tokens(row.output),
      row.references.map((reference) => tokens(String(reference))),
    );
    expect(sentenceBleu(statistics) * 100).toBeCloseTo(row.score, 3);
  });
  const corpora = group("bleu_corpus", (row) => ours(row) || row.params.smooth_method === "none");
  it.each(corpora)("%s", (_, row) => {
    const statistics = corpusStatistics(row, row.params.max_ngram_order);
    expect(Math.abs(corpusBleu(statistics) * 100 - row.score)).toBeLessThan(row.tolerance ?? 0);
  });
  // Smoothed by `floor`: the same where nothing, or every order that there is, has a match.
  it.each(group("bleu_raw_corpus").filter((_, index) => [0, 1, 3, 4].includes(index)))("%s", (_, row) => {
    const score = corpusBleu(corpusStatistics(row), { effectiveOrder: true });
    expect(score * 100).toBeCloseTo(row.score, 9);
  });
  it.each(group("lighteval_bleu"))("%s", (_, { docs, responses, expected_output, tolerance = 0 }) => {
    const statistics = responses.map(({ text }, at) =>
      bleuStatistics(tokenize13a(text[0] ?? ""), (docs[at]?.choices ?? []).map(tokenize13a)),
    );
    expect(Math.abs(corpusBleu(statistics) * 100 - expected_output)).toBeLessThan(tolerance);
  });
  it("has a row of each group", () => {
    expect(group("bleu_sentence", (row) => ours(row) && row.params.lowercase === false)).toHaveLength(2);
    expect(corpora).toHaveLength(11);
  });
});

/** References come as one list a stream there. */
function corpusStatistics(row: Row, maxOrder?: number): readonly BleuStatistics[] {
  const tokens = tokenizer(row);
  return row.outputs.map((output, at) =>
    bleuStatistics(
      tokens(output),
      row.references.map((stream) => tokens(stream[at] ?? "")),
      maxOrder,
    ),
  );
}
