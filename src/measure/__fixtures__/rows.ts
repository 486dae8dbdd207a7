import type { Output } from "../../domain/output.ts";
import type { Score } from "../../domain/score.ts";
import type { CaseFacts } from "../case-facts.ts";
import type { GraderRoles } from "../grader-roles.ts";
import type { CandidateFacts, SummaryFacts } from "../summarise.ts";
import { createTable, type GraderFacts, type Table } from "../table.ts";

export function facts(id: string, more: Partial<CaseFacts> = {}): CaseFacts {
  return { id, tags: [], cluster: null, weight: null, severity: null, sliceValues: {}, ...more };
}

export function graderFacts(id: string, more: Partial<GraderFacts> = {}): GraderFacts {
  return { id, weight: 1, advisory: false, when: null, severity: null, ...more };
}

interface Place {
  readonly caseId: string;
  readonly candidate?: string;
  readonly repeat?: number;
}

export interface OutputFacts extends Place {
  readonly error?: "rate_limit" | "timeout" | "budget";
  readonly latencyMs?: number | null;
  readonly firstTokenMs?: number | null;
  readonly costUsd?: number | null;
  readonly inputTokens?: number | null;
  readonly outputTokens?: number | null;
  readonly cached?: boolean;
  readonly text?: string;
  /** Status of the one attempt; undefined: 200, or 429 for an error; "none": no request went out. */
  readonly attempt?: number | null | "none";
}

export function output(of: OutputFacts): Output {
  const { caseId, candidate = "m", repeat = 1, error, attempt = error === undefined ? 200 : 429 } = of;
  const attempts =
    attempt === "none" ? [] : [{ startedAt: "2026-01-01T00:00:00.000Z", ms: 1, status: attempt, errorKind: error ?? null, requestId: null, retryAfterMs: null }];
  const common = {
    trial: `${caseId}/${candidate}/${repeat}`,
    fingerprint: "sha256:0",
    caseId,
    candidate,
    repeat,
    startedAt: "2026-01-01T00:00:00.000Z",
    finishedAt: "2026-01-01T00:00:01.000Z",
    usage: { inputTokens: of.inputTokens ?? null, outputTokens: of.outputTokens ?? null, cacheReadTokens: null, cacheWriteTokens: null, reasoningTokens: null },
    costUsd: of.costUsd ?? null,
    queueMs: 0,
    cached: of.cached ?? false,
    attempts,
  };
  if (error !== undefined) return { ...common, status: "error", error: { kind: error, message: error, httpStatus: null, retryable: true } };
  return {
    ...common,
    status: "ok",
    answer: { text: of.text ?? "x", toolCalls: [], finishReason: "stop", rawFinishReason: "stop", responseId: null },
    latencyMs: of.latencyMs === undefined ? 100 : of.latencyMs,
    firstTokenMs: of.firstTokenMs ?? null,
  };
}

export interface ScoreFacts extends Place {
  readonly grader?: string;
  /** A pass, a fail, a bare score, or why it is ungraded. */
  readonly grade: boolean | number | string;
  readonly score?: number;
  readonly severity?: string | null;
  readonly extracted?: string | null;
  readonly costUsd?: number | null;
  readonly judge?: Score["judge"];
}

export function score(of: ScoreFacts): Score {
  const { caseId, candidate = "m", repeat = 1, grader = "exact", grade } = of;
  const common = {
    trial: `${caseId}/${candidate}/${repeat}`,
    fingerprint: "sha256:0",
    grader,
    extracted: of.extracted ?? null,
    severity: of.severity ?? null,
    costUsd: of.costUsd ?? null,
    judge: of.judge ?? null,
  };
  if (typeof grade === "string") return { ...common, status: "ungraded", reason: grade };
  if (typeof grade === "number") return { ...common, status: "scored", score: grade, pass: null, label: null, reason: null };
  return { ...common, status: "scored", score: of.score ?? Number(grade), pass: grade, label: null, reason: null };
}

export interface SmallTable {
  readonly candidates?: readonly string[];
  readonly repeats?: number;
  readonly cases: readonly CaseFacts[];
  readonly graders?: readonly GraderFacts[];
  readonly roles?: GraderRoles;
}

export function emptyTable({ candidates = ["m"], repeats = 1, cases, graders = [graderFacts("exact")], roles }: SmallTable): Promise<Table> {
  return createTable({ candidates, repeats, cases, graders, ...(roles === undefined ? {} : { roles }) });
}

/** A table from one letter a trial: `+` passed, `-` failed, `u` ungraded, `e` errored, `.` no line yet. */
export async function drawn(plan: SmallTable, rows: Readonly<Record<string, string>>, more: Partial<OutputFacts> = {}): Promise<Table> {
  const table = await emptyTable({ ...plan, candidates: Object.keys(rows) });
  const { repeats = 1 } = plan;
  for (const [candidate, letters] of Object.entries(rows)) {
    for (const [at, letter] of [...letters.replaceAll(" ", "")].entries()) {
      const caseId = plan.cases[Math.floor(at / repeats)]?.id ?? "";
      const place = { caseId, candidate, repeat: (at % repeats) + 1 };
      if (letter === ".") continue;
      if (letter === "e") {
        table.addOutput(output({ ...place, error: "timeout", attempt: null }));
        continue;
      }
      table.addOutput(output({ ...more, ...place }));
      table.addScore(score({ ...place, grade: letter === "u" ? "no expected" : letter === "+" }));
    }
  }
  return table;
}

export function cases(n: number, more: (index: number) => Partial<CaseFacts> = () => ({})): CaseFacts[] {
  return Array.from({ length: n }, (_, index) => facts(`c${index}`, more(index)));
}

export function summaryFacts(table: Table, more: Partial<CandidateFacts> = {}, reference: string | null = null): SummaryFacts {
  return {
    runId: "r",
    suite: "s",
    status: "complete",
    statusReason: null,
    startedAt: "2026-01-01T00:00:00.000Z",
    finishedAt: null,
    wallMs: null,
    candidates: table.candidates.map((id) => ({ id, provider: "openai", model: "x", prompt: null, simulated: false, priced: true, ...more })),
    reference,
  };
}
