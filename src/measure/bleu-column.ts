import type { Json } from "../domain/json.ts";
import type { BleuStatistics } from "../stats/corpus-bleu.ts";

/** Four orders of matches and of totals, and both lengths. */
const WIDTH = 10;

/** What corpus BLEU is computed from, by trial: 40 bytes each, made only where a suite asks for it. */
export class BleuColumn {
  readonly #counts: Uint32Array;
  readonly #known: Uint8Array;

  constructor(trials: number) {
    this.#counts = new Uint32Array(trials * WIDTH);
    this.#known = new Uint8Array(trials);
  }

  /** @param parts of the trial's `bleu` score; nothing is kept of a score without them */
  set(slot: number, parts: Json | undefined): void {
    const row = rowOf(parts);
    this.#known[slot] = row === null ? 0 : 1;
    if (row !== null) this.#counts.set(row, slot * WIDTH);
  }

  /** Sums over some trials; null where none has any. */
  sumOf(slots: readonly number[]): BleuStatistics | null {
    const known = slots.filter((slot) => this.#known[slot] === 1);
    if (known.length === 0) return null;
    const at = (index: number) => known.reduce((sum, slot) => sum + (this.#counts[slot * WIDTH + index] ?? 0), 0);
    return {
      matches: [at(0), at(1), at(2), at(3)],
      totals: [at(4), at(5), at(6), at(7)],
      length: at(8),
      referenceLength: at(9),
    };
  }
}

function rowOf(parts: Json | undefined): number[] | null {
  if (typeof parts !== "object" || parts === null || Array.isArray(parts)) return null;
  const { matches, totals, length, reference_length } = parts as { readonly [key: string]: Json | undefined };
  const row = [
    ...(Array.isArray(matches) ? matches : []),
    ...(Array.isArray(totals) ? totals : []),
    length,
    reference_length,
  ];
  return row.length === WIDTH && row.every((count) => typeof count === "number") ? (row as number[]) : null;
}
