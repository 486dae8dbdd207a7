import { UserError } from "../base/errors.ts";
import { didYouMean } from "../base/nearest.ts";
import type { RunManifest } from "../domain/run.ts";
import type { FoundRun } from "../log/find-runs.ts";
import { type Side, type SideSource, sidesOfBaseline, sidesOfTable } from "../measure/compare/side.ts";
import { contiguousPrefix } from "../measure/contiguous-prefix.ts";
import type { CompareRequest } from "./compare-runs.ts";
import { type FoundBaseline, findBaseline } from "./find-baseline.ts";
import type { World } from "./options.ts";
import { readTable } from "./read-table.ts";

/** Everything that is compared, read. */
export interface ComparedSides {
  readonly runs: readonly RunSides[];
  readonly baseline: { readonly label: string; readonly sides: readonly Side[] } | null;
}

interface RunSides {
  readonly manifest: RunManifest;
  readonly sides: readonly Side[];
  /** What every candidate has finished, in run order; undefined: all of it. */
  readonly cases: number | undefined;
}

interface Pair {
  readonly candidate: Side;
  readonly baseline: Side;
  /** The candidate's run, and its seed. */
  readonly run: string;
  readonly seed: number;
  readonly cases: number | undefined;
  readonly labels: { readonly candidate: string; readonly baseline: string };
}

interface Column {
  readonly side: Side;
  readonly label: string;
  readonly isBaseline: boolean;
}

interface Chosen {
  readonly pairs: readonly Pair[];
  readonly columns: readonly Column[];
  readonly notes: readonly string[];
}

export async function readSides(
  found: readonly FoundRun[],
  manifests: readonly RunManifest[],
  request: CompareRequest,
  world: World,
): Promise<ComparedSides> {
  const [first] = manifests;
  // Before the runs are read: what is not there is told of at once.
  const baseline =
    request.baseline === null || first === undefined
      ? null
      : await findBaseline({ named: request.baseline, suitePath: first.suitePath, suiteName: first.suite, world });
  const runs: RunSides[] = [];
  for (const [at, manifest] of manifests.entries())
    runs.push(await readRun(found[at]?.folder ?? "", manifest, at, request));
  return { runs, baseline: baseline === null ? null : asSides(baseline) };
}

async function readRun(folder: string, manifest: RunManifest, at: number, request: CompareRequest): Promise<RunSides> {
  const { table } = await readTable(folder, manifest);
  const { runId } = manifest;
  const source = sourceOf(manifest);
  // The first of several is the baseline of the others.
  const isBaseline = request.runs.length > 1 && request.baseline === null && at === 0;
  const names = isBaseline ? { names: table.candidates.map((candidate) => `${runId}:${candidate}`) } : {};
  const finished = contiguousPrefix(table);
  return {
    manifest,
    sides: sidesOfTable(table, { source, ...names }),
    cases: finished < table.caseCount ? finished : undefined,
  };
}

/** What a run's numbers were made of. */
export function sourceOf({ runId, digests, contentDigests }: RunManifest): SideSource {
  return { label: runId, dataset: digests.dataset, graders: contentDigests?.graders ?? null };
}

function asSides({ baseline, label }: FoundBaseline): { label: string; sides: readonly Side[] } {
  return { label, sides: sidesOfBaseline(baseline) };
}

/** Who is compared with whom. */
export function chooseSides(sides: ComparedSides, request: CompareRequest): Chosen {
  const [first, ...later] = sides.runs;
  if (first === undefined) throw new UserError("nothing_to_compare", "name a run");
  const notes = sides.runs.flatMap(runNotes);
  if (sides.baseline === null && later.length === 0) return withinRun(first, request.reference, notes);
  const { label, sides: baselines } = sides.baseline ?? { label: first.manifest.runId, sides: first.sides };
  const compared = sides.baseline === null ? later : sides.runs;
  const [tag, ...tags] = shortNames(
    [label, ...compared.map(({ manifest }) => manifest.runId)],
    sides.baseline !== null,
  );
  const pairs: Pair[] = [];
  const columns: Column[] = [];
  for (const baseline of baselines) {
    const { candidate } = baseline;
    const before = pairs.length;
    for (const [at, run] of compared.entries()) {
      const side = run.sides.find((other) => other.candidate === candidate);
      if (side === undefined) continue;
      const name = compared.length === 1 ? candidate : `${candidate} @${tags[at]}`;
      pairs.push({ ...pairOf(run, side, baseline), labels: { candidate: name, baseline: label } });
      if (pairs.length === before + 1) columns.push({ side: baseline, label: candidate, isBaseline: true });
      columns.push({ side, label: name, isBaseline: false });
    }
  }
  const alone = new Set(
    compared
      .flatMap((run) => run.sides.map(({ candidate }) => candidate))
      .filter((id) => !baselines.some(({ candidate }) => candidate === id)),
  );
  if (pairs.length === 0) {
    const has = baselines.map(({ candidate }) => candidate).join(", ");
    throw new UserError(
      "nothing_shared",
      `no candidate is on both sides: ${label} has ${has || "none"}, the other side ${[...alone].join(", ")}`,
    );
  }
  if (alone.size > 0) notes.push(`not in ${label}, and not compared: ${[...alone].join(", ")}`);
  const names = [`${tag} = ${label}`, ...compared.map(({ manifest }, at) => `${tags[at]} = ${manifest.runId}`)];
  if (compared.length > 1) notes.unshift(names.join(", "));
  return { pairs, columns, notes };
}

function withinRun(run: RunSides, asked: string | null, notes: readonly string[]): Chosen {
  const { sides, manifest } = run;
  const ids = sides.map(({ candidate }) => candidate);
  const wanted = asked ?? manifest.resolvedSuite.reference;
  const reference = sides.find(({ candidate }) => candidate === wanted) ?? (asked === null ? sides[0] : undefined);
  if (reference === undefined) {
    const near = didYouMean(asked ?? "", ids);
    throw new UserError(
      "nothing_to_compare",
      `${manifest.runId} has no candidate "${asked}"${near === "" ? `: ${ids.join(", ")}` : near}`,
    );
  }
  const rest = sides.filter((side) => side !== reference);
  if (rest.length === 0)
    throw new UserError(
      "nothing_to_compare",
      `${manifest.runId} has one candidate, ${reference.candidate}: name another run, or a baseline with --baseline`,
    );
  const labels = (side: Side) => ({ candidate: side.candidate, baseline: reference.candidate });
  return {
    pairs: rest.map((side) => ({ ...pairOf(run, side, reference), labels: labels(side) })),
    columns: [reference, ...rest].map((side) => ({ side, label: side.candidate, isBaseline: side === reference })),
    notes,
  };
}

function pairOf({ manifest, cases }: RunSides, candidate: Side, baseline: Side): Omit<Pair, "labels"> {
  return { candidate, baseline, run: manifest.runId, seed: manifest.seed, cases };
}

/** The random end of a run's id tells it apart where a screen has no room for the whole. */
function shortNames(names: readonly string[], fromBaseline: boolean): string[] {
  const ends = names.map((name, at) => (fromBaseline && at === 0 ? "baseline" : (name.split("-").at(-1) ?? name)));
  return new Set(ends).size === ends.length ? ends : [...names];
}

function runNotes({ manifest, cases }: RunSides): string[] {
  const { runId, status, statusReason, candidates } = manifest;
  const simulated = candidates.filter(({ provider }) => provider === "simulated").map(({ id }) => id);
  return [
    ...(simulated.length === 0
      ? []
      : [`SIMULATED: the outputs of ${simulated.join(", ")} are a declared simulation, not a model's`]),
    ...(status === "complete" ? [] : [`${runId} is ${status}${statusReason === null ? "" : `: ${statusReason}`}`]),
    ...(cases === undefined
      ? []
      : [`${runId}: of what it has, the first ${cases} cases count, which every candidate has finished`]),
  ];
}
