import type { Problem } from "../domain/problem.ts";

/**
 * A mistake that the user can mend: shown as a message without a stack trace, exit 2.
 * `name` is permanent: people search for it.
 */
export class UserError extends Error {
  readonly problems: readonly Problem[];

  constructor(name: string, message: string, problems: readonly Problem[] = []) {
    super(message);
    this.name = name;
    this.problems = problems;
  }

  static ofProblems(name: string, problems: readonly Problem[]): UserError {
    return new UserError(name, problems.map(formatProblem).join("\n"), problems);
  }
}

/** `file:line:col path: message`, without the parts that are unknown. */
export function formatProblem(problem: Problem): string {
  const place = [problem.file, problem.line, problem.col].filter((part) => part !== null).join(":");
  return problem.path ? `${place} ${problem.path}: ${problem.message}` : `${place}: ${problem.message}`;
}

/** The message of anything thrown. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  return typeof thrown === "string" ? thrown : String(thrown);
}

/** The `code` of a system error (`ENOENT`…), if it has one. */
export function codeOf(thrown: unknown): string | undefined {
  const code = (thrown as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : undefined;
}
