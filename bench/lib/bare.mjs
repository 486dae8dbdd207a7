import { join } from "node:path";
import { measure } from "./measure.mjs";
import { ROOT } from "./ours.mjs";

/** The bare loop over `client` (openai, anthropic, or `request`, which is no SDK) in a project's folder. */
export const bareLoop = (folder, client, server, concurrency) =>
  measure([join(ROOT, "bench", "bare-loop.mjs"), client, server.baseUrl, `${concurrency}`], { cwd: folder });
