import { resolve } from "node:path";
import { displayName } from "../../base/display-name.ts";
import { UserError } from "../../base/errors.ts";
import { findRun } from "../../log/find-runs.ts";
import { calibrateJudge } from "../../pipeline/calibrate-judge.ts";
import { calibrationJson, calibrationText } from "../../report/calibration.ts";
import { type Context, worldOf } from "../context.ts";

/** `evals judge calibrate`: how good a run's judge is, against people. */
export async function judge(
  context: Context,
  args: readonly string[],
  flags: Record<string, unknown>,
): Promise<number> {
  const { out, cwd } = context;
  const [action = "", name = "latest"] = args;
  if (action !== "calibrate") {
    throw new UserError(
      "unknown_action",
      `evals judge has no "${action}": evals judge calibrate <run> --labels <file>`,
    );
  }
  if (typeof flags.labels !== "string") {
    throw new UserError("labels_not_named", "--labels <file> is needed: JSONL of {case_id, candidate, pass, rater}");
  }
  const { reports } = worldOf(context, flags.out as string | undefined);
  const { folder, manifest } = await findRun(name, reports, cwd);
  const path = resolve(cwd, flags.labels);
  const calibration = await calibrateJudge(folder, manifest, {
    labels: path,
    labelsName: displayName(path, cwd),
    grader: (flags.grader as string | undefined) ?? null,
  });
  const text = flags.json
    ? `${JSON.stringify(calibrationJson(calibration), null, 2)}\n`
    : await calibrationText(calibration);
  out.write(text);
  return 0;
}
