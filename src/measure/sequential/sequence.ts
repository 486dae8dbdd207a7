/**
 * Where a run with checkpoints is: which first cases every candidate that is still in has finished, and how far it may
 * go. No case beyond a checkpoint is begun before the checkpoint was judged: so nothing is called in vain, and what is
 * called does not hang on who was quick.
 */
export class Sequence {
  readonly #repeats: number;
  readonly #steps: number;
  readonly #checkpoints: readonly number[];
  readonly #done: Uint8Array;
  readonly #fronts: Uint32Array;
  readonly #active: Set<number>;
  #next = 0;
  #halted = false;

  /** @param checkpoints counts of cases, ascending */
  constructor(candidates: number, cases: number, repeats: number, checkpoints: readonly number[]) {
    this.#repeats = repeats;
    this.#steps = cases * repeats;
    this.#checkpoints = checkpoints;
    this.#done = new Uint8Array(candidates * this.#steps);
    this.#fronts = new Uint32Array(candidates);
    this.#active = new Set(Array.from({ length: candidates }, (_, index) => index));
  }

  /** Steps (cases × repeats) that may be begun now. */
  get reach(): number {
    const checkpoint = this.#checkpoints[this.#next];
    const open = this.#halted || this.#active.size === 0 || checkpoint === undefined;
    return open ? Number.POSITIVE_INFINITY : checkpoint * this.#repeats;
  }

  get active(): readonly number[] {
    return [...this.#active];
  }

  isActive(candidate: number): boolean {
    return this.#active.has(candidate);
  }

  /** A candidate has finished a step (case × repeats + repeat − 1), whichever way it went. */
  mark(candidate: number, step: number): void {
    const first = candidate * this.#steps;
    this.#done[first + step] = 1;
    let front = this.#fronts[candidate] ?? 0;
    while (front < this.#steps && this.#done[first + front] === 1) front += 1;
    this.#fronts[candidate] = front;
  }

  /** Cases of the next checkpoint, if everyone who is in has reached it; null: not yet, or there is no more. */
  due(): number | null {
    const checkpoint = this.#checkpoints[this.#next];
    if (this.#halted || checkpoint === undefined || this.#active.size === 0) return null;
    const all = [...this.#active].every((candidate) => (this.#fronts[candidate] ?? 0) >= checkpoint * this.#repeats);
    return all ? checkpoint : null;
  }

  /** The checkpoint that was due is judged. */
  pass(): void {
    this.#next += 1;
  }

  stop(candidate: number): void {
    this.#active.delete(candidate);
  }

  /** A trial was left without a result: no further checkpoint can be reached, and nobody must wait for one. */
  halt(): void {
    this.#halted = true;
  }
}
