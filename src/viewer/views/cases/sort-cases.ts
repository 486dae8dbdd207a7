import type { CaseIndex } from "./case-index.ts";

/** `latency:mini` is candidate mini's; `-` before it: the largest first. */
export const SORTED_BY_CANDIDATE = ["score", "latency", "cost"] as const;
type Measure = (typeof SORTED_BY_CANDIDATE)[number];

export interface SortOrder {
  readonly by: "run" | "id" | Measure;
  readonly candidate: string | null;
  readonly descending: boolean;
}

export function readSort(text: string): SortOrder {
  const descending = text.startsWith("-");
  const name = descending ? text.slice(1) : text;
  const colon = name.indexOf(":");
  const by = SORTED_BY_CANDIDATE.find((measure) => measure === name.slice(0, Math.max(0, colon)));
  if (by !== undefined) return { by, candidate: name.slice(colon + 1), descending };
  return { by: name === "id" ? "id" : "run", candidate: null, descending };
}

/** null: run order, which needs no word in the address. */
export function sortText({ by, candidate, descending }: SortOrder): string | null {
  if (by === "run" && !descending) return null;
  return `${descending ? "-" : ""}${by}${candidate === null ? "" : `:${candidate}`}`;
}

const known = new WeakMap<CaseIndex, Map<string, Uint32Array>>();

/** All cases in that order; equal ones in run order, and those without a value at the end either way. Kept. */
export function orderOf(index: CaseIndex, sort: string): Uint32Array {
  const orders = known.get(index) ?? new Map<string, Uint32Array>();
  known.set(index, orders);
  const made = orders.get(sort) ?? makeOrder(index, readSort(sort));
  orders.set(sort, made);
  return made;
}

function makeOrder(index: CaseIndex, { by, candidate, descending }: SortOrder): Uint32Array {
  const order = Uint32Array.from({ length: index.count }, (_, at) => at);
  if (by === "run") return descending ? order.reverse() : order;
  const sign = descending ? -1 : 1;
  if (by === "id") {
    const { ids } = index.columns;
    return order.sort((x, y) => {
      const [left, right] = [ids[x] ?? "", ids[y] ?? ""];
      return left < right ? -sign : left > right ? sign : x - y;
    });
  }
  const values = index.candidates.find(({ columns }) => columns.candidate === candidate)?.[by];
  if (values === undefined) return order;
  const key = (at: number) => {
    const value = values[at] ?? Number.NaN;
    return Number.isNaN(value) ? Number.POSITIVE_INFINITY : sign * value;
  };
  const keys = Float64Array.from(order, key);
  return order.sort((x, y) => {
    const [left, right] = [keys[x] ?? 0, keys[y] ?? 0];
    return left < right ? -1 : left > right ? 1 : x - y;
  });
}

/** The cases of a mask in an order. */
export function shownCases(order: Uint32Array, mask: Uint8Array): Uint32Array {
  const shown = new Uint32Array(order.length);
  let count = 0;
  for (const at of order) {
    if (mask[at] !== 1) continue;
    shown[count] = at;
    count += 1;
  }
  return shown.subarray(0, count);
}
