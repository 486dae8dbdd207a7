import { compareJson } from "../../log/comparison-json.ts";
import { compareRuns } from "../../pipeline/compare-runs.ts";
import { comparisonReport } from "../../report/comparison-report.ts";
import { type Context, worldOf } from "../context.ts";

interface Flags {
  readonly reference?: string;
  readonly baseline?: string;
  readonly metric?: readonly string[];
  readonly slice?: readonly string[];
  readonly out?: string;
  readonly json?: boolean;
}

/** `evals compare`: paired differences of candidates, of one run or across runs. */
export async function compare(
  context: Context,
  args: readonly string[],
  given: Record<string, unknown>,
): Promise<number> {
  const flags = given as Flags;
  const { out } = context;
  const compared = await compareRuns(
    {
      runs: args,
      reference: flags.reference ?? null,
      baseline: flags.baseline ?? null,
      metrics: flags.metric ?? [],
      slices: flags.slice ?? [],
    },
    worldOf(context, flags.out),
  );
  if (flags.json) out.write(`${JSON.stringify(compareJson(compared), null, 2)}\n`);
  else out.write(await comparisonReport(compared, { color: out.color, width: out.width }));
  return 0;
}
