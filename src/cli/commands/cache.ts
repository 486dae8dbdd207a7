import { relative } from "node:path";
import { codeOf, messageOf, UserError } from "../../base/errors.ts";
import { type CacheInfo, clearCache, readCacheInfo } from "../../provider/response-cache/cache-info.ts";
import { type Context, worldOf } from "../context.ts";

/** `evals cache info` and `evals cache clear`: the response cache of this folder. */
export async function cache(
  context: Context,
  args: readonly string[],
  flags: Record<string, unknown>,
): Promise<number> {
  const { out, cwd } = context;
  const [action = ""] = args;
  if (action !== "info" && action !== "clear") {
    throw new UserError("unknown_action", `evals cache has no "${action}": evals cache info, or evals cache clear`);
  }
  const { cacheFolder } = worldOf(context, undefined);
  const shown = relative(cwd, cacheFolder) || ".";
  const info = await read(cacheFolder, action === "info" ? readCacheInfo : clearCache);
  if (flags.json) {
    const { entries, bytes } = info;
    const document = action === "info" ? info : { removed: { entries, bytes } };
    out.write(`${JSON.stringify({ folder: cacheFolder, ...document }, null, 2)}\n`);
    return 0;
  }
  if (action === "clear") {
    out.write(info.bytes === 0 ? `nothing to remove: ${shown} is empty\n` : `removed ${held(info)} from ${shown}\n`);
    return 0;
  }
  out.write(`folder   ${shown}\nholds    ${held(info)}\n`);
  if (info.oldest !== null && info.newest !== null) {
    out.write(`oldest   ${minutesOf(info.oldest)}\nnewest   ${minutesOf(info.newest)}\n`);
  }
  return 0;
}

async function read(folder: string, work: (folder: string) => Promise<CacheInfo>): Promise<CacheInfo> {
  try {
    return await work(folder);
  } catch (error) {
    const why = codeOf(error) === "EACCES" ? "permission denied" : messageOf(error);
    throw new UserError(
      "cache_folder",
      `the response cache ${folder} cannot be used: ${why}; EVALS_CACHE names another folder`,
    );
  }
}

function held({ entries, bytes }: CacheInfo): string {
  return `${entries.toLocaleString("en")} ${entries === 1 ? "reply" : "replies"}, ${sizeText(bytes)}`;
}

function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function minutesOf(time: string): string {
  return `${time.slice(0, 16).replace("T", " ")} UTC`;
}
