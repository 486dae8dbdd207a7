import type { Json } from "../domain/json.ts";
import type { GraderSpec } from "../domain/suite.ts";
import type { GraderDefinition } from "./definition.ts";
import { callFunction, PROGRAM_TIMEOUT_S } from "./program/call-function.ts";
import { loadFunction } from "./program/load-function.ts";
import { resolvePackage } from "./program/resolve-package.ts";

/**
 * A grader that a package exports. It stands for every `type` with a `#`, so that it is in no registry: its keys are
 * the package's own and are handed over as `context.options`.
 */
export const packageGrader: GraderDefinition = {
  type: "package#export",
  description: 'A grader of a package on npm or of a folder: type: "@acme/evals-graders#tone"; other keys are its own.',
  options: () => ({}),
  needsExpected: false,
  create: async (spec: GraderSpec, { baseDir }) => {
    const { file, name } = await resolvePackage(spec.type, baseDir);
    const { options } = spec.options as { options?: Json };
    return callFunction(await loadFunction(file, name, spec.id), PROGRAM_TIMEOUT_S, options ?? {});
  },
};
