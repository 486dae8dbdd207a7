import { mkdir, mkdtemp, realpath, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { UserError } from "../../base/errors.ts";
import { type LoadOptions, loadSuite } from "../load.ts";
import { fakeKinds } from "./fake-kinds.ts";

/** A fresh folder with these files. */
export async function workspace(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "evals-suite-")));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

/** What loading says is wrong, as printed; with the files of a workspace around it. */
export async function mistakesOf(
  suite: string | Uint8Array,
  files: Readonly<Record<string, string>> = {},
  options: Partial<LoadOptions> = {},
  kinds = fakeKinds,
): Promise<string> {
  const cwd = await workspace({ "d.jsonl": "{}\n", "evals/s.yaml": suite, ...files });
  try {
    const { warnings } = await loadSuite("evals/s.yaml", kinds, { cwd, ...options });
    return warnings.length === 0 ? "none" : `warnings: ${warnings.map(({ message }) => message).join("\n")}`;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

/** Loads a suite that must be good. */
export async function loadGood(suite: string, files: Readonly<Record<string, string>> = {}, kinds = fakeKinds) {
  const cwd = await workspace({ "d.jsonl": "{}\n", "evals/s.yaml": suite, ...files });
  return { cwd, ...(await loadSuite("evals/s.yaml", kinds, { cwd, env: {} })) };
}

/** The smallest good suite; parts can be replaced. */
export function suiteWith(parts: Readonly<Record<string, string>> = {}): string {
  const all: Record<string, string> = {
    name: "name: s",
    dataset: "dataset: ../d.jsonl",
    models: "models:\n  - { id: mini, provider: openai, model: gpt-4.1-mini }",
    graders: "graders:\n  - type: exact",
    ...parts,
  };
  return `${Object.values(all).filter(Boolean).join("\n")}\n`;
}
