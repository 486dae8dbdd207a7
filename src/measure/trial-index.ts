import { hashText, spreadHash } from "../base/hash-text.ts";

/**
 * Finds the slot of a trial by its id, which is never split: ids are composed from their parts, hashed into an open
 * table, and composed again to compare. Eight bytes a trial where a Map of strings would take a hundred.
 */
export class TrialIndex {
  readonly #caseIds: readonly string[];
  readonly #suffixes: readonly string[];
  readonly #slots: Int32Array;
  readonly #mask: number;

  /** Slots count through the suffixes (candidates × repeats) of a case, then the cases. */
  constructor(caseIds: readonly string[], suffixes: readonly string[]) {
    this.#caseIds = caseIds;
    this.#suffixes = suffixes;
    const trials = caseIds.length * suffixes.length;
    const size = 2 ** Math.ceil(Math.log2(Math.max(2, trials * 1.4)));
    this.#slots = new Int32Array(size).fill(-1);
    this.#mask = size - 1;
    let slot = 0;
    for (const id of caseIds) {
      const start = hashText(id);
      for (const suffix of suffixes) this.#insert(hashText(suffix, start), slot++);
    }
  }

  /** -1 for a trial that was not planned. */
  slotOf(trial: string): number {
    for (let at = spreadHash(hashText(trial)) & this.#mask; ; at = (at + 1) & this.#mask) {
      const slot = this.#slots[at] ?? -1;
      if (slot < 0 || this.#isAt(slot, trial)) return slot;
    }
  }

  #insert(code: number, slot: number): void {
    let at = spreadHash(code) & this.#mask;
    while ((this.#slots[at] ?? -1) >= 0) at = (at + 1) & this.#mask;
    this.#slots[at] = slot;
  }

  /** Part by part: a text joined to be compared would be garbage of every line that is read. */
  #isAt(slot: number, trial: string): boolean {
    const perCase = this.#suffixes.length;
    const id = this.#caseIds[Math.floor(slot / perCase)] ?? "";
    const suffix = this.#suffixes[slot % perCase] ?? "";
    return trial.length === id.length + suffix.length && trial.startsWith(id) && trial.endsWith(suffix);
  }
}
