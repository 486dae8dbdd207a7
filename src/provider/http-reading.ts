import { messageOf, UserError } from "../base/errors.ts";
import { compileJsonPath, type JsonPath } from "../base/json-path.ts";
import type { Json } from "../domain/json.ts";
import type { Usage } from "../domain/output.ts";
import { BadReply } from "./http-failure.ts";
import { UNKNOWN_USAGE } from "./no-call.ts";
import { countOf } from "./wire-value.ts";

/** How the body of an answer is read. */
export interface Reading {
  /** Throws `BadReply` where there is no answer in it. */
  text(body: string): string;
  /** What cannot be found is unknown. Never throws. */
  usage(body: string): Usage;
}

/** The paths of `usage:`, by their name in files. */
export interface UsagePaths {
  readonly input_tokens?: string | undefined;
  readonly output_tokens?: string | undefined;
  readonly cache_read_tokens?: string | undefined;
  readonly cache_write_tokens?: string | undefined;
  readonly reasoning_tokens?: string | undefined;
}

/**
 * Without a path the whole body is the text. What a path finds is the text; a number or boolean is written out, a
 * list or object as JSON.
 * @throws UserError for what is no JMESPath
 */
export async function compileReading(output: string | undefined, usage: UsagePaths, modelId: string): Promise<Reading> {
  const compile = async (key: string, path: string | undefined): Promise<JsonPath | null> => {
    if (path === undefined) return null;
    try {
      return await compileJsonPath(path);
    } catch (error) {
      throw new UserError("invalid_path", `model ${modelId}: \`${key}\`: ${messageOf(error)}`);
    }
  };
  const find = await compile("output", output);
  const finders = {
    inputTokens: await compile("usage.input_tokens", usage.input_tokens),
    outputTokens: await compile("usage.output_tokens", usage.output_tokens),
    cacheReadTokens: await compile("usage.cache_read_tokens", usage.cache_read_tokens),
    cacheWriteTokens: await compile("usage.cache_write_tokens", usage.cache_write_tokens),
    reasoningTokens: await compile("usage.reasoning_tokens", usage.reasoning_tokens),
  } satisfies Record<keyof Usage, JsonPath | null>;
  const anyUsage = Object.values(finders).some((finder) => finder !== null);
  return {
    text: (body) => (find === null ? body : findText(body, find, output ?? "")),
    usage(body) {
      const parsed = anyUsage ? tryParse(body) : undefined;
      if (parsed === undefined) return UNKNOWN_USAGE;
      const entries = Object.entries(finders).map(([key, finder]) => [
        key,
        finder === null ? null : count(finder, parsed),
      ]);
      return Object.fromEntries(entries) as Usage;
    },
  };
}

function findText(body: string, find: JsonPath, path: string): string {
  const parsed = tryParse(body);
  if (parsed === undefined)
    throw new BadReply(body.trim() === "" ? "the answer is empty" : `the answer is not JSON: ${body}`);
  let found: Json | undefined;
  try {
    found = find(parsed);
  } catch (error) {
    throw new BadReply(`\`output: ${path}\` fails on the answer: ${messageOf(error)}`);
  }
  if (found === undefined) throw new BadReply(`\`output: ${path}\` finds nothing in the answer: ${body}`);
  return typeof found === "string" ? found : JSON.stringify(found);
}

function count(finder: JsonPath, parsed: Json): number | null {
  try {
    return countOf(finder(parsed));
  } catch {
    return null;
  }
}

function tryParse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
