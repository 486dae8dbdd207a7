import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { JsonObject } from "../domain/json.ts";

/** The built command line, as users have it. */
export const MAIN = join(import.meta.dirname, "..", "..", "dist", "main.js");

export interface CliResult {
  /** null: it was killed by a signal. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCli {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves with the milliseconds it took until the text is on stderr; rejects when the process ends before that. */
  said(text: string): Promise<number>;
  readonly ended: Promise<CliResult>;
}

/** Variables that a developer's shell or a CI may have and that change what the CLI does. */
const UNWANTED =
  /^(NO_COLOR|FORCE_COLOR|CLICOLOR.*|CI|TERM|COLUMNS|GITHUB_.*|EVALS_.*|OPENAI_.*|ANTHROPIC_.*|NODE_OPTIONS|NODE_EXTRA_CA_CERTS|VITEST.*|.*_proxy|.*_PROXY)$/;

type Environment = Readonly<Record<string, string>>;

/** Starts `evals <args>` in a folder. */
export function startCli(args: readonly string[], cwd: string, env: Environment = {}): RunningCli {
  const kept = Object.entries(process.env).filter(([name]) => !UNWANTED.test(name));
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd,
    env: { ...Object.fromEntries(kept), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  let over = false;
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of [...listeners]) listener();
  };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    tell();
  });
  const ended = new Promise<CliResult>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      over = true;
      tell();
      resolve({ code, stdout, stderr });
    });
  });
  return {
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    ended,
    said(text) {
      const start = performance.now();
      return new Promise((resolve, reject) => {
        const look = () => {
          if (stderr.includes(text)) resolve(performance.now() - start);
          else if (over) reject(new Error(`it ended without saying "${text}":\n${stderr}`));
          else return;
          listeners.delete(look);
        };
        listeners.add(look);
        look();
      });
    },
  };
}

/** A folder of a user's own, with what its runs have left. */
export interface Project {
  readonly root: string;
  path(name: string): string;
  write(files: Readonly<Record<string, string>>): Promise<void>;
  read(name: string): Promise<string>;
  /** Runs `evals <args>` here to its end. */
  evals(args: readonly string[], env?: Environment): Promise<CliResult>;
  start(args: readonly string[], env?: Environment): RunningCli;
  /** Ids of the runs in a folder, the oldest first. */
  runs(reports?: string): Promise<readonly string[]>;
  /** A JSON document of the newest run. */
  document(name: string, run?: string): Promise<JsonObject>;
  /** The lines of a log of the newest run. */
  lines(name: string, run?: string): Promise<readonly JsonObject[]>;
  remove(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Makes a folder with files, by path; it is removed at the end of the scope that holds it with `await using`. */
export async function makeProject(files: Readonly<Record<string, string>> = {}): Promise<Project> {
  const root = await mkdtemp(join(tmpdir(), "evals-cli-"));
  const newestRun = async (run: string | undefined) =>
    join(root, "reports", run ?? (await project.runs()).at(-1) ?? "-");
  const remove = () => rm(root, { recursive: true, force: true });
  const project: Project = {
    root,
    path: (name) => join(root, name),
    async write(more) {
      for (const [name, text] of Object.entries(more)) {
        await mkdir(dirname(join(root, name)), { recursive: true });
        await writeFile(join(root, name), text);
      }
    },
    read: (name) => readFile(join(root, name), "utf8"),
    evals: (args, env) => startCli(args, root, env).ended,
    start: (args, env) => startCli(args, root, env),
    async runs(reports = "reports") {
      const names = await readdir(join(root, reports)).catch(() => []);
      const started = await Promise.all(
        names.map(async (name) => {
          const text = await readFile(join(root, reports, name, "run.json"), "utf8");
          return { name, at: String((JSON.parse(text) as JsonObject).started_at) };
        }),
      );
      return started.sort((a, b) => a.at.localeCompare(b.at)).map(({ name }) => name);
    },
    async document(name, run) {
      return JSON.parse(await readFile(join(await newestRun(run), name), "utf8")) as JsonObject;
    },
    async lines(name, run) {
      const text = await readFile(join(await newestRun(run), name), "utf8");
      if (text !== "" && !text.endsWith("\n")) throw new Error(`${name}: the last line is cut off`);
      return text
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line) as JsonObject);
    },
    remove,
    [Symbol.asyncDispose]: remove,
  };
  await project.write(files);
  return project;
}

/** JSONL of rows. */
export function jsonl(rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}
