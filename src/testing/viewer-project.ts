import { pathToFileURL } from "node:url";
import { jsonl, makeProject, type Project } from "./cli.ts";

const CASES = 60;
const ids = Array.from({ length: CASES }, (_, i) => `t-${String(i + 1).padStart(3, "0")}`);
const QUEUES = ["billing", "shipping", "refund"] as const;
const queueOf = (index: number) => QUEUES[index % 3] ?? "billing";

/** What `base` has right and `next` wrong, and the other way round: known, so that a reader can be asked for them. */
export const REGRESSED = ["t-004", "t-011", "t-033"];
export const IMPROVED = ["t-007", "t-008", "t-021", "t-040", "t-051", "t-060"];

const answer = (candidate: "base" | "next", id: string, index: number) => {
  const wrong = candidate === "base" ? IMPROVED : REGRESSED;
  const queue = queueOf(wrong.includes(id) ? index + 1 : index);
  return `The customer wrote about ${id}.\n\nAnswer: **${queue}**`;
};

const outputs = (candidate: "base" | "next") =>
  jsonl(
    ids.flatMap((id, index) =>
      // One case without an answer: errored.
      id === "t-060" && candidate === "next"
        ? []
        : [
            {
              id,
              output: answer(candidate, id, index),
              latency_ms: (candidate === "base" ? 200 : 90) + index,
              cost_usd: candidate === "base" ? 0.0002 : 0.001,
            },
          ],
    ),
  );

/** A suite with two recorded candidates whose answers differ in known cases. */
export async function viewerProject(): Promise<Project> {
  return makeProject({
    "evals/triage.yaml": [
      "name: triage",
      "description: Which queue a ticket belongs to.",
      "dataset: ../datasets/triage.jsonl",
      "models:",
      "  - { id: base, provider: recorded, path: ../base.jsonl }",
      "  - { id: next, provider: recorded, path: ../next.jsonl }",
      "graders:",
      "  - { type: exact, extract: [answer_line, { strip: '*' }] }",
      "requirements:",
      "  - { metric: accuracy, min: 0.75 }",
      "run: { max_error_rate: 0.1 }",
      "",
    ].join("\n"),
    "datasets/triage.jsonl": jsonl(
      ids.map((id, index) => ({
        id,
        input: `Ticket ${id}: please help with my ${queueOf(index)} question.`,
        expected: queueOf(index),
        tags: [queueOf(index), index % 2 === 0 ? "even" : "odd"],
      })),
    ),
    "base.jsonl": outputs("base"),
    "next.jsonl": outputs("next"),
  });
}

/** Where the newest run's report lies. */
export async function reportUrl(project: Project): Promise<string> {
  return pathToFileURL(project.path(`reports/${(await project.runs()).at(-1)}/report.html`)).href;
}
