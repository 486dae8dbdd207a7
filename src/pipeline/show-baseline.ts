import { existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { UserError } from "../base/errors.ts";
import { didYouMean } from "../base/nearest.ts";
import type { Baseline } from "../domain/comparison.ts";
import { readBaseline } from "../log/baseline.ts";
import { type Side, sidesOfBaseline } from "../measure/compare/side.ts";
import { sideValue } from "../measure/compare/side-value.ts";
import type { World } from "./options.ts";

export interface BaselineFacts extends Omit<Baseline, "rows"> {
  readonly file: string;
  readonly bytes: number;
  readonly cases: number;
  readonly candidates: readonly BaselineCandidate[];
}

export interface BaselineCandidate {
  readonly id: string;
  readonly cases: number;
  /** null: not known. The same for the others. */
  readonly accuracy: number | null;
  readonly score: number | null;
  readonly latencyP50Ms: number | null;
  readonly costPerCaseUsd: number | null;
}

/** Where baselines lie when nobody says: beside the suites of the default folder. */
const FOLDER = join("evals", "baselines");

/** What a file holds, or, without one, every file of `evals/baselines` (of one suite: `<suite>.json` there). */
export async function showBaselines(file: string | null, suite: string | null, world: World): Promise<BaselineFacts[]> {
  if (file !== null) return [await factsOf(resolve(world.cwd, file))];
  const folder = join(world.cwd, FOLDER);
  const names = existsSync(folder) ? (await readdir(folder)).filter((name) => name.endsWith(".json")).sort() : [];
  const chosen = suite === null ? names : names.filter((name) => name === `${suite}.json`);
  if (chosen.length === 0) {
    const what = suite === null ? "no baseline" : `no baseline of ${suite}`;
    const near =
      suite === null
        ? ""
        : didYouMean(
            suite,
            names.map((name) => basename(name, ".json")),
          );
    throw new UserError(
      "baseline_not_found",
      `${what} in ${FOLDER}${near}; evals baseline save <run> makes one, --file names one elsewhere`,
    );
  }
  const facts: BaselineFacts[] = [];
  for (const name of chosen) facts.push(await factsOf(join(folder, name)));
  return facts;
}

async function factsOf(file: string): Promise<BaselineFacts> {
  const baseline = await readBaseline(file);
  const { rows, ...header } = baseline;
  return {
    file,
    ...header,
    bytes: (await stat(file)).size,
    cases: new Set(rows.map(({ caseId }) => caseId)).size,
    candidates: sidesOfBaseline(baseline).map(candidateFacts),
  };
}

function candidateFacts(side: Side): BaselineCandidate {
  const value = (metric: string) => sideValue(side, metric, null);
  return {
    id: side.candidate,
    cases: side.ids.length,
    accuracy: value("accuracy"),
    score: value("score"),
    latencyP50Ms: value("latency_p50_ms"),
    costPerCaseUsd: value("cost_per_case_usd"),
  };
}
