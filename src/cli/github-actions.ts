import { appendFile, stat } from "node:fs/promises";
import { isAbsolute, relative } from "node:path";
import { messageOf } from "../base/errors.ts";
import { reportOf } from "../pipeline/write-reports.ts";
import { cutMarkdown } from "../report/cut-markdown.ts";
import type { ReportInput } from "../report/definition.ts";
import type { Context, Sink } from "./context.ts";

/** What GitHub takes for all summaries of one step. */
const MOST_SUMMARY_BYTES = 1 << 20;
const PLAIN = { color: false, width: 120 };

export function inGithubActions({ env }: Pick<Context, "env">): boolean {
  return env.GITHUB_ACTIONS === "true";
}

/**
 * Annotations on the suite's lines, and the Markdown report into the step's summary where there is one. GitHub reads
 * commands from either stream. What cannot be written is told of and changes no verdict.
 */
export async function tellGithub(context: Context, input: ReportInput, sink: Sink): Promise<void> {
  const { env, cwd, err, secrets } = context;
  const root = env.GITHUB_WORKSPACE || cwd;
  const { suitePath } = input;
  const shown = isAbsolute(suitePath) ? relative(root, suitePath).replaceAll("\\", "/") : suitePath;
  sink.write(await reportOf("github").render({ ...input, suitePath: shown }, PLAIN));
  const path = env.GITHUB_STEP_SUMMARY;
  if (!path) return;
  try {
    const there = await stat(path).then(
      ({ size }) => size,
      () => 0,
    );
    const report = await reportOf("md").render(input, PLAIN);
    await appendFile(path, secrets.maskKnown(cutMarkdown(`${report}\n`, Math.max(0, MOST_SUMMARY_BYTES - there))));
  } catch (error) {
    err.write(`the step summary cannot be written: ${messageOf(error)}\n`);
  }
}
