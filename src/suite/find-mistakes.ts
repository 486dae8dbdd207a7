import type { z } from "zod";
import { didYouMean, nearest } from "../base/nearest.ts";
import { found, issueWords, oneOf, typeWords } from "./issue-words.ts";
import type { SuiteKinds } from "./kinds.ts";
import type { Finding } from "./locator.ts";
import { isRecord, type Path } from "./path.ts";

type Issue = z.core.$ZodIssue;
export type Shaped<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/** Checks data against a schema: the parsed value, or every mistake in plain words. Paths start at `base`. */
export function checkShape<T>(schema: z.ZodType<T>, data: unknown, base: Path, kinds: SuiteKinds): Shaped<T> {
  const result = schema.safeParse(data, { error: issueWords, reportInput: true });
  if (result.success) return { ok: true, value: result.data };
  const all = result.error.issues.flatMap((issue) => findingsOf(issue, base, kinds));
  return { ok: false, findings: withoutEchoes(all) };
}

/** A misspelt key is unknown and its right spelling missing: one slip, one message. */
function withoutEchoes(findings: readonly Finding[]): Finding[] {
  const meant = new Set(
    findings.flatMap((finding) => {
      const hint = finding.key === undefined ? undefined : /did you mean "([^"]*)"\?$/.exec(finding.message)?.[1];
      return hint === undefined ? [] : [JSON.stringify([finding.path, hint])];
    }),
  );
  return findings.filter((finding) => {
    const missing = finding.key === undefined ? /^missing "([^"]*)"/.exec(finding.message)?.[1] : undefined;
    return missing === undefined || !meant.has(JSON.stringify([finding.path, missing]));
  });
}

function findingsOf(issue: Issue, base: Path, kinds: SuiteKinds): Finding[] {
  const path = [...base, ...(issue.path as (string | number)[])];
  const last = path.at(-1);
  if (issue.code === "invalid_union" && issue.discriminator !== undefined) return [noSuchKind(issue, path)];
  if (issue.code !== "custom" && issue.input === undefined && typeof last === "string") {
    return [{ path: path.slice(0, -1), message: `missing "${last}"${hintOf(issue)}` }];
  }
  if (issue.code === "unrecognized_keys") {
    const known = JSON.parse(issue.message) as string[];
    return issue.keys.map((key) => ({ path, key, message: unknownKey(key, known, issue.input, kinds) }));
  }
  if (issue.code === "invalid_union") return unionFindings(issue, path, kinds);
  return [{ path, message: issue.message }];
}

/** What a schema's own error adds to `missing "x"`. */
function hintOf(issue: Issue): string {
  return issue.message === "" || issue.message.startsWith("expected ") ? "" : `; ${issue.message}`;
}

function unknownKey(key: string, known: readonly string[], holder: unknown, kinds: SuiteKinds): string {
  const hint = didYouMean(key, known);
  if (hint !== "") return `unknown key "${key}"${hint}`;
  if (key.toLowerCase().startsWith("x-") || known.length === 0) return `unknown key "${key}"`;
  const type = isRecord(holder) ? holder.type : undefined;
  if (typeof type === "string" && kinds.graderTypes.includes(type)) {
    const others = kinds.graderTypes.filter((other) => kinds.graderKeys(other).includes(key));
    if (others.length > 0 && others.length <= 4)
      return `unknown key "${key}"; it belongs to grader ${oneOf(others)}, not to ${type}`;
  }
  return `unknown key "${key}"; allowed: ${known.join(", ")}`;
}

/** `path` ends with the discriminator; `input` is the object that holds it. */
function noSuchKind(issue: Issue & { readonly code: "invalid_union" }, path: Path): Finding {
  const { discriminator = "type", options } = issue as { discriminator?: string; options?: readonly unknown[] };
  const known = (options ?? []).map(String);
  const noun =
    discriminator === "provider"
      ? "provider"
      : path.includes("graders") || path.includes("grader")
        ? "grader"
        : discriminator;
  const value = isRecord(issue.input) ? issue.input[discriminator] : undefined;
  const list = `one of ${known.join(", ")}`;
  if (value === undefined) return { path: path.slice(0, -1), message: `missing "${discriminator}"; ${list}` };
  if (typeof value !== "string")
    return { path, message: `expected the name of a ${noun}, ${list}; found ${found(value)}` };
  const near = nearest(value, known);
  return { path, message: `unknown ${noun} "${value}"; ${near === undefined ? list : `did you mean "${near}"?`}` };
}

/** The mistakes of the branch that was most likely meant; where the value's type fits none, what all of them expect. */
function unionFindings(issue: Issue & { readonly code: "invalid_union" }, path: Path, kinds: SuiteKinds): Finding[] {
  const branches = issue.errors as Issue[][];
  const fitting = branches.filter((branch) => !rootMismatch(branch));
  const least = Math.min(...fitting.map(distanceOf));
  const nearestBranches = fitting.filter((branch) => distanceOf(branch) === least);
  const [best] = nearestBranches;
  if (best === undefined) return [{ path, message: noBranch(issue, branches) }];
  if (nearestBranches.length > 1) {
    const unknown = commonUnknownKeys(nearestBranches);
    const known = [...new Set(nearestBranches.flatMap((branch) => branch.flatMap(knownKeysOf)))];
    if (unknown.length > 0)
      return unknown.map((key) => ({ path, key, message: unknownKey(key, known, issue.input, kinds) }));
  }
  return best.flatMap((one) => findingsOf(one, path, kinds));
}

function noBranch(issue: Issue & { readonly code: "invalid_union" }, branches: readonly Issue[][]): string {
  const words = branches.flatMap(expectedWords);
  const own = issue.message === "" ? `expected ${oneOf(words)}` : issue.message;
  if (!own.startsWith("expected ") || own.includes("; found ")) return own;
  const literals = branches.flatMap(literalsOf);
  const hint = typeof issue.input === "string" ? didYouMean(issue.input, literals) : "";
  return `${own}; found ${found(issue.input)}${hint}`;
}

function knownKeysOf(issue: Issue): string[] {
  return issue.code === "unrecognized_keys" && issue.path.length === 0 ? (JSON.parse(issue.message) as string[]) : [];
}

/** Keys that none of these branches knows. */
function commonUnknownKeys(branches: readonly Issue[][]): string[] {
  const perBranch = branches.map((branch) =>
    branch.flatMap((issue) => (issue.code === "unrecognized_keys" && issue.path.length === 0 ? issue.keys : [])),
  );
  return (perBranch[0] ?? []).filter((key) => perBranch.every((keys) => keys.includes(key)));
}

/** The branch is for another type of value altogether. */
function rootMismatch(branch: readonly Issue[]): boolean {
  return branch.some(
    (issue) =>
      issue.path.length === 0 &&
      (issue.code === "invalid_type" ||
        issue.code === "invalid_value" ||
        (issue.code === "invalid_union" &&
          issue.discriminator === undefined &&
          (issue.errors as Issue[][]).every(rootMismatch))),
  );
}

/** A wrong tag (`type: image`) says more against a branch than any number of other mistakes. */
function distanceOf(branch: readonly Issue[]): number {
  return branch.reduce((sum, issue) => {
    if (issue.code === "unrecognized_keys") return sum + issue.keys.length;
    return sum + (issue.code === "invalid_value" && issue.path.length === 1 ? 100 : 1);
  }, 0);
}

function expectedWords(branch: readonly Issue[]): string[] {
  return branch.flatMap((issue) => {
    if (issue.path.length > 0) return [];
    if (issue.code === "invalid_type") return [typeWords(issue.expected)];
    if (issue.code === "invalid_value") return issue.values.map(String);
    return issue.code === "invalid_union" ? (issue.errors as Issue[][]).flatMap(expectedWords) : [];
  });
}

/** Words that the branches would have taken. */
function literalsOf(branch: readonly Issue[]): string[] {
  return branch.flatMap((issue) => {
    if (issue.path.length > 0) return [];
    if (issue.code === "invalid_value") return issue.values.map(String);
    return issue.code === "invalid_union" ? (issue.errors as Issue[][]).flatMap(literalsOf) : [];
  });
}
