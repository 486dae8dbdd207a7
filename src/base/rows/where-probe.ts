import type { JsonObject } from "../../domain/json.ts";
import type { WhereCondition } from "../../domain/suite.ts";
import { didYouMean } from "../nearest.ts";
import { getPath } from "./get-path.ts";
import { comparedTexts, formatWhere, matchesPair, type WherePair } from "./where.ts";

const VALUES_SHOWN = 10;
const VALUE_LENGTH = 40;
const KEYS_KEPT = 1_000;

/** Filters rows, and remembers enough of them to say why none matched. */
export class WhereProbe {
  readonly #pairs: readonly WherePair[];
  readonly #keys = new Set<string>();
  readonly #values: readonly Set<string>[];
  #rows = 0;
  #matched = 0;

  constructor(where: Readonly<Record<string, WhereCondition>>, extra: readonly WherePair[] = []) {
    this.#pairs = [...Object.entries(where), ...extra];
    this.#values = this.#pairs.map(() => new Set());
  }

  get rowsRead(): number {
    return this.#rows;
  }

  get matched(): number {
    return this.#matched;
  }

  /** Top-level keys that occur. */
  get keys(): ReadonlySet<string> {
    return this.#keys;
  }

  matches(row: JsonObject): boolean {
    this.#rows++;
    if (this.#keys.size < KEYS_KEPT) for (const key of Object.keys(row)) this.#keys.add(key);
    let all = true;
    for (const [index, pair] of this.#pairs.entries()) {
      if (!matchesPair(row, pair)) all = false;
      // What the message needs is what occurs as long as nothing has matched.
      if (this.#matched === 0) this.#remember(row, pair[0], index);
    }
    if (all) this.#matched++;
    return all;
  }

  #remember(row: JsonObject, field: string, index: number): void {
    const values = this.#values[index];
    if (values === undefined || values.size > VALUES_SHOWN) return;
    for (const text of comparedTexts(getPath(row, field) ?? null)) if (values.size <= VALUES_SHOWN) values.add(text);
  }

  /** Why nothing matched: the filter, the rows read, and the values that do occur in its fields. */
  explain(): string {
    const filter = this.#pairs.map(formatWhere).join(" and ");
    const seen = this.#pairs.map(([field], index) => this.#describe(field, this.#values[index] ?? new Set()));
    return `no row matches ${filter} (${this.#rows} rows read); ${[...new Set(seen)].join("; ")}`;
  }

  #describe(field: string, values: ReadonlySet<string>): string {
    if (values.size === 0)
      return `no row has a value in "${field}"${didYouMean(field, this.#keys) || `; the columns are ${[...this.#keys].join(", ")}`}`;
    const shown = [...values]
      .slice(0, VALUES_SHOWN)
      .map((text) => (text.length > VALUE_LENGTH ? `${text.slice(0, VALUE_LENGTH)}…` : text));
    return `values of "${field}": ${shown.join(", ")}${values.size > VALUES_SHOWN ? ", …" : ""}`;
  }
}
