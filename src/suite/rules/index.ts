import { budgetLimits } from "./budget.ts";
import { graderChecks } from "./grader-checks.ts";
import { candidateIds, graderIds, modelIds, promptIds } from "./ids.ts";
import {
  gateCandidates,
  graderAgainst,
  judgeModels,
  modelPrompts,
  referenceCandidate,
  requirementCandidates,
} from "./names.ts";
import { datasetExists, graderFilesExist, imagesExist, modelFilesExist } from "./paths-exist.ts";
import { promptImages, promptMessages } from "./prompts.ts";
import { requirementBounds, requirementGraders, requirementMetrics } from "./requirements.ts";
import type { Rule } from "./rule.ts";
import { graderSlices, requirementSlices } from "./slices.ts";
import { graderTemplates, promptTemplates, varTemplates } from "./templates.ts";

/** Every cross-field rule; a new one is a line here. */
export const RULES: readonly Rule[] = [
  modelIds,
  promptIds,
  graderIds,
  candidateIds,
  modelPrompts,
  gateCandidates,
  referenceCandidate,
  requirementCandidates,
  graderAgainst,
  judgeModels,
  requirementMetrics,
  requirementGraders,
  requirementBounds,
  requirementSlices,
  graderSlices,
  promptMessages,
  promptImages,
  promptTemplates,
  varTemplates,
  graderTemplates,
  datasetExists,
  modelFilesExist,
  imagesExist,
  graderFilesExist,
  budgetLimits,
  graderChecks,
];
