import type { z } from "zod";
import type { GraderSpec, ModelSpec } from "../domain/suite.ts";

/** How one provider is stated in a suite. */
export interface ProviderKind {
  /** The provider's own keys beside the common ones. */
  readonly options: z.ZodRawShape;
  /** `required`: `model:` must be given; `optional`; `none`: it may not. */
  readonly model: "required" | "optional" | "none";
  /** Keys of `options` that are paths. */
  readonly paths: readonly string[];
}

/**
 * What a suite may name. The suite room knows neither providers nor graders nor metrics: whoever composes the stages
 * hands over what their registries say.
 */
export interface SuiteKinds {
  /** Any grader: strict, a union over `type`. */
  readonly graderSchema: z.ZodType;
  readonly graderTypes: readonly string[];
  /** All keys of a grader, the common ones too; empty for an unknown type. */
  readonly graderKeys: (type: string) => readonly string[];
  /** From what `graderSchema` gave back (snake_case) to the domain's form. Paths are left as written. */
  readonly normaliseGrader: (raw: unknown) => GraderSpec;
  /** Keys of a grader's options that may be paths of files. */
  readonly graderPaths: (type: string) => readonly string[];
  /** Cross-field mistakes of one grader (not of those nested in it), path relative to it (`panel[0]`). */
  readonly graderCheck?: (spec: GraderSpec) => readonly { readonly path: string; readonly message: string }[];
  readonly providers: Readonly<Record<string, ProviderKind>>;
  /**
   * Whether calls of a model have a price that grows with its tokens: with a budget those need `max_tokens`. Without
   * this function a model counts as priced unless it says otherwise in `prices:` or its provider names no models.
   */
  readonly priced?: (model: ModelSpec) => boolean;
  readonly metricKnown: (name: string) => boolean;
  readonly knownMetrics: readonly string[];
}
