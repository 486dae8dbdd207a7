import { features } from "./features.ts";
import { type TrainingRow, trainingRows } from "./training-data.ts";

/** Added to every count, so that a feature unseen in a queue does not rule it out. 0.3 won in cross-validation. */
const SMOOTHING = 0.3;

interface Queue {
  readonly label: string;
  rows: number;
  total: number;
  readonly counts: Map<string, number>;
}

/** Multinomial naive Bayes: the queue under which the message's features are most likely. */
export function train(rows: readonly TrainingRow[]): (text: string) => string {
  const queues = new Map<string, Queue>();
  const known = new Set<string>();
  for (const { input, expected } of rows) {
    const queue = queues.get(expected) ?? { label: expected, rows: 0, total: 0, counts: new Map<string, number>() };
    queues.set(expected, queue);
    queue.rows += 1;
    for (const [feature, count] of features(input)) {
      known.add(feature);
      queue.total += count;
      queue.counts.set(feature, (queue.counts.get(feature) ?? 0) + count);
    }
  }

  return (text) => {
    const present = [...features(text)].filter(([feature]) => known.has(feature));
    let best = { label: "", score: Number.NEGATIVE_INFINITY };
    for (const queue of queues.values()) {
      const denominator = queue.total + SMOOTHING * known.size;
      // A sum of logarithms: the product of hundreds of small probabilities would be 0.
      let score = Math.log(queue.rows / rows.length);
      for (const [feature, count] of present) {
        score += count * Math.log(((queue.counts.get(feature) ?? 0) + SMOOTHING) / denominator);
      }
      if (score > best.score) best = { label: queue.label, score };
    }
    return best.label;
  };
}

const classify = train(trainingRows());

export default function naiveBayes(request: { readonly input: string }): string {
  return classify(request.input);
}
