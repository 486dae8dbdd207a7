import { stat } from "node:fs/promises";
import { displayName } from "../base/display-name.ts";
import type { Suite } from "../domain/suite.ts";
import { candidatesOf } from "./candidates.ts";
import type { SuiteKinds } from "./kinds.ts";
import { datasetPaths, graderPaths, imagePaths, modelPaths } from "./named-paths.ts";
import type { Path } from "./path.ts";
import type { PlacedModel, RuleContext } from "./rules/rule.ts";
import type { SuiteShape } from "./schema.ts";
import { walkGraders } from "./walk-graders.ts";

export interface FactSources {
  readonly shape: Partial<SuiteShape>;
  readonly kinds: SuiteKinds;
  /** Where the judge models stand that come from inside graders: the last ones of `judgeModels`. */
  readonly judges: readonly Path[];
  readonly cwd: string;
  /** Ids of the models or candidates that will run; empty: all. */
  readonly selected: readonly string[];
}

/** Everything that rules need and may not look up themselves. */
export async function gatherFacts(
  suite: Suite,
  { shape, kinds, judges, cwd, selected }: FactSources,
): Promise<RuleContext> {
  const stated = suite.judgeModels.length - judges.length;
  const models: PlacedModel[] = [
    ...suite.models.map((model, index) => ({ model, path: ["models", index], judge: false })),
    ...suite.judgeModels.map((model, index) => ({
      model,
      path: judges[index - stated] ?? ["judge_models", index],
      judge: true,
    })),
  ];
  const runs = (id: string) =>
    selected.length === 0 || selected.some((name) => name === id || name.startsWith(`${id}@`));
  const graders = walkGraders(suite.graders);
  const named = [
    ...datasetPaths(suite, shape),
    ...modelPaths(models, kinds),
    ...imagePaths(suite),
    ...graderPaths(graders, kinds),
  ];
  const files = [...new Set(named.map(({ file }) => file))];
  const existing = new Set<string>();
  await Promise.all(
    files.map(async (file) => {
      try {
        await stat(file);
        existing.add(file);
      } catch {
        // Absent, or not to be reached: a rule says so where it is named.
      }
    }),
  );
  const exists = (path: string) => existing.has(path);
  return {
    shape,
    kinds,
    candidates: candidatesOf(suite),
    models,
    called: models.filter(({ model, judge }) => judge || runs(model.id)),
    graders,
    exists,
    shown: (path) => displayName(path, cwd),
  };
}
