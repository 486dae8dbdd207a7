import { features } from "./features.ts";
import { type TrainingRow, trainingRows } from "./training-data.ts";

// Chosen by cross-validation on the training file. Stopping after 20 passes is all the regularisation it needs.
const PASSES = 20;
const LEARNING_RATE = 2;
/** The value of the one column that is in every message: how frequent a queue is at all (the intercept). */
const INTERCEPT = 0.3;

type Vector = readonly (readonly [column: number, value: number])[];

/** Softmax regression on TF-IDF vectors of length 1, by stochastic gradient descent in file order: no randomness. */
export function train(rows: readonly TrainingRow[]): (text: string) => string {
  const documents = rows.map((row) => features(row.input));
  const frequency = new Map<string, number>();
  for (const feature of documents.flatMap((document) => [...document.keys()])) {
    frequency.set(feature, (frequency.get(feature) ?? 0) + 1);
  }
  const columns = new Map([...frequency.keys()].map((feature, column) => [feature, column]));
  const rarity = Float64Array.from(frequency.values(), (count) => 1 + Math.log((1 + rows.length) / (1 + count)));

  const vectorise = (document: ReadonlyMap<string, number>): Vector => {
    const vector: [number, number][] = [];
    for (const [feature, count] of document) {
      const column = columns.get(feature);
      if (column !== undefined) vector.push([column, (1 + Math.log(count)) * (rarity[column] ?? 0)]);
    }
    const length = Math.hypot(...vector.map(([, value]) => value)) || 1;
    return [[columns.size, INTERCEPT], ...vector.map(([column, value]) => [column, value / length] as const)];
  };

  const labels = [...new Set(rows.map((row) => row.expected))].sort();
  const weights = labels.map(() => new Float64Array(columns.size + 1));
  const scores = (vector: Vector) =>
    weights.map((row) => vector.reduce((sum, [column, value]) => sum + (row[column] ?? 0) * value, 0));

  const vectors = documents.map(vectorise);
  for (let pass = 0; pass < PASSES; pass += 1) {
    vectors.forEach((vector, index) => {
      const probabilities = softmax(scores(vector));
      weights.forEach((row, queue) => {
        const target = labels[queue] === rows[index]?.expected ? 1 : 0;
        const step = LEARNING_RATE * (target - (probabilities[queue] ?? 0));
        for (const [column, value] of vector) row[column] = (row[column] ?? 0) + step * value;
      });
    });
  }

  return (text) => {
    const result = scores(vectorise(features(text)));
    return labels[result.indexOf(Math.max(...result))] ?? "";
  };
}

function softmax(scores: readonly number[]): number[] {
  const highest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

const classify = train(trainingRows());

export default function logisticRegression(request: { readonly input: string }): string {
  return classify(request.input);
}
