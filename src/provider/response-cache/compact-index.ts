const WORDS = 5;
const [FIRST, SECOND, OFFSET, LENGTH, USED] = [0, 1, 2, 3, 4];
const MOST_FULL = 0.8;
const GROWTH = 1.6;
const LARGEST = 2 ** 32 - 1;

export interface Place {
  readonly offset: number;
  readonly length: number;
  /** When it was stored or last used, whole seconds since the epoch. */
  readonly usedAt: number;
}

/**
 * Where in its shard each key lies: an open-addressing table of 20-byte slots, 25 to 40 bytes an entry (a `Map` of
 * strings takes some 200). It knows 64 bits of a key: who reads the line compares the whole.
 */
export class CompactIndex {
  #capacity = 64;
  #slots = new Uint32Array(64 * WORDS);
  #count = 0;

  get bytes(): number {
    return this.#slots.byteLength;
  }

  find(key: string): Place | null {
    const slot = this.#slotOf(firstWord(key), secondWord(key));
    const length = this.#word(slot, LENGTH);
    return length === 0 ? null : { offset: this.#word(slot, OFFSET), length, usedAt: this.#word(slot, USED) };
  }

  /** Places that do not fit 32 bits are left out: misses. */
  put(key: string, offset: number, length: number, usedAt: number): void {
    if (offset > LARGEST || length > LARGEST) return;
    if (this.#count >= this.#capacity * MOST_FULL) this.#grow();
    this.#write(firstWord(key), secondWord(key), offset, length, usedAt);
  }

  use(key: string, usedAt: number): void {
    const slot = this.#slotOf(firstWord(key), secondWord(key));
    if (this.#word(slot, LENGTH) !== 0) this.#slots[slot * WORDS + USED] = usedAt;
  }

  /** Unless another line has taken its place since. */
  forget(key: string, offset: number): void {
    const slot = this.#slotOf(firstWord(key), secondWord(key));
    // The slot stays taken: an empty one would cut off the keys that were placed behind it.
    if (this.#word(slot, OFFSET) === offset) this.#slots[slot * WORDS + LENGTH] = 0;
  }

  #word(slot: number, word: number): number {
    return this.#slots[slot * WORDS + word] ?? 0;
  }

  /** The slot of a key, or the empty one where it would stand. */
  #slotOf(first: number, second: number): number {
    let slot = second % this.#capacity;
    while (!this.#isEmpty(slot) && (this.#word(slot, FIRST) !== first || this.#word(slot, SECOND) !== second)) {
      slot = slot + 1 === this.#capacity ? 0 : slot + 1;
    }
    return slot;
  }

  #isEmpty(slot: number): boolean {
    return this.#word(slot, FIRST) === 0;
  }

  #write(first: number, second: number, offset: number, length: number, usedAt: number): void {
    const slot = this.#slotOf(first, second);
    if (this.#isEmpty(slot)) this.#count += 1;
    this.#slots.set([first, second, offset, length, usedAt], slot * WORDS);
  }

  #grow(): void {
    const old = this.#slots;
    this.#capacity = Math.ceil(this.#capacity * GROWTH);
    this.#slots = new Uint32Array(this.#capacity * WORDS);
    this.#count = 0;
    for (let at = 0; at < old.length; at += WORDS) {
      const [first = 0, second = 0, offset = 0, length = 0, usedAt = 0] = old.subarray(at, at + WORDS);
      if (length !== 0) this.#write(first, second, offset, length, usedAt);
    }
  }
}

// The first digits chose the shard and are alike in it. Zero stands for an empty slot in the first word.
const firstWord = (key: string) => Number.parseInt(key.slice(8, 16), 16) || 1;
const secondWord = (key: string) => Number.parseInt(key.slice(16, 24), 16);
