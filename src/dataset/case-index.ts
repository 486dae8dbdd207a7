import { createHash } from "node:crypto";
import { GrowingNumbers } from "../base/growing-numbers.ts";
import type { Spool } from "../base/spool.ts";
import type { Case } from "../domain/case.ts";
import { IdIndex } from "./id-index.ts";
import type { CaseDraft } from "./row-to-case.ts";

export interface Source {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** For messages: `file:line`. */
export function placeOf({ file, line }: Source): string {
  return `${file}:${line}`;
}

/** Cases on disk with where they came from: a few bytes of memory each, and the index of ids only while reading. */
export class CaseIndex {
  readonly #spool: Spool;
  readonly #lines = new GrowingNumbers(Uint32Array);
  /** Each file with the number of its first case, ascending. */
  readonly #files: { readonly name: string; readonly first: number }[] = [];
  readonly #hash = createHash("sha256");
  #ids = this.#emptyIds();
  #repeats = new Map<string, number>();
  /** The first line without an id that equals an earlier one, and how many there are. */
  #equal: { readonly index: number; readonly firstId: string; count: number } | null = null;

  constructor(spool: Spool) {
    this.#spool = spool;
  }

  get count(): number {
    return this.#spool.count;
  }

  get equalLines(): { readonly index: number; readonly firstId: string; readonly count: number } | null {
    return this.#equal;
  }

  /** Adds a case; answers the source of the earlier one when its written id is taken, and then adds nothing. */
  add(draft: CaseDraft, source: Source): Source | null {
    const earlier = draft.id === null ? -1 : this.#ids.find(draft.id);
    if (earlier >= 0) return this.sourceOf(earlier);
    const id = draft.id ?? this.#defaultId(draft.digest);
    this.#ids.add(id, this.count);
    this.#spool.add(JSON.stringify({ ...draft, id }));
    this.#lines.push(source.line);
    if (this.#files.at(-1)?.name !== source.file) this.#files.push({ name: source.file, first: this.count - 1 });
    this.#hash.update(`${id}\n${draft.digest}\n`);
    return null;
  }

  #defaultId(digest: string): string {
    const base = digest.slice(0, 12);
    if (this.#ids.find(base) < 0) return base;
    if (this.#equal === null) this.#equal = { index: this.count, firstId: base, count: 1 };
    else this.#equal.count++;
    let repeat = (this.#repeats.get(base) ?? 1) + 1;
    while (this.#ids.find(`${base}-${repeat}`) >= 0) repeat++;
    this.#repeats.set(base, repeat);
    return `${base}-${repeat}`;
  }

  /** Frees what only reading needs, and answers the dataset's digest. */
  finish(): string {
    this.#ids = this.#emptyIds();
    this.#repeats = new Map();
    return this.#hash.digest("hex");
  }

  read(index: number): Case {
    const stored = JSON.parse(this.#spool.read(index)) as Omit<Case, "expected"> & Partial<Pick<Case, "expected">>;
    return { ...stored, expected: stored.expected };
  }

  sourceOf(index: number): Source {
    if (index < 0 || index >= this.count) throw new RangeError(`no case ${index} of ${this.count}`);
    const file = this.#files.findLast(({ first }) => first <= index);
    return { file: file?.name ?? "", line: this.#lines.at(index) };
  }

  /** Scans what was read: only for messages. */
  #indexOf(id: string): number {
    for (let index = 0; index < this.count; index++) if (this.read(index).id === id) return index;
    throw new Error(`the case ${id} was lost`);
  }

  sourceOfId(id: string): Source {
    return this.sourceOf(this.#indexOf(id));
  }

  #emptyIds(): IdIndex {
    return new IdIndex((index) => this.read(index).id);
  }

  close(): void {
    this.#spool.close();
    this.#lines.clear();
  }
}
