import { getPath } from "../../base/rows/get-path.ts";
import { kindOf } from "../../base/rows/jsonl.ts";
import { isJsonObject, type Row } from "../../base/rows/row.ts";
import type { Json } from "../../domain/json.ts";
import type { CallError, ErrorKind, Usage } from "../../domain/output.ts";
import { type ProgramOutput, ProgramOutputError, readFacts, readProgramOutput, readUsage } from "../program-output.ts";

export const RECORDING_KEYS = [
  "id",
  "output",
  "repeat",
  "latency_ms",
  "first_token_ms",
  "usage",
  "cost_usd",
  "error",
] as const;
export type RecordingKey = (typeof RECORDING_KEYS)[number];
/** Key of a recording -> column of the file. */
export type RecordingFields = Readonly<Partial<Record<RecordingKey, string>>>;

/** What came of a call that somebody made. */
export type Recording =
  | { readonly status: "ok"; readonly output: ProgramOutput }
  | { readonly status: "error"; readonly error: CallError; readonly usage: Usage };

/** A row that is read: which trial it is of, and what came of it. */
export interface RecordedRow {
  readonly id: string;
  /** null: the next one in file order. */
  readonly repeat: number | null;
  readonly recording: Recording;
}

const ERROR_KINDS: ReadonlySet<string> = new Set<ErrorKind>([
  "auth",
  "invalid_request",
  "not_found",
  "rate_limit",
  "overloaded",
  "server",
  "network",
  "timeout",
  "bad_response",
]);

/**
 * A row as a recording; a key that is `null` or missing is not stated, and a latency that is not is unknown. Numbers may be text (CSV).
 * @throws ProgramOutputError
 */
export function readRecording(row: Row, fields: RecordingFields): RecordedRow {
  const at = (key: RecordingKey): Json => getPath(row.value, fields[key] ?? key) ?? null;
  const id = at("id");
  if (typeof id !== "number" && (typeof id !== "string" || id === "")) {
    const keys = Object.keys(row.value).join(", ");
    throw new ProgramOutputError(
      `\`${fields.id ?? "id"}\` should be the id of a case, not ${kindOf(id)}; the row has ${keys || "no keys"}`,
    );
  }
  const facts = {
    latencyMs: null,
    firstTokenMs: null,
    ...readFacts({ ...number("cost_usd", at), ...number("latency_ms", at), ...number("first_token_ms", at) }),
  };
  return {
    id: String(id),
    repeat: readRepeat(at("repeat")),
    recording: readOutcome(at("output"), at("error"), at("usage"), facts, fields),
  };
}

type Facts = Pick<ProgramOutput, "costUsd" | "latencyMs" | "firstTokenMs">;

function readOutcome(output: Json, error: Json, usage: Json, facts: Facts, fields: RecordingFields): Recording {
  const stated = usage === null ? {} : { usage: readUsage(parsedCell(usage)) };
  if (error !== null && error !== "")
    return { status: "error", error: readError(error), usage: readUsage(parsedCell(usage)) };
  if (output === null)
    throw new ProgramOutputError(
      `the row has neither \`${fields.output ?? "output"}\` nor \`${fields.error ?? "error"}\``,
    );
  const own = readProgramOutput(typeof output === "number" || typeof output === "boolean" ? String(output) : output);
  const columns = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null));
  return { status: "ok", output: { ...facts, ...own, ...stated, ...columns } };
}

function readError(error: Json): CallError {
  const {
    kind,
    message,
    http_status: status,
  } = isJsonObject(error) ? error : { kind: null, message: error, http_status: null };
  return {
    kind: typeof kind === "string" && ERROR_KINDS.has(kind) ? (kind as ErrorKind) : "server",
    message: typeof message === "string" ? message.replace(/\s+/g, " ").trim() : JSON.stringify(error),
    httpStatus: typeof status === "number" ? status : null,
    // It was made once and for all.
    retryable: false,
  };
}

function readRepeat(value: Json): number | null {
  if (value === null || value === "") return null;
  const repeat = typeof value === "string" ? Number(value) : value;
  if (typeof repeat === "number" && Number.isInteger(repeat) && repeat >= 1) return repeat;
  throw new ProgramOutputError(`\`repeat\` should be a whole number from 1, not ${JSON.stringify(value)}`);
}

/** A stated figure by its key; text that is a number counts as one. */
function number(key: RecordingKey, at: (key: RecordingKey) => Json): Readonly<Record<string, Json>> {
  const value = at(key);
  if (value === null || value === "") return {};
  const parsed = typeof value === "string" ? Number(value) : value;
  return { [key]: typeof parsed === "number" && Number.isNaN(parsed) ? value : parsed };
}

/** CSV knows no objects: text that is the JSON of one counts. */
function parsedCell(value: Json): Json {
  if (typeof value !== "string" || !value.startsWith("{")) return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}
