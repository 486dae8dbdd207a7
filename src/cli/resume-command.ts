/** The command line that goes on with a run: the same flags, so that it is the same work. */
export function resumeCommand(argv: readonly string[], runId: string): string {
  const kept = argv.filter((argument) => argument !== "--resume" && !argument.startsWith("--resume="));
  return ["evals", ...kept, `--resume=${runId}`].map(quote).join(" ");
}

function quote(argument: string): string {
  return /^[\w@%+=:,./~-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}
