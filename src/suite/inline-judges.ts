import { digestOf } from "../base/digest.ts";
import { checkShape } from "./find-mistakes.ts";
import type { SuiteKinds } from "./kinds.ts";
import type { Finding } from "./locator.ts";
import { type ModelShape, modelSchema } from "./model-schema.ts";
import { isRecord, type Path } from "./path.ts";

export interface InlineJudges {
  /** The graders with ids in the place of the models that stood in them. */
  readonly graders: unknown;
  readonly judges: readonly { readonly model: ModelShape; readonly path: Path }[];
  readonly findings: readonly Finding[];
}

/**
 * A judge may state its model in place (`model: { provider: … }`). It becomes a judge model like those of
 * `judge_models:`, so that nothing after here knows two kinds. Equal models share one id.
 */
export function liftInlineJudges(graders: unknown, kinds: SuiteKinds): InlineJudges {
  const judges: { model: ModelShape; path: Path }[] = [];
  const findings: Finding[] = [];
  const idOfContent = new Map<string, string>();
  const taken = new Set<string>();
  const schema = modelSchema(kinds, false);

  function name(model: ModelShape, grader: Record<string, unknown>, path: Path): string {
    const content = digestOf(model);
    const known = idOfContent.get(content);
    if (known !== undefined) return known;
    const base = model.id ?? `${typeof grader.id === "string" ? grader.id : String(grader.type)}.model`;
    let id = base;
    for (let n = 2; model.id === undefined && taken.has(id); n++) id = `${base}-${n}`;
    taken.add(id);
    idOfContent.set(content, id);
    judges.push({ model: { ...model, id }, path });
    return id;
  }

  function lift(value: unknown, path: Path): unknown {
    if (Array.isArray(value)) return value.map((item, index) => lift(item, [...path, index]));
    if (!isRecord(value)) return value;
    const asks =
      typeof value.type === "string" && kinds.graderKeys(value.type).includes("model") && isRecord(value.model);
    const result: Record<string, unknown> = {};
    for (const [key, member] of Object.entries(value)) {
      const at = [...path, key];
      if (key === "model" && asks) {
        const checked = checkShape(schema, member, at, kinds);
        if (checked.ok) result[key] = name(checked.value, value, at);
        else {
          findings.push(...checked.findings);
          result[key] = "inline";
        }
      } else if (key === "fields" && isRecord(member)) {
        // Maps paths in the answer to graders.
        result[key] = Object.fromEntries(
          Object.entries(member).map(([field, nested]) => [field, lift(nested, [...at, field])]),
        );
      } else result[key] = key === "graders" || key === "grader" ? lift(member, at) : member;
    }
    return result;
  }

  return { graders: lift(graders, ["graders"]), judges, findings };
}
