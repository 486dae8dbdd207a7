import { historyJson } from "../../log/documents.ts";
import { suiteHistory } from "../../pipeline/suite-history.ts";
import { historyText } from "../../report/history-text.ts";
import { type Context, worldOf } from "../context.ts";

interface Flags {
  readonly metric?: string;
  readonly candidate?: readonly string[];
  readonly limit?: number;
  readonly out?: string;
  readonly json?: boolean;
}

const RUNS = 20;

/** `evals history`: a metric of a suite over its runs, and where it has really changed. */
export async function history(
  context: Context,
  args: readonly string[],
  given: Record<string, unknown>,
): Promise<number> {
  const flags = given as unknown as Flags;
  const { out } = context;
  const request = {
    suite: args[0] ?? "",
    metric: flags.metric ?? "accuracy",
    candidates: flags.candidate ?? [],
    limit: flags.limit ?? RUNS,
  };
  const found = await suiteHistory(request, worldOf(context, flags.out));
  if (flags.json) out.write(`${JSON.stringify(historyJson(found), null, 2)}\n`);
  else out.write(await historyText(found, { color: out.color, width: out.width }));
  return 0;
}
