import { join } from "node:path";
import type { Case } from "../domain/case.ts";
import type { Output } from "../domain/output.ts";
import type { Score } from "../domain/score.ts";
import { decodeCase, decodeOutput, decodeScore } from "./codec.ts";
import { RecordStore } from "./record-store.ts";
import { FILES } from "./run-folder.ts";

export type { Place } from "./record-store.ts";

/** Outputs of a run by the places that `readOutputBlocks` gives. */
export class OutputStore extends RecordStore<Output> {
  constructor(folder: string) {
    super(join(folder, FILES.outputs), decodeOutput);
  }
}

/** Scores of a run by the places that `readScoreBlocks` gives. */
export class ScoreStore extends RecordStore<Score> {
  constructor(folder: string) {
    super(join(folder, FILES.scores), decodeScore);
  }
}

/** Cases of a run by the places that `readCaseBlocks` gives. */
export class CaseStore extends RecordStore<Case> {
  constructor(folder: string) {
    super(join(folder, FILES.cases), decodeCase);
  }
}
