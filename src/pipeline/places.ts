import type { Place } from "../log/output-store.ts";

/** Where lines stand in a log, by number: twelve bytes each. */
export class Places {
  readonly #offsets: Float64Array;
  readonly #bytes: Uint32Array;

  constructor(count: number) {
    this.#offsets = new Float64Array(count);
    this.#bytes = new Uint32Array(count);
  }

  set(at: number, { offset, bytes }: Place): void {
    this.#offsets[at] = offset;
    this.#bytes[at] = bytes;
  }

  /** null: nothing was set there. */
  get(at: number): Place | null {
    const bytes = this.#bytes[at] ?? 0;
    return bytes === 0 ? null : { offset: this.#offsets[at] ?? 0, bytes };
  }
}
