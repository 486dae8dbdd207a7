#!/usr/bin/env node
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { CommanderError } from "commander";
import { systemClock } from "../base/clock.ts";
import { messageOf, UserError } from "../base/errors.ts";
import { Secrets, secretsInEnvironment } from "../base/secrets.ts";
import type { Context, Sink } from "./context.ts";
import { listenForSignals } from "./interrupt.ts";
import { runProgram } from "./program.ts";
import { showError } from "./show-error.ts";

/** The process boundary: argv, env, signals, streams and the exit code are touched here and nowhere else. */

function sinkOf(
  stream: NodeJS.WriteStream,
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  mask: (text: string) => string,
): Sink {
  const isTerminal = stream.isTTY === true;
  const forced = env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== "0" && env.FORCE_COLOR !== "false";
  const refused =
    argv.includes("--no-color") || (env.NO_COLOR !== undefined && env.NO_COLOR !== "") || env.FORCE_COLOR === "0";
  return {
    write: (text) => void stream.write(mask(text)),
    isTerminal,
    get width() {
      return stream.columns ?? (Number(env.COLUMNS) || 120);
    },
    color: !refused && (forced || (isTerminal && env.TERM !== "dumb")),
  };
}

/** `.env` of the working directory, for variables that are not set. */
function environment(cwd: string, argv: readonly string[]): Record<string, string | undefined> {
  const file = join(cwd, ".env");
  // A folder of this name is somebody's Python environment.
  if (argv.includes("--no-env-file") || !statSync(file, { throwIfNoEntry: false })?.isFile()) return { ...process.env };
  try {
    return { ...parseEnv(readFileSync(file, "utf8")), ...process.env };
  } catch (error) {
    throw new UserError("env_file", `.env cannot be read (${messageOf(error)}); --no-env-file goes without it`);
  }
}

async function exitWhenWritten(code: number): Promise<never> {
  // A pipe takes its time: what is printed must be out before the process ends.
  await Promise.all(
    [process.stdout, process.stderr].map((stream) => new Promise<void>((done) => stream.write("", () => done()))),
  );
  process.exit(code);
}

async function main(): Promise<void> {
  const argv = process.argv.slice(2);
  // A reader that closes the pipe early (head) has seen enough.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 2));
  process.stderr.on("error", () => {});
  const secrets = new Secrets(secretsInEnvironment(process.env));
  // The last line of defence: whatever is printed. On stdout models' own words are among it.
  const out = sinkOf(process.stdout, argv, process.env, (text) => secrets.maskKnown(text));
  const err = sinkOf(process.stderr, argv, process.env, (text) => secrets.mask(text));
  const interrupt = listenForSignals((code) => process.exit(code));
  const fail = async (error: unknown) => {
    showError(error, { argv, out, err, secrets });
    await exitWhenWritten(2);
  };
  // A program of the user's that throws outside of its call would end us with Node's own exit 1: "shown not to hold".
  process.on("uncaughtException", (error) => {
    interrupt.kill(`an error ended it: ${messageOf(error)}`);
    void fail(error);
  });
  try {
    const cwd = process.cwd();
    const env = environment(cwd, argv);
    secrets.add(secretsInEnvironment(env));
    const context: Context = { cwd, env, argv, out, err, clock: systemClock, interrupt, secrets };
    await exitWhenWritten(await runProgram(context));
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) await exitWhenWritten(0);
    await fail(error);
  }
}

await main();
