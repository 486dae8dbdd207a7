import { hashText, spreadHash } from "../base/hash-text.ts";

/**
 * The ids seen so far, each with its number, without keeping their texts: twelve to twenty-four bytes an id where a Set
 * takes a hundred. Two ids with one hash are told apart by reading the id again, which `idAt` does.
 */
export class IdIndex {
  readonly #idAt: (index: number) => string;
  #slots = new Int32Array(1_024).fill(-1);
  #hashes = new Uint32Array(1_024);
  #count = 0;

  constructor(idAt: (index: number) => string) {
    this.#idAt = idAt;
  }

  /** The number an id was added with; -1 when it was not. */
  find(id: string): number {
    const hash = spreadHash(hashText(id));
    for (let at = hash & this.#mask; ; at = (at + 1) & this.#mask) {
      const index = this.#slots[at] ?? -1;
      if (index < 0 || (this.#hashes[at] === hash && this.#idAt(index) === id)) return index;
    }
  }

  /** The id must not be there yet. */
  add(id: string, index: number): void {
    if (this.#count * 4 >= this.#slots.length * 3) this.#grow();
    this.#place(spreadHash(hashText(id)), index);
    this.#count++;
  }

  get #mask(): number {
    return this.#slots.length - 1;
  }

  #place(hash: number, index: number): void {
    let at = hash & this.#mask;
    while ((this.#slots[at] ?? -1) >= 0) at = (at + 1) & this.#mask;
    this.#slots[at] = index;
    this.#hashes[at] = hash;
  }

  #grow(): void {
    const [slots, hashes] = [this.#slots, this.#hashes];
    this.#slots = new Int32Array(slots.length * 2).fill(-1);
    this.#hashes = new Uint32Array(slots.length * 2);
    slots.forEach((index, at) => {
      if (index >= 0) this.#place(hashes[at] ?? 0, index);
    });
  }
}
