import { digestOf } from "../base/digest.ts";
import type { GraderSpec } from "../domain/suite.ts";
import { graders } from "./registry.ts";

/** A grader inside another, with its path there (`graders[1]`, `fields.queue`). */
export interface Nested {
  readonly path: string;
  readonly spec: GraderSpec;
}

/** The graders directly inside a grader. */
export function nestedGraders({ options }: GraderSpec): readonly Nested[] {
  const {
    grader,
    graders: list = [],
    fields = {},
  } = options as {
    grader?: GraderSpec;
    graders?: readonly GraderSpec[];
    fields?: Readonly<Record<string, GraderSpec>>;
  };
  return [
    ...(grader === undefined ? [] : [{ path: "grader", spec: grader }]),
    ...list.map((spec, index) => ({ path: `graders[${index}]`, spec })),
    ...Object.entries(fields).map(([name, spec]) => ({ path: `fields.${name}`, spec })),
  ];
}

/** A grader and all inside it, each with its path ("" for itself). */
export function graderTree(spec: GraderSpec, path = ""): readonly Nested[] {
  return [
    { path, spec },
    ...nestedGraders(spec).flatMap((inner) =>
      graderTree(inner.spec, path === "" ? inner.path : `${path}.${inner.path}`),
    ),
  ];
}

/** Ids of the models that a grader asks, each once. The caller says so when one of them is a candidate too. */
export function judgesOf(spec: GraderSpec): readonly string[] {
  return [...new Set(graderTree(spec).flatMap((inner) => graders[inner.spec.type]?.judges?.(inner.spec) ?? []))];
}

/** Cross-field mistakes of a grader and all inside it; paths relative to it ("" is the grader itself). */
export function checkGrader(spec: GraderSpec): readonly { path: string; message: string }[] {
  return graderTree(spec).flatMap(({ path, spec: inner }) =>
    (graders[inner.type]?.check?.(inner) ?? []).map((problem) => ({
      path: [path, problem.path].filter((part) => part !== "").join("."),
      message: problem.message,
    })),
  );
}

/** Files that a grader and all inside it read, as stated, with the path of the key that names each. */
export function graderFiles(spec: GraderSpec): readonly { path: string; file: string }[] {
  return graderTree(spec).flatMap(({ path, spec: inner }) =>
    (graders[inner.type]?.paths ?? []).flatMap((key) => {
      const file = inner.options[key];
      return typeof file === "string" ? [{ path: path === "" ? key : `${path}.${key}`, file }] : [];
    }),
  );
}

/**
 * SHA-256 (hex) of what decides a grade beside text and case: the statement, the versions of the graders (a judge's
 * prompt), and the digests of the files that it reads. Weight, severity and the like decide no grade.
 */
export function graderDigest(spec: GraderSpec, fileDigests: readonly string[] = []): string {
  const { when: _when, severity: _severity, advisory: _advisory, weight: _weight, ...statement } = spec;
  const versions = graderTree(spec).map(({ spec: inner }) => `${inner.type}@${graders[inner.type]?.version ?? 1}`);
  return digestOf({ statement, versions, fileDigests });
}

/** Ids of the candidates whose answers a grader and all inside it look at, each once. */
export function peersOf(spec: GraderSpec): readonly string[] {
  return [...new Set(graderTree(spec).flatMap((inner) => graders[inner.spec.type]?.peers?.(inner.spec) ?? []))];
}
