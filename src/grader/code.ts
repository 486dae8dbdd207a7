import * as z from "zod";
import type { Graded } from "../domain/grader.ts";
import { gradeEnd } from "./code/grade-end.ts";
import { languageOf, OWN_LANGUAGES } from "./code/languages.ts";
import { hasNamespaces, type Limits, runInSandbox } from "./code/sandbox.ts";
import { caseTests, suiteTests } from "./code/tests-of.ts";
import type { GraderDefinition } from "./definition.ts";
import { failed, ungraded } from "./grade.ts";
import { inChildSlot } from "./program/child-slots.ts";

interface Options {
  readonly language: string;
  readonly tests?: string;
  readonly command?: string | readonly string[];
  readonly timeoutS?: number;
  readonly cpuS?: number;
  readonly memoryMb?: number;
  readonly outputKb?: number;
  readonly requireIsolation?: boolean;
}

const LONGEST = 1_000_000;

/**
 * Runs the answer with its tests: all or nothing, no partial credit. On Linux it stands in namespaces of its own: no
 * network, none of the user's files, no other process; time, processor, memory, processes, disk and output are bounded
 * everywhere. It shares the machine's kernel: against who means harm, run the whole of evals in a container or a VM.
 */
export const code: GraderDefinition = {
  type: "code",
  description: "Runs the answer (usually with extract: code_block) with its tests, in a sandbox; exit code 0 passes.",
  options: () => ({
    language: z.string().min(1).describe("javascript, python, or any other with a command"),
    tests: z.string().min(1).optional().describe("Code, or the path of a file; default: the case's tests or expected"),
    command: z
      .union([z.string().min(1), z.array(z.string()).min(1)])
      .optional()
      .describe("Runs {file} (answer and tests), {solution}, {tests}: a text by the shell, a list as it is"),
    timeout_s: z.number().positive().optional().describe("Seconds on the clock (default 10)"),
    cpu_s: z.number().positive().optional().describe("Seconds of processor time of each process (default timeout_s)"),
    memory_mb: z.number().min(16).optional().describe("Megabytes (default 512)"),
    output_kb: z.number().positive().optional().describe("Kilobytes of stdout and stderr (default 64)"),
    require_isolation: z.boolean().optional().describe("Ungraded, and nothing run, where only the limits would hold"),
  }),
  needsExpected: false,
  check: (spec) => {
    const { language, command } = spec.options as unknown as Options;
    if (command !== undefined || OWN_LANGUAGES.includes(language)) return [];
    return [{ path: "language", message: `${language} needs a command, e.g. command: [${language}, "{file}"]` }];
  },
  create: async (spec, { baseDir }) => {
    const options = spec.options as unknown as Options;
    const { timeoutS = 10, memoryMb = 512, outputKb = 64 } = options;
    const limits: Limits = { timeoutS, memoryMb, outputKb, cpuS: options.cpuS ?? Math.ceil(timeoutS) };
    const ofSuite = await suiteTests(options.tests, baseDir);
    return {
      async grade(text, context): Promise<Graded> {
        const tests = ofSuite ?? caseTests(context);
        if (tests === null) return ungraded("the case has no tests (a text in `tests` or `expected`)");
        if (text.trim() === "") return failed("there is no code in the answer");
        if (text.length > LONGEST) return ungraded(`too long (${text.length} characters; at most ${LONGEST})`);
        const language = await languageOf(options.language, options.command);
        if (language.status === "missing") return ungraded(language.message);
        if (options.requireIsolation === true && !(await hasNamespaces()))
          return ungraded("this machine cannot isolate code (require_isolation): namespaces are not allowed here");
        return inChildSlot(async () => {
          const { program, secret } = language.prepare(text, tests, memoryMb);
          return gradeEnd(await runInSandbox(program, limits, context.signal), limits, secret);
        });
      },
    };
  },
};
