import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { caseOf, writeLines } from "../lib/project.mjs";

const EVAL = `import { readFileSync } from "node:fs";
import { evalite } from "evalite";
import OpenAI from "openai";

const client = new OpenAI({ apiKey: "sk-none-at-all", baseURL: process.env.BENCH_BASE_URL });
const lines = readFileSync("cases.jsonl", "utf8").trimEnd().split("\\n");

evalite("bench", {
  data: () => lines.map((line) => JSON.parse(line)),
  task: async (content) => {
    const messages = [{ role: "user", content }];
    const answer = await client.chat.completions.create({ model: "gpt-4.1-mini", messages });
    return answer.choices[0].message.content;
  },
  scorers: [{ name: "exact", scorer: ({ output, expected }) => (output === expected ? 1 : 0) }],
});
`;

/** evalite, whose task calls the openai SDK. */
export const evalite = {
  packages: { evalite: "0.19.0", vitest: "4.1.12", openai: "6.49.0" },

  async write(folder, { cases }) {
    await mkdir(folder, { recursive: true });
    await writeLines(join(folder, "cases.jsonl"), cases, caseOf);
    await writeFile(join(folder, "bench.eval.ts"), EVAL);
  },

  async command(install, folder, concurrency, baseUrl) {
    // Its default time limit of a test (30 s) counts from the start of all of them.
    const config = `export default { maxConcurrency: ${concurrency}, testTimeout: 1_800_000 };\n`;
    await writeFile(join(folder, "evalite.config.mjs"), config);
    return {
      args: [join(install, "node_modules", "evalite", "dist", "bin.js"), "run", "--outputPath", "results.json"],
      env: { BENCH_BASE_URL: `${baseUrl}/v1` },
    };
  },

  isOutput: (path) => path.endsWith("results.json") || /cache\.sqlite(-wal)?$/.test(path),
};
