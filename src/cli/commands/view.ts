import { spawn } from "node:child_process";
import { platform } from "node:os";
import { UserError } from "../../base/errors.ts";
import { findRun } from "../../log/find-runs.ts";
import { viewerFiles } from "../../pipeline/viewer/viewer-files.ts";
import { isLoopback } from "../../server/guard.ts";
import { startViewServer } from "../../server/view-server.ts";
import { type Context, worldOf } from "../context.ts";

/** `evals view`: serves the viewer until it is interrupted. Ctrl-C is its ordinary end. */
export async function view(context: Context, args: readonly string[], flags: Record<string, unknown>): Promise<number> {
  const { out, err, cwd, interrupt, env } = context;
  const world = worldOf(context, flags.out as string | undefined);
  const run = args[0] === undefined ? null : await findRun(args[0], world.reports, cwd);
  const host = (flags.host as string | undefined) ?? "127.0.0.1";
  if (host === "") throw new UserError("bad_host", "--host wants an address of this machine");
  const app = await viewerFiles();
  const server = await startViewServer({ world, app, host, port: (flags.port as number | undefined) ?? null });
  const url = run === null ? server.url : `${server.url}#/runs/${encodeURIComponent(run.manifest.runId)}/overview`;
  out.write(`${url}\n`);
  if (!isLoopback(host))
    err.write(`warning: listening on ${host}: whoever reaches it can read every run, and there is no password\n`);
  err.write(`showing the runs of ${world.reports}; Ctrl-C ends it\n`);
  if (flags.open !== false && out.isTerminal && !env.CI && !env.SSH_CONNECTION) openInBrowser(url);
  await new Promise<void>((resolve) => {
    interrupt.onStop(resolve);
    if (interrupt.stop.aborted) resolve();
  });
  await server.close();
  return 0;
}

const OPENERS: Readonly<Record<string, readonly string[]>> = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", ""],
};

/** By the platform's own opener; where there is none, the address has been printed. */
function openInBrowser(url: string): void {
  const [command = "xdg-open", ...args] = OPENERS[platform()] ?? [];
  const child = spawn(command, [...args, url], { stdio: "ignore", detached: true });
  child.on("error", () => {});
  child.unref();
}
