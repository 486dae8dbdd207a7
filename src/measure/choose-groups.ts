import { createRandom } from "../stats/sfc32.ts";
import { OUTCOMES, outcomesOf } from "./outcomes.ts";
import type { Table } from "./table.ts";

/**
 * Which groups (a case's repeats by one candidate) to list where there is room for so many trials: those of which one
 * did not pass first, then a seeded sample of the others. Positions `case × candidates + candidate`, ascending.
 */
export function chooseGroups(table: Table, most: number, seed: number): Uint32Array {
  const count = table.caseCount * table.candidates.length;
  const room = Math.max(1, Math.floor(most / table.repeats));
  if (count <= room) return Uint32Array.from({ length: count }, (_, group) => group);
  const outcomes = outcomesOf(table);
  const wanting = new Uint32Array(count);
  const rest = new Uint32Array(count);
  let [wantingCount, restCount] = [0, 0];
  for (let group = 0; group < count; group++) {
    const first = group * table.repeats;
    const own = outcomes.subarray(first, first + table.repeats);
    // Trials that were never made have nothing to tell: they wait with those that passed.
    const quiet = (outcome: number) => outcome === OUTCOMES.passed || outcome === OUTCOMES.missing;
    if (own.every(quiet)) rest[restCount++] = group;
    else wanting[wantingCount++] = group;
  }
  const random = createRandom(seed);
  const shown = sample(wanting.subarray(0, wantingCount), room, random);
  const others = sample(rest.subarray(0, restCount), room - shown.length, random);
  const chosen = new Uint32Array(shown.length + others.length);
  chosen.set(shown);
  chosen.set(others, shown.length);
  return chosen.sort();
}

/** The first steps of a Fisher-Yates shuffle; the array is used up. */
function sample(from: Uint32Array, size: number, random: () => number): Uint32Array {
  if (from.length <= size) return from;
  for (let at = 0; at < size; at++) {
    const other = at + Math.floor(random() * (from.length - at));
    const kept = from[at] ?? 0;
    from[at] = from[other] ?? 0;
    from[other] = kept;
  }
  return from.subarray(0, size);
}
