import { formatValue } from "../base/format-value.ts";
import { textTable } from "../base/text-table.ts";
import type { PlannedRequirement, PlanRow } from "../gate/plan-requirement.ts";
import type { GatePlan } from "../pipeline/plan-gate.ts";
import { counted, requirementText } from "../report/cells.ts";
import { wrapText } from "../report/display-width.ts";

const percent = (share: number) => `${Number((share * 100).toPrecision(3))}%`;
const whole = (n: number | null) => (n === null ? "-" : n.toLocaleString("en"));

/** For each requirement against a baseline: the smallest drop that shows, and whether nothing changed would pass. */
export async function gatePlanText(plans: readonly GatePlan[], width: number): Promise<string> {
  const texts: string[] = [];
  for (const plan of plans) {
    const repeats = plan.repeats > 1 ? ` × ${plan.repeats} repeats` : "";
    const lines = [
      `${plan.suite}: ${counted(plan.cases, "case")}${repeats}${plan.runId === null ? "" : `, as in ${plan.runId}`}`,
      ...wrapText(
        plan.baseline === null ? "no baseline yet: evals baseline save latest" : `baseline ${plan.baseline}`,
        width,
      ),
    ];
    if (plan.requirements.length === 0)
      lines.push(
        "",
        ...wrapText("no requirement compares with a baseline (max_drop, max_increase): nothing to plan", width),
      );
    for (const planned of plan.requirements) lines.push("", ...(await requirementLines(planned, width)));
    texts.push(lines.join("\n"));
  }
  return `${texts.join("\n\n")}\n`;
}

async function requirementLines(planned: PlannedRequirement, width: number): Promise<string[]> {
  const { requirement, n, margin, rows, reason, unit } = planned;
  const about = requirement.bound.unit === "percent" && margin !== null ? ` (${formatValue(margin, unit)})` : "";
  const head = wrapText(`${requirementText(requirement)}${about}, ${counted(n, "case")}`, width);
  if (reason !== null) return [...head, ...wrapText(reason, width - 2).map((line) => `  ${line}`)];
  const cells = rows.map((row) => [
    row.source,
    row.discordance === null ? "-" : percent(row.discordance),
    row.smallestDrop === null ? "-" : formatValue(row.smallestDrop, unit),
    row.power === null ? "-" : percent(row.power),
    whole(row.casesNeeded),
    whole(row.repeatsNeeded),
  ]);
  const header = ["spread", "differ", "smallest", "passes", "cases", "repeats"];
  const table = await textTable(header, cells);
  const legend =
    "differ: cases whose answer differs by chance; smallest: the change that shows at 80% power; passes: how likely it passes if nothing changed; cases, repeats: how many would pass in 80%";
  const never = rows.every(({ power }) => power !== null && power < 0.05)
    ? ["with so few cases it can hardly ever pass"]
    : [];
  return [
    ...head,
    ...table
      .trimEnd()
      .split("\n")
      .map((line) => `  ${line}`),
    ...[...never, legend].flatMap((text) => wrapText(text, width - 2).map((line) => `  ${line}`)),
  ];
}

/** `evals.gate_plan/1`: one document, or an array of several suites'. */
export function gatePlanJson(plans: readonly GatePlan[]): object {
  const documents = plans.map(({ suite, runId, cases, repeats, baseline, requirements }) => ({
    schema: "evals.gate_plan/1",
    suite,
    run_id: runId,
    cases,
    repeats,
    baseline,
    requirements: requirements.map(({ requirement, n, margin, reason, rows }) => ({
      metric: requirement.metric,
      candidate: requirement.candidate,
      slice: requirement.slice,
      against: requirement.against,
      [requirement.bound.kind]:
        requirement.bound.unit === "percent" ? `${requirement.bound.value}%` : requirement.bound.value,
      n,
      margin,
      reason,
      rows: rows.map(rowJson),
    })),
  }));
  return documents.length === 1 ? (documents[0] ?? {}) : documents;
}

function rowJson(row: PlanRow): object {
  return {
    source: row.source,
    discordance: row.discordance,
    smallest_drop: row.smallestDrop,
    power: row.power,
    cases_needed: row.casesNeeded,
    repeats_needed: row.repeatsNeeded,
  };
}
