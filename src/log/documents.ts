import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomic } from "../base/atomic-write.ts";
import { codeOf, messageOf, UserError } from "../base/errors.ts";
import { type KeyRules, toCamelKeys, toSnakeKeys } from "../base/keys.ts";
import type { SuiteHistory } from "../domain/history.ts";
import type { Json, JsonObject } from "../domain/json.ts";
import type { RunManifest } from "../domain/run.ts";
import type { Suite } from "../domain/suite.ts";
import type { Summary } from "../domain/summary.ts";
import { FILES } from "./run-folder.ts";
import { recordOf } from "./schema-version.ts";

/** What in the documents is the user's own data, or a map from names to values. */
const RULES: KeyRules = {
  opaque: new Set([
    "rates",
    "params",
    "vars",
    "headers",
    "options",
    "schema",
    "parameters",
    "fields",
    "where",
    "content_digests",
  ]),
  maps: new Set(["metrics", "errors", "ungraded_reasons"]),
  mapsOfMaps: new Set(["slices"]),
};

export async function writeManifest(folder: string, manifest: RunManifest): Promise<void> {
  await writeFileAtomic(join(folder, FILES.manifest), pretty(manifestJson(manifest)));
}

export async function writeSummary(folder: string, summary: Summary): Promise<void> {
  await writeFileAtomic(join(folder, FILES.summary), pretty(summaryJson(summary)));
}

/** The summary as `summary.json` and `--json` show it. */
export function summaryJson(summary: Summary): JsonObject {
  // A requirement states its bound under the bound's own name, as in the suite.
  const requirements = summary.requirements.map(({ bound, ...rest }) => ({
    ...rest,
    [bound.kind]: bound.unit === "percent" ? `${bound.value}%` : bound.value,
  }));
  return { schema: "evals.summary/1", ...(toSnakeKeys({ ...summary, requirements }, RULES) as JsonObject) };
}

export function manifestJson(manifest: RunManifest): JsonObject {
  return { schema: "evals.run/1", ...(toSnakeKeys(manifest, RULES) as JsonObject) };
}

/** `evals.history/1`, as `--json` shows it. */
export function historyJson(history: SuiteHistory): JsonObject {
  return { schema: "evals.history/1", ...(toSnakeKeys(history, RULES) as JsonObject) };
}

/** A suite as `run.json` holds it. */
export function suiteJson(suite: Suite): JsonObject {
  return toSnakeKeys(suite, RULES) as JsonObject;
}

export async function readManifest(folder: string): Promise<RunManifest> {
  const { schema: _, ...document } = await readDocument(folder, FILES.manifest, "evals.run");
  return toCamelKeys(document, RULES) as RunManifest;
}

/** The summary as written; null when the run has none yet. */
export async function readSummaryJson(folder: string): Promise<JsonObject | null> {
  try {
    return await readDocument(folder, FILES.summary, "evals.summary");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

async function readDocument(folder: string, file: string, schema: string): Promise<JsonObject> {
  const path = join(folder, file);
  const text = await readFile(path, "utf8");
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    throw new UserError("damaged_run", `${path} is not valid JSON: the run folder is damaged`);
  }
  try {
    return recordOf(value, schema);
  } catch (error) {
    throw new UserError("damaged_run", `${path} cannot be read: ${messageOf(error)}`);
  }
}

function pretty(value: Json): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
