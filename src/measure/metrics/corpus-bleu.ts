import { corpusBleuCI } from "../../stats/corpus-bleu-ci.ts";
import { noEstimate } from "../estimates.ts";
import { clustersOf } from "../view.ts";
import type { MetricDefinition } from "./metric-definition.ts";

export const corpusBleuMetric: MetricDefinition = {
  name: "corpus_bleu",
  unit: "share",
  definition:
    "BLEU of all graded answers together (sacrebleu / 100), of the first `bleu` grader with `variant: corpus`: no mean of sentence scores",
  interval: "delta (on the logarithm), delta-cr1 (with clusters)",
  better: "higher",
  applies: (table) => table.bleu !== null,
  measure({ table, candidate, cases, confidence }) {
    if (table.bleu === null) return noEstimate();
    const { bleu } = table;
    const measured = [...cases].flatMap((index) => {
      const first = table.slotOf(index, candidate);
      const statistics = bleu.sumOf(Array.from({ length: table.repeats }, (_, repeat) => first + repeat));
      return statistics === null ? [] : [{ index, statistics }];
    });
    const clusters = clustersOf(
      table,
      Uint32Array.from(measured, ({ index }) => index),
    );
    const texts = measured.map(({ statistics }) => statistics);
    const found = corpusBleuCI(texts, clusters, confidence);
    return found.value === null
      ? noEstimate()
      : { ...found, value: found.value, method: clusters === null ? "delta" : "delta-cr1" };
  },
};
