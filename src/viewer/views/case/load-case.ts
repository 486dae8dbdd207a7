import type { ViewerCase, ViewerColumns, ViewerRun, ViewerTrial } from "../../../domain/viewer.ts";
import type { SideName } from "../../home/home.ts";
import { positionOf } from "../cases/case-index.ts";
import { readSide, sideText } from "../compare/sides.ts";
import type { RunPlace } from "../registry.ts";
import { readCase } from "./case-cache.ts";

/** A case with all that is shown of it. */
export interface LoadedCase {
  readonly run: ViewerRun;
  readonly columns: ViewerColumns;
  /** What the address asked for. */
  readonly asked: string;
  /** null: the run has no such case. */
  readonly found: ViewerCase | null;
  /** Candidates in the order shown: the run's own, and then those of other runs that it is compared with. */
  readonly answers: readonly CaseAnswers[];
  readonly others: readonly OtherSide[];
}

export interface CaseAnswers {
  /** As the address names it. */
  readonly label: string;
  /** By repeat. */
  readonly trials: readonly ViewerTrial[];
  readonly cuts: ViewerCase["cuts"];
}

/** A side from another run, with its columns to pair by. */
export interface OtherSide {
  readonly side: SideName;
  readonly label: string;
  readonly columns: ViewerColumns;
}

export async function loadCase(place: RunPlace, sides: readonly string[]): Promise<LoadedCase> {
  const { source, home, run: runId } = place;
  const [run, columns] = await Promise.all([source.run(), source.columns()]);
  const asked = place.route.rest ?? "";
  const at = positionOf(columns, asked);
  const found = at === null ? null : await readCase(source, columns, at);
  const names = columns.candidates.map(({ candidate }) => candidate);
  const own = found === null ? [] : names.map((name) => answersOf(found, name, name));
  const others: OtherSide[] = [];
  const theirs: CaseAnswers[] = [];
  for (const text of sides) {
    const side = readSide(text, runId, names);
    // A word that is no run's candidate (the expected value) is no other side either.
    if (side.run === runId || home.server === null) continue;
    const other = home.source(side.run);
    const theirColumns = await other.columns();
    const label = sideText(side, runId);
    others.push({ side, label, columns: theirColumns });
    const position = found === null ? null : positionOf(theirColumns, found.case.id);
    if (position !== null) theirs.push(answersOf(await readCase(other, theirColumns, position), side.candidate, label));
  }
  return { run, columns, asked, found, answers: [...own, ...theirs], others };
}

function answersOf({ trials, cuts }: ViewerCase, candidate: string, label: string): CaseAnswers {
  const own = trials.filter((trial) => trial.candidate === candidate).sort((a, b) => a.repeat - b.repeat);
  return { label, trials: own, cuts };
}
