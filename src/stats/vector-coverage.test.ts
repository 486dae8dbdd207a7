import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import vectors from "./__fixtures__/vectors.json" with { type: "json" };

// The team's reference values lie beside the repository, where there is such a folder; the fixture is what we took over.
const SHARED = join(import.meta.dirname, "../../../shared/stats-vectors.json");

/** Reference functions without one of ours when this was last counted: production's and confidence sequences. */
const UNCOVERED = 39;

interface Vector {
  readonly name: string;
  readonly function: string;
  readonly inputs: unknown;
  readonly expected: unknown;
  readonly tol: number;
}

describe.skipIf(!existsSync(SHARED))("reference values", () => {
  const shared = existsSync(SHARED) ? (JSON.parse(readFileSync(SHARED, "utf8")) as Vector[]) : [];

  it("are still without a function of ours in no more places than before", () => {
    const taken = new Set(vectors.map(({ name }) => name));
    const missing = shared.filter(({ name }) => !taken.has(name));
    const functions = [...new Set(missing.map((vector) => vector.function))].sort();
    const told = `${missing.length} of ${shared.length} vectors are without a function: ${functions.join(", ")}`;
    process.stdout.write(`${told}\n`);
    expect(functions.length, told).toBeLessThanOrEqual(UNCOVERED);
  });

  it("are taken over as they are", () => {
    const byName = new Map(shared.map((vector) => [vector.name, vector]));
    for (const { name, inputs, expected, tol } of vectors) {
      const source = byName.get(name);
      expect(source?.inputs, name).toEqual(inputs);
      expect(source?.expected, name).toMatchObject(expected);
      expect(tol, name).toBeLessThanOrEqual(source?.tol ?? 0);
    }
  });
});
