import { readFileSync } from "node:fs";

export interface TrainingRow {
  readonly input: string;
  readonly expected: string;
}

/** The labelled messages to learn from: 400 rows that share nothing with the evaluation set (see leakage.test.ts). */
export function trainingRows(): TrainingRow[] {
  const file = new URL("../../datasets/support-triage.train.jsonl", import.meta.url);
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as TrainingRow);
}
