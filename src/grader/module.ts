import { resolve } from "node:path";
import * as z from "zod";
import type { Json } from "../domain/json.ts";
import type { GraderDefinition } from "./definition.ts";
import { callFunction, PROGRAM_TIMEOUT_S } from "./program/call-function.ts";
import { loadFunction } from "./program/load-function.ts";

interface Options {
  readonly path: string;
  readonly options?: Json;
  readonly timeoutS?: number;
}

/** A function of the user's own. It runs in this process: one that blocks it (an endless loop) blocks the run. */
export const moduleGrader: GraderDefinition = {
  type: "module",
  description: "A function in a .ts or .js file: export default (output, context) => boolean, number or an object.",
  options: () => ({
    path: z.string().min(1).describe("A .ts or .js file: export default (output, context) => true, 0.5 or {score}"),
    options: z.json().optional().describe("Handed over as context.options"),
    timeout_s: z.number().positive().optional().describe("Seconds until the case is ungraded (default 60)"),
  }),
  paths: ["path"],
  needsExpected: false,
  create: async (spec, { baseDir }) => {
    const { path, options, timeoutS = PROGRAM_TIMEOUT_S } = spec.options as unknown as Options;
    return callFunction(await loadFunction(resolve(baseDir, path), "default", spec.id), timeoutS, options);
  },
};
