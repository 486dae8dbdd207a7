import { isAbsolute } from "node:path";
import { displayName } from "../base/display-name.ts";
import { UserError } from "../base/errors.ts";
import type { Problem } from "../domain/problem.ts";

/** Collects what is wrong in several places, so that all of it is told at once. */
export class Problems {
  readonly #found: Problem[] = [];
  readonly #cwd: string;
  readonly #mask: (message: string) => string;
  #name: string | null = null;

  /**
   * @param cwd files are named as seen from it
   * @param mask applied to every message: programs of the suite and the values of its variables speak in them
   */
  constructor(cwd: string, mask: (message: string) => string) {
    this.#cwd = cwd;
    this.#mask = mask;
  }

  /** Runs a check; a `UserError` is kept, and the check's value is then undefined. */
  async collect<T>(file: string, check: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await check();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.#name ??= error.name;
      const own =
        error.problems.length > 0
          ? error.problems
          : [{ file, line: null, col: null, path: null, message: error.message }];
      for (const problem of own) this.add(problem);
      return undefined;
    }
  }

  add(found: Problem): void {
    const { file } = found;
    const problem = { ...found, message: this.#mask(found.message) };
    this.#found.push(isAbsolute(file) ? { ...problem, file: displayName(file, this.#cwd) } : problem);
  }

  get found(): readonly Problem[] {
    return this.#found;
  }

  /** Throws everything that was found as one error; does nothing when there is nothing. */
  throwIfAny(name = "invalid_suite"): void {
    const errors = this.#found.filter((problem) => problem.severity !== "warning");
    if (errors.length > 0) throw UserError.ofProblems(this.#name ?? name, errors);
  }
}
