import { execFile } from "node:child_process";
import { dirname } from "node:path";

/** The commit that a file's repository is at; null outside of one, or without git. */
export function gitCommit(path: string): Promise<string | null> {
  return new Promise((resolve) => {
    execFile("git", ["rev-parse", "HEAD"], { cwd: dirname(path), timeout: 2000 }, (error, stdout) => {
      resolve(error === null && /^[0-9a-f]{7,64}\s*$/.test(stdout) ? stdout.trim() : null);
    });
  });
}
