import { Option } from "commander";
import type { Context } from "./context.ts";

/** What a command gives back: its exit code. Its result is on `out`. */
export type CommandResult = number;
type Run = (context: Context, args: readonly string[], flags: Record<string, unknown>) => Promise<CommandResult>;

export interface CommandSpec {
  readonly name: string;
  readonly args: string;
  readonly description: string;
  readonly options: readonly Option[];
  /** Two worked examples, with what each does. */
  readonly examples: readonly [string, string][];
  /** Loads the command: nothing heavier than commander is loaded before it is known what to do. */
  readonly load: () => Promise<Run>;
}

export const flag = (flags: string, description: string) => new Option(flags, description);
export const JSON_FLAG = flag("--json", "print one JSON document on stdout");
export const OUT_FLAG = flag("--out <dir>", "folder of the runs (default reports/, or EVALS_REPORTS)");
