export {
  defineGrader,
  defineProvider,
  type GraderFunction,
  type GraderFunctionContext,
  type GraderFunctionResult,
  type ProgramContext,
  type ProgramOutput,
  type ProgramRequest,
  type ProviderFunction,
} from "./define.ts";
export type { Case, CaseInput } from "./domain/case.ts";
export type { Estimate } from "./domain/estimate.ts";
export type { RunManifest } from "./domain/run.ts";
export type { Summary } from "./domain/summary.ts";
export { type RunRequest, run } from "./run.ts";
