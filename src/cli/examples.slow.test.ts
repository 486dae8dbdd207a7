import { cp, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeProject } from "../testing/cli.ts";

const ROOT = join(import.meta.dirname, "..", "..");

/** Outcomes of the cases of each example, in the order of the dataset. */
const EXAMPLES = {
  "custom-module": { "r-1": "passed", "r-2": "failed", "r-3": "passed", "r-4": "passed" },
  "custom-exec": { "r-1": "passed", "r-2": "failed", "r-3": "passed", "r-4": "passed" },
  "custom-package": { "r-1": "passed", "r-2": "passed", "r-3": "failed", "r-4": "passed" },
  code: { "f-1": "passed", "f-2": "failed", "f-3": "passed", "f-4": "failed" },
} as const;

/** The project as it is cloned, as far as the examples need it. */
async function clone() {
  const project = await makeProject();
  await Promise.all([
    cp(join(ROOT, "evals"), project.path("evals"), { recursive: true }),
    cp(join(ROOT, "datasets"), project.path("datasets"), { recursive: true }),
    cp(join(ROOT, "src"), project.path("src"), { recursive: true }),
    cp(join(ROOT, "package.json"), project.path("package.json")),
    symlink(join(ROOT, "node_modules"), project.path("node_modules")),
  ]);
  return project;
}

describe("evals/examples", () => {
  it.each(Object.entries(EXAMPLES))("%s.yaml runs without a key and grades as it says", async (name, outcomes) => {
    await using project = await clone();
    const { code, stderr } = await project.evals(["run", `evals/examples/${name}.yaml`]);
    expect(stderr).not.toMatch(/error/i);
    expect(code).toBe(0);
    const scores = await project.lines("scores.jsonl");
    const passed = Object.fromEntries(
      scores.map(({ trial, pass }) => [String(trial).split("/")[0], pass === true ? "passed" : "failed"]),
    );
    expect(passed).toEqual(outcomes);
    const total = Object.values(outcomes).filter((outcome) => outcome === "passed").length;
    expect((await project.document("summary.json")).candidates).toMatchObject([
      { trials: { planned: 4, passed: total, failed: 4 - total, ungraded: 0, errored: 0 } },
    ]);
  });

  it("counts a changed package as another grader", async () => {
    await using project = await clone();
    const suite = "evals/examples/custom-package.yaml";
    const file = "evals/examples/packages/acme-graders/index.js";
    const digest = async () => JSON.stringify((await project.document("run.json")).digests);
    await project.evals(["run", suite]);
    const first = await digest();
    await project.evals(["run", suite]);
    expect(await digest()).toBe(first);
    await project.write({ [file]: `${await project.read(file)}\n// changed\n` });
    await project.evals(["run", suite]);
    expect(await digest()).not.toBe(first);
  });
});
