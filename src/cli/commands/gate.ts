import { UserError } from "../../base/errors.ts";
import { exitCodeOf } from "../../gate/verdict.ts";
import { summaryJson } from "../../log/documents.ts";
import { gateRun } from "../../pipeline/gate-run.ts";
import { gatePlan } from "../../pipeline/plan-gate.ts";
import { type Context, worldOf } from "../context.ts";
import { gatePlanJson, gatePlanText } from "../gate-plan-text.ts";
import { gateText } from "../gate-text.ts";

interface Flags {
  readonly suite?: string;
  /** false: `--no-baseline`. */
  readonly baseline?: string | false;
  readonly allowUndecided?: boolean;
  readonly plan?: boolean;
  readonly out?: string;
  readonly json?: boolean;
}

/** `evals gate`: the verdict of a finished run; nothing is called, nothing is written. */
export async function gate(context: Context, args: readonly string[], given: Record<string, unknown>): Promise<number> {
  const flags = given as unknown as Flags;
  const { out, err } = context;
  const world = worldOf(context, flags.out);
  const options = { suite: flags.suite ?? null, baseline: flags.baseline ?? null };
  if (flags.plan) {
    const plans = await gatePlan(args[0] ?? null, options, world);
    if (flags.json) out.write(`${JSON.stringify(gatePlanJson(plans), null, 2)}\n`);
    else out.write(await gatePlanText(plans, out.width));
    return 0;
  }
  const [which] = args;
  if (which === undefined)
    throw new UserError("bad_usage", "which run? evals gate latest judges the newest one; --plan needs no run");
  const gated = await gateRun(which, options, world);
  if (flags.json) out.write(`${JSON.stringify(summaryJson(gated.summary), null, 2)}\n`);
  else out.write(gateText(gated, out.width));
  const code = exitCodeOf(gated.summary, flags.allowUndecided === true);
  if (flags.allowUndecided && gated.summary.verdict === "undecided" && code === 0)
    err.write("undecided, and allowed by --allow-undecided: exit 0\n");
  return code;
}
