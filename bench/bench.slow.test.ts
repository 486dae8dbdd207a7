import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const RUN = join(import.meta.dirname, "run.mjs");

/** Rows that each table has, the least of them where the number depends on sizes. */
const ROWS = {
  goals: 28,
  startup: 6,
  cpu: 7,
  "no-calls": 3,
  wall: 9,
  memory: 6,
  growth: 3,
  disk: 9,
  "finished-runs": 4,
  resume: 1,
  install: 2,
  peers: 2,
};

const BY_HAND = "Written by hand.";

const bench = (results: string, ...args: string[]) =>
  promisify(execFile)(process.execPath, [RUN, "--quick", "--no-peers", "--results", results, ...args]);

// That it runs and what it writes: how fast anything is, no test says.
describe("npm run bench", () => {
  let folder: string;
  let results: string;
  let written: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "evals-bench-test-"));
    results = join(folder, "RESULTS.md");
    await writeFile(results, `# Measured\n\n${BY_HAND}\n`);
    await bench(results);
    written = await readFile(results, "utf8");
  }, 600_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(Object.entries(ROWS))("writes the table %s, %i rows, every figure finite", (name, least) => {
    const rows = rowsOf(sectionOf(written, name));
    expect(rows.length).toBeGreaterThanOrEqual(least);
    for (const row of rows) {
      expect(row.join(" | ")).not.toMatch(/NaN|Infinity|∞|undefined|null/);
      // A figure, a dash and the reason, or that there is nothing compiled.
      expect(row.slice(1).join(" | ")).toMatch(/\d|–|nothing/);
    }
  });

  it("measures all but what it was told to leave out", () => {
    const open = rowsOf(sectionOf(written, "goals")).filter((row) => row.at(-1) === "–");
    const names = open.map(([work]) => work);
    expect(names.filter((name) => !/^`report --format html`|^CPU a trial, `http`/.test(name ?? ""))).toEqual([]);
  });

  it("replaces its own tables and leaves the rest of the file alone", async () => {
    await bench(results, "--only", "disk");
    const again = await readFile(results, "utf8");
    const others = Object.keys(ROWS).filter((name) => name !== "disk" && name !== "goals");
    for (const name of others) expect(sectionOf(again, name)).toBe(sectionOf(written, name));
    expect(rowsOf(sectionOf(again, "goals")).length).toBe(rowsOf(sectionOf(written, "goals")).length);
    expect(again.match(/<!-- bench:disk -->/g)).toHaveLength(1);
    expect(again.split(BY_HAND)).toHaveLength(2);
  });
});

function sectionOf(text: string, name: string): string {
  const [open, close] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  expect(text).toContain(open);
  return text.slice(text.indexOf(open) + open.length, text.indexOf(close));
}

/** Cells of every line of a table but its head. */
function rowsOf(section: string): string[][] {
  const lines = section.split("\n").filter((line) => line.startsWith("| "));
  return lines.slice(1).map((line) => line.slice(2, -2).split(" | "));
}
