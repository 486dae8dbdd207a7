/** What was asked for: the words of the command line, and which of them name suites. */
export interface Asked {
  readonly argv: readonly string[];
  readonly suites: readonly string[];
  /** How many suites that came to: a folder, or none at all, may be several. */
  readonly prepared: number;
}

/** The command line that goes on with a run: the same flags, so that it is the same work. `file` is the run's suite. */
export function resumeCommand({ argv, suites, prepared }: Asked, runId: string, file: string): string {
  const kept = argv.filter((argument, at) => !isOneOf(argument, ["--resume", "--reuse"]) && argv[at - 1] !== "--reuse");
  // A run is gone on with alone: of several suites only its own is named.
  const words = prepared === 1 ? kept : [...without(kept, suites), file];
  return ["evals", ...words, `--resume=${runId}`].map(quote).join(" ");
}

/** Which run was gone on with, or taken from, is the run's own knowledge now. */
function isOneOf(argument: string, flags: readonly string[]): boolean {
  return flags.some((flag) => argument === flag || argument.startsWith(`${flag}=`));
}

/** Drops each suite where it stands last: a flag's value of the same text stands before it, if anywhere. */
function without(argv: readonly string[], suites: readonly string[]): readonly string[] {
  const words = [...argv];
  for (const suite of suites) {
    const at = words.lastIndexOf(suite);
    if (at >= 0) words.splice(at, 1);
  }
  return words;
}

function quote(argument: string): string {
  return /^[\w@%+=:,./~-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}
