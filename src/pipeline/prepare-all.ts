import { displayName } from "../base/display-name.ts";
import { UserError } from "../base/errors.ts";
import { discoverSuites } from "../suite/discover.ts";
import type { RunOptions, World } from "./options.ts";
import { closePrepared, type PreparedRun, prepareRun } from "./prepare.ts";
import { Problems } from "./problems.ts";

export interface PreparedSuites {
  readonly prepared: readonly PreparedRun[];
  readonly notes: readonly string[];
}

/** Checks every suite before any of them runs; throws all problems of all of them at once. */
export async function prepareAll(given: readonly string[], options: RunOptions, world: World): Promise<PreparedSuites> {
  const found = await discoverSuites(given, world.cwd);
  const named = options.manual ? [...found.named, ...found.skippedManual] : found.named;
  const skippedManual = options.manual ? [] : found.skippedManual;
  const problems = new Problems(world.cwd, (message) => world.secrets.mask(message));
  const prepared: PreparedRun[] = [];
  for (const path of named) {
    const one = await problems.collect(displayName(path, world.cwd), () => prepareRun(path, options, world));
    if (one !== undefined) prepared.push(one);
  }
  if (problems.found.length > 0) await Promise.all(prepared.map(closePrepared));
  problems.throwIfAny();
  if (prepared.length === 0) {
    const manual = skippedManual.map((path) => displayName(path, world.cwd)).join(", ");
    throw new UserError("no_suite", `every suite there is manual: name the file to run it (${manual})`);
  }
  return {
    prepared,
    notes: skippedManual.map((path) => `${displayName(path, world.cwd)} says manual: true; name it to run it`),
  };
}
