import { sha256 } from "../base/digest.ts";
import { UserError } from "../base/errors.ts";
import { didYouMean } from "../base/nearest.ts";
import type { Calibration, JudgedOutput, JudgeVerdict, Preference } from "../domain/calibration.ts";
import type { Json } from "../domain/json.ts";
import type { Problem } from "../domain/problem.ts";
import type { RunManifest } from "../domain/run.ts";
import type { Score } from "../domain/score.ts";
import type { GraderSpec } from "../domain/suite.ts";
import { readCases, readOutputs, readScores } from "../log/read-log.ts";
import { calibrate } from "../measure/judge/calibrate.ts";
import { type Labels, readLabels } from "./read-labels.ts";

export interface CalibrateOptions {
  /** Path of the labels, and how messages name it. */
  readonly labels: string;
  readonly labelsName: string;
  /** null: the run's one judge. */
  readonly grader: string | null;
}

/** Compares a judge's verdicts of a run with people's. Reads the run folder and the labels, and nothing else. */
export async function calibrateJudge(
  folder: string,
  manifest: RunManifest,
  { labels: path, labelsName, grader }: CalibrateOptions,
): Promise<Calibration> {
  const spec = await chooseGrader(folder, manifest, grader);
  const clusters = new Map<string, string>();
  // A cluster's name must not meet a case's id.
  for await (const { id, cluster } of readCases(folder))
    clusters.set(id, cluster === null ? `case ${id}` : `cluster ${cluster}`);
  const candidates = manifest.candidates.map(({ id }) => id);
  const { kind, labels } = await readLabels(path, labelsName, { cases: new Set(clusters.keys()), candidates });
  const outputs = await readJudged(folder, spec.id, clusters);
  const range = rangeOf(spec);
  checkForm({ kind, labels }, spec, outputs, range, labelsName);
  return calibrate({
    runId: manifest.runId,
    suite: manifest.suite,
    grader: spec.id,
    candidates,
    kind,
    labels,
    outputs,
    range,
    min: spec.min,
    seed: manifest.seed,
  });
}

/** The one that is named, else the only one that asked a model, else the only one. */
async function chooseGrader(folder: string, manifest: RunManifest, named: string | null): Promise<GraderSpec> {
  const specs = manifest.resolvedSuite.graders;
  const ids = specs.map(({ id }) => id);
  if (named !== null) {
    const found = specs.find(({ id }) => id === named);
    if (found !== undefined) return found;
    const near = didYouMean(named, ids);
    const help = near === "" ? `; it has ${ids.join(", ")}` : near;
    throw new UserError("grader_not_found", `${manifest.runId} has no grader "${named}"${help}`);
  }
  const asked = new Set<string>();
  for await (const score of readScores(folder)) if (score.judge !== null) asked.add(score.grader);
  const judges = specs.filter(({ id }) => asked.has(id));
  const choice = judges.length === 0 ? specs : judges;
  const [only] = choice;
  if (only !== undefined && choice.length === 1) return only;
  const what = judges.length === 0 ? "no grader of this run asked a judge" : `this run has ${judges.length} judges`;
  throw new UserError(
    "grader_not_named",
    `${what}: name the grader to calibrate, --grader ${choice.map(({ id }) => id).join(" or ")}`,
  );
}

async function readJudged(
  folder: string,
  grader: string,
  clusters: ReadonlyMap<string, string>,
): Promise<readonly JudgedOutput[]> {
  // The last line of a trial counts, and so does the last of a trial and a grader.
  const answered = new Map<string, Omit<JudgedOutput, "verdict" | "replayed" | "orders">>();
  for await (const output of readOutputs(folder)) {
    const { trial, caseId, candidate, repeat } = output;
    if (output.status !== "ok") {
      answered.delete(trial);
      continue;
    }
    const { text } = output.answer;
    const cluster = clusters.get(caseId) ?? caseId;
    answered.set(trial, { caseId, cluster, candidate, repeat, length: text.length, textDigest: sha256(text) });
  }
  const graded = new Map<string, Pick<JudgedOutput, "verdict" | "replayed" | "orders">>();
  for await (const score of readScores(folder)) {
    if (score.grader !== grader) continue;
    const replayed = score.judge?.cached ?? false;
    graded.set(score.trial, { verdict: verdictOf(score), replayed, orders: ordersOf(score.parts) });
  }
  return [...answered].map(([trial, output]) => ({
    ...output,
    ...(graded.get(trial) ?? { verdict: null, replayed: false, orders: [] }),
  }));
}

function verdictOf(score: Score): JudgeVerdict | null {
  return score.status === "scored" ? { score: score.score, pass: score.pass, label: score.label } : null;
}

/** The preferences of a pairwise grade in both orders, one a member of its panel. */
function ordersOf(parts: Json | undefined): JudgedOutput["orders"] {
  if (parts === undefined || parts === null || typeof parts !== "object" || Array.isArray(parts)) return [];
  const members = Array.isArray(parts.members) ? parts.members : [parts];
  return members.flatMap((member) => {
    if (member === null || typeof member !== "object" || Array.isArray(member)) return [];
    const [shownFirst, shownSecond] = [preferenceIn(member.first_order), preferenceIn(member.second_order)];
    return shownFirst === null || shownSecond === null ? [] : [{ shownFirst, shownSecond }];
  });
}

function preferenceIn(order: Json | undefined): Preference | null {
  if (order === undefined || order === null || typeof order !== "object" || Array.isArray(order)) return null;
  const { preference } = order;
  return preference === "win" || preference === "loss" || preference === "tie" ? preference : null;
}

/** People write the numbers that the judge was asked for. */
function rangeOf({ options }: GraderSpec): readonly [number, number] | null {
  const { scale } = options;
  if (options.mode !== "scale" || !Array.isArray(scale)) return null;
  const [low, high] = scale as readonly unknown[];
  return typeof low === "number" && typeof high === "number" && low < high ? [low, high] : null;
}

function checkForm(
  { kind, labels }: Labels,
  spec: GraderSpec,
  outputs: readonly JudgedOutput[],
  range: readonly [number, number] | null,
  file: string,
): void {
  const given = outputs.flatMap(({ verdict }) => (verdict === null ? [] : [verdict]));
  if (given.length === 0) throw new UserError("no_verdicts", `${spec.id} has given no verdict in this run`);
  const gives = [
    ...(given.some(({ pass }) => pass !== null) ? ["pass"] : []),
    ...(given.some(({ label }) => label !== null) ? ["label"] : []),
    "score",
  ];
  if (!gives.includes(kind)) {
    throw new UserError(
      "labels_of_another_kind",
      `${file} states "${kind}", which ${spec.id} does not give: state ${gives.map((one) => `"${one}"`).join(" or ")}`,
    );
  }
  const words = kind === "label" ? knownWords(spec) : null;
  const [low, high] = range ?? [0, 1];
  const problems = labels.flatMap(({ value, line }): Problem[] => {
    const at = { file, line, col: 1, path: kind };
    if (words !== null && !words.includes(String(value))) {
      const near = didYouMean(String(value), words);
      return [
        { ...at, message: `"${value}" is no label of ${spec.id}${near === "" ? `: ${words.join(", ")}` : near}` },
      ];
    }
    if (kind === "score" && (Number(value) < low || Number(value) > high)) {
      return [{ ...at, message: `${value} is outside ${low}…${high}, the scores of ${spec.id}` }];
    }
    return [];
  });
  if (problems.length > 0) throw UserError.ofProblems("invalid_labels", problems.slice(0, 20));
}

/** null: any word may be a label. */
function knownWords({ type, options }: GraderSpec): readonly string[] | null {
  if (type === "pairwise") return ["win", "loss", "tie"];
  const { labels } = options;
  return labels !== null && typeof labels === "object" ? Object.keys(labels) : null;
}
