import { GrowingNumbers } from "../base/growing-numbers.ts";
import type { LabelRole } from "./grader-roles.ts";

export const MIN_CLASSES = 2;
export const MAX_CLASSES = 50;
/** Fewer cases a label than this on average: the expected values are answers, not classes. */
const CASES_PER_CLASS = 2;
const LONGEST_LABEL = 100;

/** The expected values of a run as classes. */
export interface Labels {
  /** As the dataset writes them, sorted. */
  readonly texts: readonly string[];
  /** By case: a label's position + 1; 0: the case has none. */
  readonly codes: Uint8Array;
  readonly role: LabelRole;
}

/** Position + 1 of the label that a text is; 0: of none. */
export type LabelReader = (text: string) => number;

export function labelReader({ texts, role }: Labels): LabelReader {
  const known = new Map(texts.map((text, index) => [role.fold(text), index + 1]));
  // What is much longer than any label is none, and is not worth folding.
  const longest = 2 * LONGEST_LABEL + Math.max(...texts.map((text) => text.length));
  return (text) => (text.length > longest ? 0 : (known.get(role.fold(text)) ?? 0));
}

/** Collects expected values while cases are read, until they turn out to be no classes. */
export class LabelCollector {
  readonly #role: LabelRole | null;
  readonly #known = new Map<string, { readonly text: string; readonly code: number }>();
  #codes: GrowingNumbers<Uint8Array> | null;

  constructor(role: LabelRole | null) {
    this.#role = role;
    this.#codes = role === null ? null : new GrowingNumbers(Uint8Array);
  }

  /** @param label null: the case states none; undefined: its expected value cannot be a label */
  add(label: string | null | undefined): void {
    if (this.#codes === null || this.#role === null) return;
    if (label === null) {
      this.#codes.push(0);
      return;
    }
    const folded = label === undefined || label.length > LONGEST_LABEL ? "" : this.#role.fold(label);
    const known = this.#known.get(folded);
    if (folded === "" || label === undefined || (known === undefined && this.#known.size === MAX_CLASSES)) {
      this.#codes = null;
      return;
    }
    const code = known?.code ?? this.#known.size + 1;
    if (known === undefined) this.#known.set(folded, { text: label, code });
    this.#codes.push(code);
  }

  finish(): Labels | null {
    if (this.#codes === null || this.#role === null) return null;
    const codes = this.#codes.finish();
    const labelled = codes.reduce((sum, code) => sum + (code > 0 ? 1 : 0), 0);
    const count = this.#known.size;
    if (count < MIN_CLASSES || labelled < count * CASES_PER_CLASS) return null;
    // Sorted, so that the same cases in another order give the same report.
    const sorted = [...this.#known.values()].sort((a, b) => (a.text < b.text ? -1 : 1));
    const places = new Uint8Array(count + 1);
    for (const [place, { code }] of sorted.entries()) places[code] = place + 1;
    return {
      texts: sorted.map(({ text }) => text),
      codes: codes.map((code) => places[code] ?? 0),
      role: this.#role,
    };
  }
}
