import type { Problem } from "../domain/problem.ts";
import { UserError } from "./errors.ts";

/** Everything wrong with a file, the first of it in full, so that a broken file of any length can be reported. */
export class ProblemList {
  readonly #limit: number;
  readonly #shown: Problem[] = [];
  #more = 0;

  constructor(limit = 50) {
    this.#limit = limit;
  }

  add(problem: Problem): void {
    if (this.#shown.length < this.#limit) this.#shown.push(problem);
    else this.#more++;
  }

  /** What explains the others comes before them. */
  addFirst(problem: Problem): void {
    this.#shown.unshift(problem);
    if (this.#shown.length <= this.#limit) return;
    this.#shown.pop();
    this.#more++;
  }

  /** Throws one `UserError` with all of it; nothing when there is nothing. */
  throwIfAny(name: string): void {
    if (this.#shown.length === 0) return;
    const last = this.#shown.at(-1);
    const more: Problem[] =
      this.#more === 0 || last === undefined
        ? []
        : [{ file: last.file, line: null, col: null, path: null, message: `and ${this.#more} more problems` }];
    throw UserError.ofProblems(name, [...this.#shown, ...more]);
  }
}
