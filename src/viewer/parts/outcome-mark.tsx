import type { CandidateIndex, OutcomeName } from "../views/cases/case-index.ts";

const LETTERS: Readonly<Record<OutcomeName, string>> = {
  passed: "P",
  failed: "F",
  ungraded: "U",
  errored: "E",
  missing: "–",
};

/** How a trial came out: a letter, a shape and a colour, each of which tells it. */
export function OutcomeMark({ outcome }: { outcome: OutcomeName }) {
  return (
    <span class={`mark mark-${outcome}`} title={outcome} role="img" aria-label={outcome}>
      {LETTERS[outcome]}
    </span>
  );
}

/** A candidate on a case: one mark, or with repeats the share that passed. */
export function CaseMark({ of, at, repeats }: { of: CandidateIndex; at: number; repeats: number }) {
  const [passed, failed] = [of.passed[at] ?? 0, of.failed[at] ?? 0];
  if (repeats > 1 && passed + failed > 0) {
    const said = repeatsText(of, at);
    const kind = passed === 0 ? "failed" : failed === 0 ? "passed" : "mixed";
    return (
      <span class={`mark mark-share mark-${kind}`} title={said} role="img" aria-label={said}>
        {passed}/{passed + failed}
      </span>
    );
  }
  const outcome = (["passed", "failed", "errored", "ungraded", "missing"] as const).find(
    (name) => (of[name][at] ?? 0) > 0,
  );
  if (outcome !== undefined) return <OutcomeMark outcome={outcome} />;
  const said = of.absentPassed ? "passed, not in this report" : "not in this report";
  return (
    <span class="mark mark-absent" title={said} role="img" aria-label={said}>
      ·
    </span>
  );
}

function repeatsText(of: CandidateIndex, at: number): string {
  const counts = (["passed", "failed", "ungraded", "errored", "missing", "absent"] as const).flatMap((name) => {
    const count = of[name][at] ?? 0;
    return count === 0 ? [] : [`${count} ${name === "absent" ? "not in this report" : name}`];
  });
  return counts.join(", ");
}
