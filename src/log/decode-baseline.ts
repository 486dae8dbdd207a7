import type { Baseline, BaselineRow } from "../domain/comparison.ts";
import type { Json, JsonObject } from "../domain/json.ts";

/** The header's values; throws a TypeError that names what is wrong. */
export function decodeHeader(header: JsonObject): Omit<Baseline, "rows"> {
  const { digests, graders = {}, repeats } = header;
  if (!isObject(digests)) throw new TypeError('"digests" is missing');
  if (!isObject(graders) || !Object.values(graders).every((digest) => typeof digest === "string"))
    throw new TypeError('"graders" is no map of digests');
  if (!isWhole(repeats) || repeats < 1) throw new TypeError('"repeats" is no whole number from 1');
  const savedAt = text(header, "saved_at");
  return {
    suite: text(header, "suite"),
    runId: text(header, "run_id"),
    savedAt,
    startedAt: header.started_at === undefined ? savedAt : text(header, "started_at"),
    digests: { dataset: text(digests, "dataset"), graders: text(digests, "graders") },
    graders: graders as Record<string, string>,
    repeats,
  };
}

/** A row; throws a TypeError that names what is wrong. */
export function decodeRow(row: Json): BaselineRow {
  if (!isObject(row)) throw new TypeError("a row is an object: {case_id, digest, candidate, passed, …}");
  const caseId = text(row, "case_id");
  const digest = text(row, "digest");
  if (!/^[0-9a-f]{12,64}$/.test(digest)) throw new TypeError('"digest" is not 12 to 64 hex digits');
  const { n } = row;
  if (!isWhole(n) || n < 0) throw new TypeError('"n" is no whole number');
  const passed = number(row, "passed");
  if (passed !== null && (passed < 0 || passed > 1)) throw new TypeError('"passed" is outside 0…1');
  return {
    caseId,
    digest: digest.slice(0, 12),
    candidate: text(row, "candidate"),
    passed,
    score: number(row, "score"),
    graders: numbers(row, "graders"),
    ...(row.graders_passed === undefined ? {} : { gradersPassed: numbers(row, "graders_passed") }),
    latencyMs: number(row, "latency_ms"),
    costUsd: number(row, "cost_usd"),
    n,
  };
}

function isObject(value: Json | undefined): value is JsonObject {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function isWhole(value: Json | undefined): value is number {
  return typeof value === "number" && Number.isSafeInteger(value);
}

function text(record: JsonObject, key: string): string {
  const value = record[key];
  if (typeof value !== "string" || value === "") throw new TypeError(`"${key}" is missing`);
  return value;
}

/** Absent counts as not known. */
function number(record: JsonObject, key: string): number | null {
  const value = record[key] ?? null;
  if (value !== null && (typeof value !== "number" || !Number.isFinite(value)))
    throw new TypeError(`"${key}" is neither a number nor null`);
  return value;
}

function numbers(record: JsonObject, key: string): Record<string, number> {
  const value = record[key] ?? {};
  if (!isObject(value) || !Object.values(value).every((member) => typeof member === "number"))
    throw new TypeError(`"${key}" is no map of numbers`);
  return value as Record<string, number>;
}
