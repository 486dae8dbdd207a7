import { canonicalJson, digestOf } from "../base/digest.ts";
import { snakeKey } from "../base/keys.ts";
import type { Json, JsonObject } from "../domain/json.ts";
import type { RunManifest } from "../domain/run.ts";
import { judgesOf } from "../grader/nested.ts";
import { suiteJson } from "../log/documents.ts";
import { providers } from "../provider/registry.ts";

type Compared = Pick<RunManifest, "resolvedSuite" | "candidates" | "contentDigests">;

/** What of a model changes no answer and no figure: how fast, how long and with whose key it is called. */
const OPERATIONAL = [
  ..."concurrency rpm tpm timeout_s total_timeout_s max_attempts cache api_key_env".split(" "),
  // Which candidates there are is compared by their ids.
  "prompts",
];

/**
 * What a run was made of, against what it would be made of now: `models[mini].params.temperature: 0 → 0.2`, in the
 * suite's own words. Empty: the same work. Cases are compared by themselves; what changes no figure may change.
 */
export function changesSince(then: Compared, now: Compared): readonly string[] {
  const paths = new Set([...fileKeys(then), ...fileKeys(now)]);
  const changes = differences(partsOf(then, paths), partsOf(now, paths), "");
  return [...changes, ...contentChanges(then, now, changes)];
}

/** The parts of a suite that a run's figures rest on, in the form of the YAML, entries under their ids. */
function partsOf({ resolvedSuite, candidates }: Compared, paths: ReadonlySet<string>): JsonObject {
  const { vars = {}, gate = null, reference = null, slices = [], ...suite } = suiteJson(resolvedSuite);
  const list = (value: Json | undefined) => (value ?? []) as JsonObject[];
  const judges = resolvedSuite.graders.flatMap(judgesOf);
  const models = new Set([...candidates.map(({ modelId }) => modelId), ...judges]);
  const prompts = new Set(candidates.map(({ prompt }) => prompt));
  const model = (entry: JsonObject) => {
    const stated = flat(entry);
    const files = Object.keys(stated).filter((key) => paths.has(`${entry.id}.${key}`));
    return without(stated, [...OPERATIONAL, ...files]);
  };
  const used = (entries: Json | undefined) =>
    byId(
      list(entries)
        .filter(({ id }) => models.has(String(id)))
        .map(model),
    );
  const { repeats = null, seed = null, max_error_rate = null, max_ungraded_rate = null } = suite.run as JsonObject;
  return {
    vars,
    prompts: byId(list(suite.prompts).filter(({ id }) => prompts.has(String(id)))),
    models: used(suite.models),
    judge_models: used(suite.judge_models),
    graders: byId(list(suite.graders).map(flat)),
    requirements: list(suite.requirements).map(requirement),
    gate,
    reference,
    slices,
    run: { repeats, seed, max_error_rate, max_ungraded_rate },
  };
}

/** The provider's and the grader's own keys stand beside the common ones, as in the YAML. */
function flat({ options, ...entry }: JsonObject): JsonObject {
  const own = Object.entries(options as JsonObject).map(([key, value]) => [snakeKey(key), value]);
  return { ...entry, ...Object.fromEntries(own) };
}

function requirement({ source: _, bound, ...rest }: JsonObject): JsonObject {
  const { kind, value, unit } = bound as { kind: string; value: number; unit: string };
  return { ...rest, [kind]: unit === "percent" ? `${value}%` : value };
}

/** `<model>.<key>` of files whose content is known by its digest: where they lie changes nothing. */
function fileKeys({ resolvedSuite, contentDigests }: Compared): string[] {
  return [...resolvedSuite.models, ...resolvedSuite.judgeModels].flatMap(({ id, provider }) =>
    (contentDigests?.models[id] ?? []).length === 0
      ? []
      : (providers[provider]?.paths ?? []).map((key) => `${id}.${key}`),
  );
}

/** Changes inside files, where the suite itself says the same as before. */
function contentChanges(then: Compared, now: Compared, named: readonly string[]): string[] {
  const old = then.contentDigests;
  const present = now.contentDigests;
  if (old === undefined || present === undefined) return [];
  const models = Object.keys(present.models).filter(
    (id) => old.models[id] !== undefined && canonicalJson(old.models[id]) !== canonicalJson(present.models[id]),
  );
  const graders = Object.keys(present.graders).filter(
    (id) =>
      old.graders[id] !== undefined &&
      old.graders[id] !== present.graders[id] &&
      !named.some((change) => change.startsWith(`graders[${id}]`)),
  );
  return [
    ...models.map((id) => `models[${id}]: the content of a file that it runs or reads`),
    ...graders.map((id) => `graders[${id}]: the content of a file that it reads, or how this version of evals grades`),
  ];
}

function byId(entries: readonly JsonObject[]): JsonObject {
  return Object.fromEntries(entries.map((entry) => [`[${String(entry.id)}]`, entry]));
}

function without(entry: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(entry).filter(([key]) => !keys.includes(key)));
}

function differences(then: Json | undefined, now: Json | undefined, path: string): string[] {
  if (digestOf(then) === digestOf(now)) return [];
  const [from, to] = [membersOf(then), membersOf(now)];
  if (from === null || to === null) return [`${path}: ${shown(then, now)} → ${shown(now, then)}`];
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return keys.flatMap((key) => {
    const below = key.startsWith("[") ? `${path}${key}` : path === "" ? key : `${path}.${key}`;
    return differences(from[key], to[key], below);
  });
}

function membersOf(value: Json | undefined): Readonly<Record<string, Json>> | null {
  if (value === null || typeof value !== "object") return null;
  if (!Array.isArray(value)) return value as Record<string, Json>;
  return Object.fromEntries(value.map((item, index) => [`[${index}]`, item]));
}

const SHOWN = 60;

/** A value in a message; of long texts the part where they begin to differ. */
function shown(value: Json | undefined, other: Json | undefined): string {
  if (value === undefined) return "none";
  const text = JSON.stringify(value);
  if (text.length <= SHOWN) return text;
  const against = JSON.stringify(other) ?? "";
  let same = 0;
  while (same < text.length && text[same] === against[same]) same++;
  const start = Math.max(0, Math.min(same - 15, text.length - SHOWN));
  return `${start > 0 ? "…" : ""}${text.slice(start, start + SHOWN)}${start + SHOWN < text.length ? "…" : ""}`;
}
