import { execFile } from "node:child_process";
import { promisify } from "node:util";

const SHOWN_CHARACTERS = 200;

/** npm in a folder of its own, also when npm has started this process: what it told us of our project is not for it. */
export function npm(args, { cwd, timeout = 0 }) {
  const ours = /^npm_(package|lifecycle)_|^npm_config_local_prefix$|^INIT_CWD$/;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
  return promisify(execFile)("npm", args, { cwd, timeout, env, maxBuffer: 64 * 2 ** 20 });
}

/** What npm complained of, in a line; without addresses, which are nobody else's business. */
export function npmProblem(error) {
  if (error.killed) return "npm took too long";
  const lines = (error.stderr || error.message).split("\n").map((line) => line.replace(/^npm error /, "").trim());
  const telling = lines.find((line) => /reason:|failed|not found|ENO|EACCES/i.test(line)) ?? lines[0];
  return telling.replace(/\bhttps?:\/\/[^\s,]+/g, "the registry").slice(0, SHOWN_CHARACTERS);
}

/** Why the registry cannot be used; null: it answers. Asked once, so that whoever is offline hears so soon. */
export async function registryProblem(cwd) {
  const once = ["--fetch-retries=0", "--fetch-timeout=20000"];
  try {
    await npm(["view", "p-limit", "version", "--prefer-online", ...once], { cwd, timeout: 60_000 });
    return null;
  } catch (error) {
    return npmProblem(error);
  }
}
