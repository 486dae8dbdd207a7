import * as z from "zod";
import type { GraderDefinition } from "./definition.ts";
import { failed, NO_EXPECTED, passed, quote, ungraded } from "./grade.ts";
import { compileJsonSchema } from "./json-schema.ts";
import { textForm } from "./text-form.ts";
import { alignInOrder, matchAnyOrder } from "./tool-call/match-calls.ts";
import { readExpectedCalls, type StatedCall } from "./tool-call/read-expected-calls.ts";
import { describeCall, type WantedCall, whyNot } from "./tool-call/wanted-call.ts";

interface Options {
  readonly name?: string;
  readonly names?: readonly string[];
  readonly calls?: readonly StatedCall[];
  readonly order?: "any" | "strict";
  readonly extra?: "fail" | "allow";
  readonly arguments?: "exact" | "subset";
}

/** More pairs to compare than any answer has. */
const MAX_PAIRS = 250_000;

export const toolCall: GraderDefinition = {
  type: "tool_call",
  description:
    "The answer calls the tools that are stated here or by the expected value, and no other; score: the share of calls that are right.",
  options: () => ({
    name: z.string().min(1).optional(),
    names: z.array(z.string().min(1)).min(1).optional(),
    calls: z
      .array(
        z.strictObject({
          name: z.string().min(1),
          arguments: z.record(z.string(), z.json()).optional(),
          schema: z.union([z.boolean(), z.record(z.string(), z.json())]).optional(),
        }),
      )
      .optional(),
    order: z.enum(["any", "strict"]).optional(),
    extra: z.enum(["fail", "allow"]).optional(),
    arguments: z.enum(["exact", "subset"]).optional(),
  }),
  needsExpected: false,
  check: (spec) => {
    const stated = ["name", "names", "calls"].filter((key) => spec.options[key] !== undefined);
    return stated.length > 1 ? [{ path: stated[1] ?? "", message: `${stated.join(" and ")} exclude each other` }] : [];
  },
  create: async (spec) => {
    const options = spec.options as Options;
    const exact = (options.arguments ?? "exact") === "exact";
    const stated =
      options.calls ??
      (options.names ?? (options.name === undefined ? undefined : [options.name]))?.map((name) => ({ name }));
    const own = stated === undefined ? null : await Promise.all(stated.map(compileCall));
    return {
      grade(_, { expected, answer }) {
        const wanted = own ?? (expected === undefined ? null : readExpectedCalls(expected));
        if (wanted === null) {
          return ungraded(
            expected === undefined
              ? NO_EXPECTED
              : `the expected value states no tool calls: ${quote(textForm(expected))}`,
          );
        }
        const made = answer.toolCalls;
        if (made.length * wanted.length > MAX_PAIRS) return ungraded(`too many tool calls: ${made.length}`);
        const fits = wanted.map((want) => made.map((call) => whyNot(want, call, exact) === null));
        const strict = options.order === "strict";
        const chosen = strict ? alignInOrder(fits, made.length) : matchAnyOrder(fits, made.length);
        const matched = chosen.filter((index) => index !== null).length;
        const allowed = options.extra === "allow";
        const total = allowed ? wanted.length : Math.max(wanted.length, made.length);
        if (matched === wanted.length && (allowed || made.length === wanted.length)) return passed;
        const missing = wanted.filter((_want, index) => chosen[index] === null);
        const extra = made.filter((_call, index) => !chosen.includes(index));
        if (missing.length > 0) {
          const disordered = strict && matchAnyOrder(fits, made.length).every((index) => index !== null);
          const reason = disordered ? "the calls are right, but not in this order" : whyMissing(missing, extra, exact);
          return failed(reason, matched / total);
        }
        return failed(`not asked for: ${quote(extra.map(describeCall).join(", "))}`, matched / total);
      },
    };
  },
};

async function compileCall(call: StatedCall): Promise<WantedCall> {
  return {
    name: call.name,
    arguments: call.arguments ?? null,
    validate: call.schema === undefined ? null : await compileJsonSchema(call.schema),
  };
}

/** Of the first call that is missing: what is wrong with the one that was meant, by its name. */
function whyMissing(
  missing: readonly WantedCall[],
  extra: readonly Parameters<typeof describeCall>[0][],
  exact: boolean,
): string {
  const [first] = missing;
  if (first === undefined) return "a call is missing";
  const meant = extra.find((call) => call.name === first.name);
  if (meant !== undefined) return `${first.name}: ${whyNot(first, meant, exact) ?? "called in another place"}`;
  const made = extra.length === 0 ? "no other call was made" : `made: ${quote(extra.map(describeCall).join(", "))}`;
  return `no call of ${first.name}; ${made}`;
}
