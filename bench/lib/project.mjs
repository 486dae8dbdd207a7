import { createWriteStream, rmSync } from "node:fs";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished } from "node:stream/promises";

const FILLER = "The quick brown fox jumps over the lazy dog while the band plays on and nobody looks up. ".repeat(3);
const INPUT_BYTES = 250;

export async function inTemporaryFolder(use) {
  const folder = await mkdtemp(join(tmpdir(), "evals-bench-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  try {
    return await use(folder);
  } finally {
    process.off("exit", remove);
    remove();
  }
}

/** Everybody gets these: an input of 250 bytes, no two alike, that the fake server answers as is expected. */
export function caseOf(index) {
  const expected = `a${index % 5}`;
  return { input: `[[answer:${expected}]] Question ${index}. ${FILLER}`.slice(0, INPUT_BYTES), expected };
}

/** A JSONL file, written in pieces: a million lines are too long for one string. */
export async function writeLines(path, count, lineOf) {
  const file = createWriteStream(path);
  for (let index = 0; index < count; ) {
    const lines = [];
    for (const end = Math.min(count, index + 1_000); index < end; index++) lines.push(JSON.stringify(lineOf(index)));
    if (!file.write(`${lines.join("\n")}\n`)) await new Promise((resolve) => file.once("drain", resolve));
  }
  await finished(file.end());
}

/** A folder with a suite file beside its cases; JSON is YAML too. */
export async function writeProject(folder, { cases, ...suite }) {
  await mkdir(folder, { recursive: true });
  await writeLines(join(folder, "cases.jsonl"), cases, (index) => ({ id: `c-${index}`, ...caseOf(index) }));
  const whole = { name: "bench", dataset: "cases.jsonl", graders: [{ type: "exact" }], ...suite };
  await writeFile(join(folder, "suite.yaml"), JSON.stringify(whole, null, 2));
  return folder;
}

/** Models of a suite, by how they reach the fake server, or that they do not. */
export const models = {
  openai: (baseUrl) => ({ id: "mini", provider: "openai", model: "gpt-4.1-mini", base_url: `${baseUrl}/v1` }),
  anthropic: (baseUrl) => ({ id: "haiku", provider: "anthropic", model: "claude-haiku-4-5", base_url: baseUrl }),
  http: (baseUrl) => ({
    id: "endpoint",
    provider: "http",
    url: `${baseUrl}/v1/chat/completions`,
    body: { model: "any", messages: "{{ messages }}" },
    output: "choices[0].message.content",
    prices: "none",
  }),
  simulated: (id = "simulated") => ({
    id,
    provider: "simulated",
    accuracy: 0.9,
    latency: { p50_ms: 300, p95_ms: 900 },
    tokens: { input: 100, output: 20 },
    prices: { input: 1, output: 2 },
  }),
};
