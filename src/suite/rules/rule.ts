import type { Candidate, ModelSpec, Suite } from "../../domain/suite.ts";
import type { SuiteKinds } from "../kinds.ts";
import type { Finding } from "../locator.ts";
import type { Path } from "../path.ts";
import type { Section, SuiteShape } from "../schema.ts";
import type { PlacedGrader } from "../walk-graders.ts";

export type RuleProblem = Finding;

export interface PlacedModel {
  readonly model: ModelSpec;
  readonly path: Path;
  readonly judge: boolean;
}

/** What rules may know beside the suite; gathered before, so that they stay pure. */
export interface RuleContext {
  /** As written. Broken sections are absent; no rule that reads them is asked. */
  readonly shape: Partial<SuiteShape>;
  readonly kinds: SuiteKinds;
  readonly candidates: readonly Candidate[];
  /** Models, judge models, and models that stand inside judges. */
  readonly models: readonly PlacedModel[];
  /** Those that will be called: judges, and what `--model` names. */
  readonly called: readonly PlacedModel[];
  /** Graders with all that are nested in them. */
  readonly graders: readonly PlacedGrader[];
  /** Whether an absolute path exists. */
  readonly exists: (path: string) => boolean;
  /** A path as messages name it. */
  readonly shown: (path: string) => string;
}

/** A mistake that no single key shows. Pure. */
export interface Rule {
  readonly name: string;
  /** Sections that must have passed for the rule to say anything true. */
  readonly reads: readonly Section[];
  readonly check: (suite: Suite, context: RuleContext) => readonly RuleProblem[];
}
