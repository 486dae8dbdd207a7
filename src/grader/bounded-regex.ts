import { createContext, Script } from "node:vm";

/** Groups of a match; 0 is the whole. A group that took no part is undefined. */
export type RegexMatch = readonly (string | undefined)[];
export type RegexResult<T> = { readonly status: "done"; readonly value: T } | { readonly status: "timeout" };

/** A regular expression that cannot hang a run: what takes longer than the limit ends as `timeout`. */
export interface BoundedRegex {
  /** Capturing groups, the whole not counted. */
  readonly groupCount: number;
  test(text: string): RegexResult<boolean>;
  /** First or last match in which `group` took part; a match of no characters only where there is no other. */
  find(text: string, group: number, which: "first" | "last"): RegexResult<RegexMatch | null>;
}

export const REGEX_TIMEOUT_MS = 250;

// One context and compiled scripts for all: with a time-out a run costs about 70 µs, without one about 2 µs.
const sandbox: Record<string, unknown> = { regex: null, text: "", group: 0, first: false };
const context = createContext(sandbox);
const testScript = new Script("regex.test(text)");
// The last match is chosen in here, because a million matches held at once would be memory for nothing.
const findScript = new Script(`(() => {
  let chosen = null;
  let empty = null;
  for (const match of text.matchAll(regex)) {
    if (match[group] === undefined) continue;
    if (match[0] === "") {
      if (!first || empty === null) empty = match;
    } else {
      chosen = match;
      if (first) break;
    }
  }
  return chosen ?? empty;
})()`);

/** Compiles a pattern; throws a SyntaxError when it or its flags are not valid. */
export function compileRegex(pattern: string, flags = ""): BoundedRegex {
  const regex = new RegExp(pattern, flags.includes("g") ? flags : `${flags}g`);
  const groupCount = (new RegExp(`${pattern}|`, flags.replace("y", "")).exec("")?.length ?? 1) - 1;
  const costOf = costModel(pattern);
  const run = <T>(script: Script, text: string, group = 0, first = false): RegexResult<T> => {
    regex.lastIndex = 0;
    Object.assign(sandbox, { regex, text, group, first });
    try {
      const options = costOf(text.length) <= SAFE_STEPS ? {} : { timeout: REGEX_TIMEOUT_MS };
      return { status: "done", value: script.runInContext(context, options) as T };
    } catch (error) {
      if ((error as { code?: unknown }).code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return { status: "timeout" };
      throw error;
    } finally {
      Object.assign(sandbox, { regex: null, text: "" });
    }
  };
  return {
    groupCount,
    test: (text) => run<boolean>(testScript, text),
    find: (text, group, which) => run<RegexMatch | null>(findScript, text, group, which === "first"),
  };
}

/** About 10 ms of matching: below it no time-out is needed. */
const SAFE_STEPS = 1e6;

/**
 * An upper bound of the steps that a backtracking matcher takes: every repetition may begin and end anywhere in the
 * text, every alternative doubles. Infinite where repetition is nested, or a back-reference makes it unknowable.
 */
function costModel(pattern: string): (length: number) => number {
  const bare = pattern.replace(/\\[^1-9k]|\[(?:\\.|[^\]\\])*\]/g, "_");
  if (/\)[*+{]|\\[1-9k]/.test(bare)) return () => Number.POSITIVE_INFINITY;
  const repetitions = (bare.match(/[*+{]/g) ?? []).length;
  const alternatives = (bare.match(/[?|]/g) ?? []).length;
  const factor = 2 ** alternatives * Math.max(1, pattern.length);
  return (length) => factor * length ** (repetitions + 1);
}
