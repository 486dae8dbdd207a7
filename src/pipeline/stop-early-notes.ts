import type { RunManifest, StopDecision } from "../domain/run.ts";
import { needed } from "../measure/sequential/extents.ts";
import { type Scope, sequentialScope } from "../measure/sequential/scope.ts";
import type { Table } from "../measure/table.ts";

const count = (n: number) => n.toLocaleString("en");
const cases = (n: number) => `${count(n)} case${n === 1 ? "" : "s"}`;

/** What a reader must know of a run with looks: who was stopped where, what that saved, and what its figures are. */
export function stopEarlyNotes(
  table: Table,
  { stopEarly, resolvedSuite }: RunManifest,
  peers: readonly string[],
): string[] {
  if (stopEarly === undefined) return [];
  const { requirements } = resolvedSuite;
  const scope = sequentialScope(requirements, table.candidates, needed(requirements, peers));
  const nothing = nothingToDecide(scope);
  if (nothing !== null) return [nothing];
  const atEnd = judgedAtEnd(scope);
  const { looks, decisions } = stopEarly;
  const early = decisions.filter((one) => one.cases < table.caseCount);
  const notes = early.map((one) => `${one.candidate} ${stoppedText(one, table, looks)}`);
  if (early.length === 0) notes.push("--stop-early: nothing was decided before the last case");
  if (scope.looks) {
    const held = atEnd === "" ? "" : `; ${atEnd}: judged at the end alone`;
    notes.push(
      `intervals and tests of requirements are sequential (-obf: O'Brien-Fleming, ${looks} looks): they hold at whichever look a candidate stopped${held}`,
    );
  }
  if (early.length > 0 && table.candidates.length > 1)
    notes.push("comparisons are on the cases that both did; their p makes no allowance for having stopped early");
  if (decisions.some(({ look }) => look === null))
    notes.push("who was dropped is shown to pass fewer cases than the leader; its own figures lean to the low side");
  return notes;
}

/** `stopped early at look 1 of 5, after 40 of 200 cases (all is decided): 160 of 200 calls saved`. */
export function stoppedText(decision: StopDecision, { caseCount, repeats }: Table, looks: number): string {
  const where = decision.look === null ? "was dropped" : `stopped early at look ${decision.look} of ${looks},`;
  const saved = (caseCount - decision.cases) * repeats;
  return `${where} after ${count(decision.cases)} of ${cases(caseCount)} (${decision.why}): ${count(saved)} of ${count(caseCount * repeats)} calls saved`;
}

/** null: there is something that looks can decide. */
export function nothingToDecide(scope: Scope): string | null {
  if (scope.looks || scope.racers.length > 0) return null;
  const atEnd = judgedAtEnd(scope);
  const why =
    atEnd === "" ? "it takes requirements, or three candidates without one" : `${atEnd} can be judged at the end alone`;
  return `--stop-early: there is nothing to decide before the end (${why}): everything is run`;
}

function judgedAtEnd({ atEnd }: Scope): string {
  const named = atEnd.map(({ metric, bound, decide }) => {
    const how = decide === "point" ? " by the value alone" : "";
    return `${metric} (${bound.kind}${how})`;
  });
  return [...new Set(named)].join(", ");
}
