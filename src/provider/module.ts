import * as z from "zod";
import { codeOf, messageOf, UserError } from "../base/errors.ts";
import { explainLoadFailure, loadModule } from "../base/load-module.ts";
import { type ProviderDefinition, SendError } from "./adapter.ts";
import { ProgramOutputError, readProgramOutput } from "./program-output.ts";
import { programCall } from "./program-request.ts";

const options = {
  path: z.string().min(1).describe("A .ts or .js file: export default (request, context) => text or output"),
};

type ModuleFunction = (request: unknown, context: unknown) => unknown;

/** A function in the user's own file. */
export const moduleProvider: ProviderDefinition = {
  type: "module",
  description: "a function in a .ts or .js file: export default (request, context) => text or output",
  options,
  model: "optional",
  apiKeyEnv: null,
  cached: false,
  paths: ["path"],

  async create(model) {
    const { path } = z.object(options).parse(model.options);
    const run = await loadFunction(path, model.id);
    return {
      async send(request, context) {
        const call = programCall(request, context);
        let output: unknown;
        try {
          output = await run(call.request, { signal: context.signal, ...call.context });
        } catch (thrown) {
          if (context.signal.aborted) throw thrown;
          throw failure("server", messageOf(thrown));
        }
        try {
          return { httpStatus: null, requestId: null, ...readProgramOutput(output) };
        } catch (thrown) {
          if (!(thrown instanceof ProgramOutputError)) throw thrown;
          throw failure("bad_response", thrown.message);
        }
      },
    };
  },
};

async function loadFunction(path: string, id: string): Promise<ModuleFunction> {
  let exports: Record<string, unknown>;
  try {
    exports = await loadModule(path);
  } catch (thrown) {
    const missing = codeOf(thrown) === "ERR_MODULE_NOT_FOUND" || codeOf(thrown) === "MODULE_NOT_FOUND";
    const hint = missing ? " (is it installed in the suite's folder?)" : "";
    const { message, line, col } = await explainLoadFailure(thrown, path);
    throw invalid(path, `the module of model ${id} cannot be loaded: ${message}${hint}`, line, col);
  }
  // A CommonJS file that was compiled from ESM holds its default one level deeper.
  const found =
    typeof exports.default === "function"
      ? exports.default
      : (exports.default as { default?: unknown } | undefined)?.default;
  if (typeof found === "function") return found as ModuleFunction;
  const names = Object.keys(exports).filter((name) => name !== "default");
  const has = names.length > 0 ? `; it exports ${names.join(", ")}` : "";
  throw invalid(
    path,
    `the module of model ${id} has no function as its default export${has}: write export default (request, context) => text`,
  );
}

function invalid(file: string, message: string, line: number | null = null, col: number | null = null): UserError {
  return UserError.ofProblems("invalid_module", [{ file, line, col, path: null, message }]);
}

function failure(kind: "server" | "bad_response", message: string): SendError {
  return new SendError({ kind, message: message.replace(/\s+/g, " ").trim(), httpStatus: null, retryable: false });
}
