/** Small numbers for texts that repeat, so that a million rows hold numbers. 0 stands for "none". */
export class Interner {
  readonly #codes = new Map<string, number>();
  readonly #texts: string[] = [];
  readonly #limit: number;
  readonly #overflow: string;

  /** Beyond `limit` different texts, all further ones become `overflow`. */
  constructor(limit: number, overflow: string) {
    this.#limit = limit;
    this.#overflow = overflow;
  }

  code(text: string | null | undefined): number {
    if (text === null || text === undefined) return 0;
    const known = this.#codes.get(text);
    if (known !== undefined) return known;
    if (this.#texts.length >= this.#limit - 2 && text !== this.#overflow) return this.code(this.#overflow);
    this.#texts.push(text);
    this.#codes.set(text, this.#texts.length);
    return this.#texts.length;
  }

  text(code: number): string | null {
    return this.#texts[code - 1] ?? null;
  }

  get texts(): readonly string[] {
    return this.#texts;
  }
}
