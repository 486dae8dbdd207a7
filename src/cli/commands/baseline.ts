import { relative } from "node:path";
import { UserError } from "../../base/errors.ts";
import { toSnakeKeys } from "../../base/keys.ts";
import { didYouMean } from "../../base/nearest.ts";
import { textTable } from "../../base/text-table.ts";
import { saveBaseline } from "../../pipeline/save-baseline.ts";
import { type BaselineFacts, showBaselines } from "../../pipeline/show-baseline.ts";
import { counted } from "../../report/cells.ts";
import { metricText } from "../../report/metric-text.ts";
import { type Context, worldOf } from "../context.ts";

const ACTIONS = ["save", "show"];
const RULES = { opaque: new Set(["graders"]), maps: new Set<string>() };

/** `evals baseline save <run>` and `show [suite]`. */
export async function baseline(
  context: Context,
  args: readonly string[],
  flags: Record<string, unknown>,
): Promise<number> {
  const [action = "", named] = args;
  if (action === "save") return save(context, named, flags);
  if (action === "show") return show(context, named, flags);
  throw new UserError(
    "bad_usage",
    `evals baseline has no "${action}"${didYouMean(action, ACTIONS) || ": save or show"}`,
  );
}

async function save(context: Context, run: string | undefined, flags: Record<string, unknown>): Promise<number> {
  const { out, cwd } = context;
  if (run === undefined) throw new UserError("bad_usage", "which run? evals baseline save latest keeps the newest one");
  const options = { file: (flags.file as string | undefined) ?? null, force: flags.force === true };
  const {
    path,
    baseline: kept,
    bytes,
    replaced,
  } = await saveBaseline(run, options, worldOf(context, flags.out as string | undefined));
  const cases = new Set(kept.rows.map(({ caseId }) => caseId)).size;
  const candidates = [...new Set(kept.rows.map(({ candidate }) => candidate))];
  const file = shown(cwd, path);
  if (flags.json) {
    const told = {
      file,
      suite: kept.suite,
      run_id: kept.runId,
      saved_at: kept.savedAt,
      cases,
      candidates,
      bytes,
      replaced,
    };
    out.write(`${JSON.stringify(told, null, 2)}\n`);
    return 0;
  }
  const what = `${counted(cases, "case")} × ${counted(candidates.length, "candidate")}, ${sizeText(bytes)}`;
  out.write(
    `${replaced ? "replaced" : "saved"}: ${file}\n  ${what}, from ${kept.runId}\nnext: commit it; evals gate <run> compares a run with it\n`,
  );
  return 0;
}

async function show(context: Context, suite: string | undefined, flags: Record<string, unknown>): Promise<number> {
  const { out, cwd } = context;
  const world = worldOf(context, flags.out as string | undefined);
  const found = await showBaselines((flags.file as string | undefined) ?? null, suite ?? null, world);
  const told = found.map((facts) => ({ ...facts, file: shown(cwd, facts.file) }));
  if (flags.json) {
    const documents = told.map((facts) => toSnakeKeys(facts, RULES));
    out.write(`${JSON.stringify(documents.length === 1 ? documents[0] : documents, null, 2)}\n`);
    return 0;
  }
  for (const facts of told) out.write(await factsText(facts));
  return 0;
}

async function factsText(facts: BaselineFacts): Promise<string> {
  const { file, suite, runId, savedAt, startedAt, repeats, cases, bytes, candidates } = facts;
  const minutes = (at: string) => at.slice(0, 16).replace("T", " ");
  const rows = candidates.map((candidate) => [
    candidate.id,
    candidate.cases.toLocaleString("en"),
    metricText("accuracy", candidate.accuracy),
    metricText("score", candidate.score),
    metricText("latency_p50_ms", candidate.latencyP50Ms),
    metricText("cost_per_case_usd", candidate.costPerCaseUsd),
  ]);
  const table = await textTable(["candidate", "cases", "accuracy", "score", "p50", "$/case"], rows);
  const size = [counted(cases, "case"), ...(repeats > 1 ? [`${repeats} repeats`] : []), sizeText(bytes)].join(", ");
  return `${file}: ${suite}, ${size}\nrun ${runId} of ${minutes(startedAt)}, saved ${minutes(savedAt)} UTC\n${table}\n`;
}

function shown(cwd: string, path: string): string {
  const seen = relative(cwd, path);
  return seen === "" || seen.startsWith("..") ? path : seen;
}

function sizeText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
