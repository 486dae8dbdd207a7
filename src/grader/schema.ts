import * as z from "zod";
import { camelKey } from "../base/keys.ts";
import type { GraderSpec } from "../domain/suite.ts";
import type { GraderDefinition } from "./definition.ts";
import { extractSchema, normaliseExtract } from "./extract/step-schema.ts";
import { packageGrader } from "./package.ts";
import { isPackageType, PACKAGE_TYPE } from "./package-type.ts";
import { graders } from "./registry.ts";

/** What every grader may say, inside another one too. */
const shared = {
  id: z.string().min(1).optional(),
  extract: extractSchema.optional(),
  expected: z.union([z.string(), z.number(), z.boolean()]).optional(),
  weight: z.number().nonnegative().optional(),
  min: z.number().min(0).max(1).optional(),
};

/** What only a trial can do with a grader: inside another one it would mean nothing, and is refused. */
const outermost = {
  advisory: z.boolean().optional(),
  when: z.string().min(1).optional(),
  severity: z.string().min(1).optional(),
};

const NO_PACKAGE_TYPE = 'expected "package#export" (or "./folder#export"), e.g. "@acme/evals-graders#tone"';
const definitions = Object.values(graders);
const nested: z.ZodType = z.lazy(() => nestedSchema);
const nestedSchema: z.ZodType = unionOf(shared);

/** Any grader of a suite, as YAML has it (snake_case). An unknown `type` is an `invalid_union` issue at `type`. */
export const graderSchema: z.ZodType = unionOf({ ...shared, ...outermost });

/** A grader's own keys come last: `length` has a `min` of its own. */
function unionOf(common: z.ZodRawShape): z.ZodType {
  const members = definitions.map((definition) =>
    z
      .strictObject({ type: z.literal(definition.type), ...common, ...definition.options(nested) })
      .describe(definition.description),
  );
  const known = z.discriminatedUnion("type", members as [(typeof members)[number], ...typeof members]);
  const packaged = z
    .looseObject({ type: z.string().regex(PACKAGE_TYPE, { error: NO_PACKAGE_TYPE }), ...common })
    .describe(packageGrader.description);
  // zod has no union that a pattern decides: which branch it is, is decided here, so that its issues stay its own.
  const union = z.union([packaged, ...members]);
  union._zod.parse = (payload, context) => {
    const { value } = payload as { value: unknown };
    const type = typeof value === "object" && value !== null ? (value as Raw).type : undefined;
    return (isPackageType(type) ? packaged : known)._zod.run(payload, context) as ReturnType<typeof union._zod.parse>;
  };
  union._zod.run = union._zod.parse;
  return union;
}

type Raw = Readonly<Record<string, unknown>>;

/** A grader that `graderSchema` has accepted, as the domain has it: defaults set, keys in camelCase, nested ones too. */
export function normaliseGrader(raw: unknown): GraderSpec {
  const grader = raw as Raw;
  const type = String(grader.type);
  if (isPackageType(type)) return normalisePackaged(type, grader);
  const definition = graders[type];
  if (definition === undefined) throw new Error(`unknown grader "${type}"`);
  const own = ownKeys(definition);
  return {
    ...normaliseCommon(type, grader, own),
    options: Object.fromEntries(
      own.filter((key) => grader[key] !== undefined).map((key) => [camelKey(key), normaliseOption(key, grader[key])]),
    ),
  };
}

/** The keys that are not ours are the package's own: kept as written, in one place, where nobody takes them for ours. */
function normalisePackaged(type: string, grader: Raw): GraderSpec {
  const ours = new Set(["type", ...Object.keys(shared), ...Object.keys(outermost)]);
  const options = Object.fromEntries(Object.entries(grader).filter(([key]) => !ours.has(key)));
  return { ...normaliseCommon(type, grader, []), options: { options } };
}

function normaliseCommon(type: string, grader: Raw, own: readonly string[]): Omit<GraderSpec, "options"> {
  const common = (key: string): unknown => (own.includes(key) ? undefined : grader[key]);
  const { expected } = grader;
  return {
    id: (grader.id as string | undefined) ?? type,
    type,
    extract: normaliseExtract(grader.extract),
    expected: expected === undefined ? null : String(expected),
    weight: (common("weight") as number | undefined) ?? 1,
    advisory: (common("advisory") as boolean | undefined) ?? false,
    when: (common("when") as string | undefined) ?? null,
    severity: (common("severity") as string | undefined) ?? null,
    min: (common("min") as number | undefined) ?? null,
  };
}

function ownKeys(definition: GraderDefinition): readonly string[] {
  return Object.keys(definition.options(nested));
}

/** Graders inside become specs; everything else (labels, choices, schemas) is the user's own and stays as it is. */
function normaliseOption(key: string, value: unknown): unknown {
  if (key === "grader") return normaliseGrader(value);
  if (key === "graders") return (value as readonly unknown[]).map(normaliseGrader);
  if (key === "fields") {
    return Object.fromEntries(Object.entries(value as Raw).map(([name, inner]) => [name, normaliseGrader(inner)]));
  }
  return value;
}

/** All keys of a kind of grader as YAML has them, the common ones too; empty for an unknown kind. */
export function graderKeys(type: string): readonly string[] {
  const definition = graders[type];
  return definition === undefined
    ? []
    : [...new Set(["type", ...Object.keys(shared), ...Object.keys(outermost), ...ownKeys(definition)])];
}
