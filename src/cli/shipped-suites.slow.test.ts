import { cp, symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { makeProject } from "../testing/cli.ts";

const ROOT = join(import.meta.dirname, "..", "..");

it("the suites that ship exit 0, as they do on a fresh clone", async () => {
  await using project = await makeProject();
  await Promise.all([
    cp(join(ROOT, "evals"), project.path("evals"), { recursive: true }),
    cp(join(ROOT, "datasets"), project.path("datasets"), { recursive: true }),
    symlink(join(ROOT, "node_modules"), project.path("node_modules")),
  ]);
  const { code, stdout, stderr } = await project.evals(["run"]);
  expect(stdout.match(/requirements: pass/g)).toHaveLength(2);
  expect(stderr).toContain("manual: true");
  expect(code).toBe(0);
  // The one for language models: nothing but the keys is missing.
  const manual = await project.evals(["validate", "evals/support-triage.llm.yaml"]);
  expect(manual.stderr).toMatch(/^warning: .*OPENAI_API_KEY.*\n$/);
  expect(manual.code).toBe(0);
  const estimate = await project.evals(["run", "evals/support-triage.llm.yaml", "--dry-run"]);
  expect(estimate.code).toBe(0);
  expect(estimate.stdout).toContain("mini");
});
