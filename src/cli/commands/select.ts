import { UserError } from "../../base/errors.ts";
import type { SelectionOutcome } from "../../domain/selection.ts";
import { EXIT } from "../../gate/verdict.ts";
import { selectCandidate } from "../../pipeline/select-candidate.ts";
import { selectionJson } from "../../report/select-json.ts";
import { selectText } from "../../report/select-text.ts";
import { type Context, worldOf } from "../context.ts";

const EXIT_CODES: Readonly<Record<SelectionOutcome, number>> = {
  chosen: EXIT.ok,
  front: EXIT.ok,
  undecided: EXIT.undecided,
  incomplete: EXIT.incomplete,
  none: EXIT.failed,
};

const DEFAULT_EPSILON = 0.01;

/** `evals select`: which candidate of some runs to ship. */
export async function select(
  context: Context,
  args: readonly string[],
  flags: Record<string, unknown>,
): Promise<number> {
  const { out } = context;
  if (args.length === 0) throw new UserError("run_not_named", "name the run to select from: evals select latest");
  const list = (name: string) => (flags[name] as readonly string[] | undefined) ?? [];
  const selection = await selectCandidate(
    args,
    {
      require: list("require"),
      maximize: list("maximize"),
      minimize: list("minimize"),
      epsilon: (flags.epsilon as number | undefined) ?? DEFAULT_EPSILON,
    },
    worldOf(context, flags.out as string | undefined),
  );
  const text = flags.json
    ? `${JSON.stringify(selectionJson(selection), null, 2)}\n`
    : await selectText(selection, { color: out.color, width: out.width });
  out.write(text);
  return EXIT_CODES[selection.outcome];
}
