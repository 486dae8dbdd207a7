type Numbers = Float64Array | Uint32Array | Int32Array | Uint8Array;

/** A list of numbers that costs what its type costs (eight bytes each by default), while it grows and afterwards. */
export class GrowingNumbers<T extends Numbers = Float64Array> {
  readonly #make: new (
    length: number,
  ) => T;
  #values: T;
  #count = 0;

  constructor(make: new (length: number) => T = Float64Array as unknown as new (length: number) => T) {
    this.#make = make;
    this.#values = new make(0);
  }

  get count(): number {
    return this.#count;
  }

  push(value: number): void {
    if (this.#count === this.#values.length) {
      // By a half, not twice: at a million numbers the room in reserve is what counts.
      const larger = new this.#make(Math.max(1_024, Math.ceil(this.#count * 1.5)));
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#count++] = value;
  }

  at(index: number): number {
    return index < this.#count ? (this.#values[index] ?? 0) : 0;
  }

  /** The numbers themselves, without the room in reserve: a copy. */
  finish(): T {
    return this.#values.slice(0, this.#count) as T;
  }

  clear(): void {
    this.#values = new this.#make(0);
    this.#count = 0;
  }
}
