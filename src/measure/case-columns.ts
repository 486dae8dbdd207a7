import { GrowingNumbers } from "../base/growing-numbers.ts";
import { digestNumber } from "./case-digest.ts";
import type { CaseFacts } from "./case-facts.ts";
import type { LabelRole } from "./grader-roles.ts";
import { Interner } from "./interner.ts";
import { LabelCollector, type Labels } from "./labels.ts";

/** The cases of a run in run order, a column per fact. */
export interface CaseColumns {
  readonly ids: readonly string[];
  /** The first 48 bits of each case's digest, as a number; 0: not known. */
  readonly digests: Float64Array;
  /** A number per cluster; cases without one have a number of their own. null: no case has a cluster. */
  readonly clusters: Int32Array | null;
  /** null: no case states a weight. */
  readonly weights: Float64Array | null;
  /** Codes of the table's severities; 0: none. */
  readonly severities: Uint8Array;
  /** null: the expected values are no classes. */
  readonly labels: Labels | null;
  /** Slice (`tag:x`, `field:value`) -> its cases, ascending. Tags first, then fields in the suite's order. */
  readonly slices: ReadonlyMap<string, Uint32Array>;
  /** Fields with more values than are sliced. */
  readonly overfullFields: readonly string[];
}

const MAX_FIELD_VALUES = 50;

export async function readCases(
  cases: Iterable<CaseFacts> | AsyncIterable<CaseFacts>,
  severityCodes: Interner,
  labelRole: LabelRole | null,
): Promise<CaseColumns> {
  const ids: string[] = [];
  const digests = new GrowingNumbers();
  const clusters = new GrowingNumbers(Int32Array);
  const weights = new GrowingNumbers();
  const severities = new GrowingNumbers(Uint8Array);
  const clusterCodes = new Interner(2 ** 31, "");
  const slices = new SliceMembers();
  const labels = new LabelCollector(labelRole);
  let anyWeight = false;
  for await (const one of cases) {
    const index = ids.length;
    ids.push(one.id);
    digests.push(digestNumber(one.digest));
    clusters.push(one.cluster === null ? -1 - index : clusterCodes.code(one.cluster));
    weights.push(one.weight ?? 1);
    anyWeight ||= one.weight !== null && one.weight !== 1;
    severities.push(severityCodes.code(one.severity));
    slices.add(index, one);
    labels.add(one.label);
  }
  return {
    ids,
    digests: digests.finish(),
    clusters: clusterCodes.texts.length > 0 ? clusters.finish() : null,
    weights: anyWeight ? weights.finish() : null,
    severities: severities.finish(),
    labels: labels.finish(),
    slices: slices.finish(),
    overfullFields: [...slices.overfull],
  };
}

class SliceMembers {
  readonly overfull = new Set<string>();
  readonly #tags = new Map<string, Members>();
  readonly #fields = new Map<string, Map<string, Members>>();

  add(index: number, facts: CaseFacts): void {
    for (const tag of new Set(facts.tags)) append(this.#tags, `tag:${tag}`, index);
    for (const [field, values] of Object.entries(facts.sliceValues)) {
      const known = this.#fields.get(field) ?? new Map<string, Members>();
      this.#fields.set(field, known);
      for (const value of new Set(values)) {
        // The order is a seeded shuffle, so the values met first are, by and large, the frequent ones.
        if (known.size < MAX_FIELD_VALUES || known.has(`${field}:${value}`)) append(known, `${field}:${value}`, index);
        else this.overfull.add(field);
      }
    }
  }

  finish(): Map<string, Uint32Array> {
    const all = new Map<string, Uint32Array>();
    for (const members of [this.#tags, ...this.#fields.values()]) {
      // Sorted, so that the same cases in another order give the same report.
      for (const name of [...members.keys()].sort()) all.set(name, members.get(name)?.finish() ?? new Uint32Array());
    }
    return all;
  }
}

type Members = GrowingNumbers<Uint32Array>;

function append(members: Map<string, Members>, name: string, index: number): void {
  const list = members.get(name) ?? new GrowingNumbers(Uint32Array);
  list.push(index);
  members.set(name, list);
}
