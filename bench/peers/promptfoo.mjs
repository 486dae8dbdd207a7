import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { caseOf, writeLines } from "../lib/project.mjs";

/** promptfoo with its own openai provider. The last version that runs on Node 20. */
export const promptfoo = {
  packages: { promptfoo: "0.121.20" },

  async write(folder, { baseUrl, cases }) {
    await mkdir(join(folder, "config"), { recursive: true });
    await writeLines(join(folder, "cases.jsonl"), cases, (index) => ({ vars: caseOf(index) }));
    const config = {
      prompts: ["{{input}}"],
      providers: [
        { id: "openai:chat:gpt-4.1-mini", config: { apiBaseUrl: `${baseUrl}/v1`, apiKey: "sk-none-at-all" } },
      ],
      defaultTest: { assert: [{ type: "equals", value: "{{expected}}" }] },
      tests: "file://cases.jsonl",
    };
    await writeFile(join(folder, "promptfooconfig.yaml"), JSON.stringify(config, null, 2));
  },

  command(install, folder, concurrency) {
    const main = join(install, "node_modules", "promptfoo", "dist", "src", "main.js");
    return {
      args: [main, "eval", "-c", "promptfooconfig.yaml", "-j", `${concurrency}`, "--no-cache", "-o", "results.json"],
      // Its configuration folder holds its database too: a new one each time. Without log files: with them this version
      // ends with "write after end" after a long run at 256 at once.
      env: {
        PROMPTFOO_CONFIG_DIR: join(folder, "config"),
        PROMPTFOO_DISABLE_TELEMETRY: "1",
        PROMPTFOO_DISABLE_UPDATE: "1",
        PROMPTFOO_DISABLE_REMOTE_GENERATION: "1",
        PROMPTFOO_DISABLE_DEBUG_LOG: "1",
        PROMPTFOO_DISABLE_ERROR_LOG: "1",
      },
    };
  },

  /** What it leaves: the file that was asked for, and its database. */
  isOutput: (path) => path.endsWith("results.json") || /promptfoo\.db(-wal)?$/.test(path),
};
