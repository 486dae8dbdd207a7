import { randomBytes } from "node:crypto";
import { runChild } from "../../base/child-process.ts";
import { JAVASCRIPT_RUNNER, PYTHON_RUNNER } from "./runners.ts";
import { type Program, runInSandbox } from "./sandbox.ts";

/** A program of an answer and its tests. */
export interface Prepared {
  readonly program: Program;
  /** Printed by the runner when the tests have come to their end; null: the exit code alone says it. */
  readonly secret: string | null;
}

export type Prepare = (answer: string, tests: string, memoryMb: number) => Prepared;
export type Language =
  | { readonly status: "ready"; readonly prepare: Prepare }
  | { readonly status: "missing"; readonly message: string };

const secretOf = () => `\n[tests done ${randomBytes(16).toString("hex")}]\n`;
const isModule = (source: string) => /^\s*(import\s*["'{*\w]|export\s)/m.test(source);

/** Node's own reserve: code, threads' stacks, buffers. */
const NODE_MB = 256;

function javascript(answer: string, tests: string, memoryMb: number): Prepared {
  const secret = secretOf();
  const files = {
    "runner.cjs": JAVASCRIPT_RUNNER,
    "solution.js": answer,
    "package.json": JSON.stringify({ type: isModule(answer) ? "module" : "commonjs" }),
    [isModule(tests) ? "tests.mjs" : "tests.js"]: tests,
  };
  // Node 24 dropped the "experimental".
  const permission = process.allowedNodeEnvironmentFlags.has("--permission")
    ? "--permission"
    : "--experimental-permission";
  return {
    secret,
    program: {
      files,
      input: secret,
      shows: [process.execPath],
      overheadMb: NODE_MB,
      fallback: "permissions",
      command: (folder, isolation) => [
        process.execPath,
        ...[`--max-old-space-size=${memoryMb}`, "--disable-warning=ExperimentalWarning"],
        ...(isolation === "permissions"
          ? [permission, `--allow-fs-read=${folder}/*`, `--allow-fs-write=${folder}/*`]
          : []),
        "runner.cjs",
      ],
    },
  };
}

function pythonWith({ executable, shows }: Python): Prepare {
  return (answer, tests) => {
    const secret = secretOf();
    const files = { "runner.py": PYTHON_RUNNER, "solution.py": answer, "tests.py": tests };
    const command = () => [executable, "-s", "runner.py"];
    return { secret, program: { files, input: secret, shows, overheadMb: 0, fallback: "limits", command } };
  };
}

interface Python {
  readonly executable: string;
  readonly shows: readonly string[];
}

let python: Promise<Language> | undefined;

async function findPython(): Promise<Language> {
  const ask = "import os, sys; print(sys.executable, sys.prefix, sys.base_prefix, os.path.expanduser('~'), sep='\\n')";
  const signal = new AbortController().signal;
  // Asked of the interpreter itself: the one on the path may be a script that picks another (pyenv).
  const said = await runChild(["python3", "-c", ask], { cwd: "/", input: "", signal }).catch(() => null);
  const [executable = "", prefix = "", base = "", home = ""] = said?.stdout.trim().split("\n") ?? [];
  // A whole home is no interpreter's folder.
  const shows = [...new Set([prefix, base])].filter(
    (path) => path.startsWith("/") && !`${home}/`.startsWith(`${path}/`),
  );
  const limits = { timeoutS: 20, cpuS: 20, memoryMb: 512, outputKb: 64 };
  for (const candidate of [
    { executable, shows },
    { executable: "/usr/bin/python3", shows: [] },
  ]) {
    if (candidate.executable === "") continue;
    const { program } = pythonWith(candidate)("", "", 512);
    const end = await runInSandbox(program, limits, signal).catch(() => null);
    if (end?.exitCode === 0) return { status: "ready", prepare: pythonWith(candidate) };
  }
  return { status: "missing", message: "python3 is not installed" };
}

const ALIASES: Readonly<Record<string, string>> = {
  js: "javascript",
  node: "javascript",
  py: "python",
  python3: "python",
};
export const OWN_LANGUAGES: readonly string[] = ["javascript", "python", ...Object.keys(ALIASES)];

const EXTENSIONS: Readonly<Record<string, string>> = {
  bash: "sh",
  javascript: "js",
  perl: "pl",
  python: "py",
  ruby: "rb",
  rust: "rs",
  sh: "sh",
  typescript: "ts",
};

/** How answers in a language are run; a command of the user's own goes before ours. */
export async function languageOf(language: string, command: string | readonly string[] | undefined): Promise<Language> {
  const name = ALIASES[language] ?? language;
  if (command !== undefined) return { status: "ready", prepare: byCommand(command, EXTENSIONS[name] ?? name) };
  if (name === "javascript") return { status: "ready", prepare: javascript };
  if (name !== "python") return { status: "missing", message: `there is no command for ${language}` };
  python ??= findPython();
  return python;
}

/** `{file}` is the answer followed by its tests, `{solution}` and `{tests}` each alone; none of them: `{file}` last. */
function byCommand(command: string | readonly string[], extension: string): Prepare {
  const names = { file: `main.${extension}`, solution: `solution.${extension}`, tests: `tests.${extension}` };
  const fill = (text: string) => text.replace(/\{(file|solution|tests)\}/g, (_, key: keyof typeof names) => names[key]);
  const words = typeof command === "string" ? ["sh", "-c", command] : command;
  const named = words.some((word) => fill(word) !== word);
  const bare = typeof command === "string" ? ["sh", "-c", `${command} ${names.file}`] : [...words, names.file];
  const filled = named ? words.map(fill) : bare;
  return (answer, tests) => ({
    secret: null,
    program: {
      files: { [names.file]: `${answer}\n${tests}\n`, [names.solution]: answer, [names.tests]: tests },
      input: "",
      shows: [],
      overheadMb: 0,
      fallback: "limits",
      command: () => filled,
    },
  });
}
