import { camelKey, snakeKey } from "../base/keys.ts";
import type { GraderSpec } from "../domain/suite.ts";
import type { SuiteKinds } from "./kinds.ts";
import { type ResolvePath, resolvePaths } from "./normalise-model.ts";
import { isRecord, type Path } from "./path.ts";

export interface PlacedGrader {
  readonly spec: GraderSpec;
  /** Where it stands in the suite. */
  readonly path: Path;
}

function isGraderSpec(value: unknown): value is GraderSpec & Record<string, unknown> {
  return isRecord(value) && typeof value.type === "string" && isRecord(value.options) && Array.isArray(value.extract);
}

/** Every grader with those that are nested in it, in the order written. */
export function walkGraders(graders: readonly GraderSpec[]): PlacedGrader[] {
  const found: PlacedGrader[] = [];
  const enter = (spec: GraderSpec, path: Path) => {
    found.push({ spec, path });
    for (const [key, member] of Object.entries(spec.options)) look(member, [...path, snakeKey(key)]);
  };
  const look = (value: unknown, path: Path) => {
    if (isGraderSpec(value)) enter(value, path);
    else if (Array.isArray(value)) for (const [index, item] of value.entries()) look(item, [...path, index]);
    else if (isRecord(value)) for (const [key, member] of Object.entries(value)) look(member, [...path, key]);
  };
  for (const [index, spec] of graders.entries()) enter(spec, ["graders", index]);
  return found;
}

/** A grader with the paths in its options, and in graders nested in it, resolved. */
export function resolveGraderPaths(spec: GraderSpec, kinds: SuiteKinds, resolvePath: ResolvePath): GraderSpec {
  const paths = new Set(kinds.graderPaths(spec.type).flatMap((key) => [key, camelKey(key)]));
  const inside = (value: unknown): unknown => {
    if (isGraderSpec(value)) return resolveGraderPaths(value, kinds, resolvePath);
    if (Array.isArray(value)) return value.map(inside);
    return isRecord(value)
      ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, inside(member)]))
      : value;
  };
  const options = Object.entries(spec.options).map(([key, value]) => [
    key,
    paths.has(key) && isPath(value) ? resolvePaths(value, resolvePath) : inside(value),
  ]);
  return { ...spec, options: Object.fromEntries(options) };
}

/** Keys that may be paths may also hold the thing itself, inline. */
export function isPath(value: unknown): boolean {
  return (
    typeof value === "string" ||
    (Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string"))
  );
}
