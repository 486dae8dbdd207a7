import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = import.meta.dirname;

/** The rooms of the house, and what each may import beside itself. A new folder is listed here or the test fails. */
const SHARED = ["domain", "base", "stats"];
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  base: ["domain"],
  stats: ["domain", "base"],
  suite: SHARED,
  dataset: SHARED,
  plan: SHARED,
  provider: SHARED,
  grader: SHARED,
  trial: SHARED,
  schedule: SHARED,
  log: SHARED,
  measure: SHARED,
  gate: SHARED,
  report: SHARED,
  // What the pipeline is made of: it passes values from stage to stage.
  pipeline: [
    ...SHARED,
    "suite",
    "dataset",
    "plan",
    "provider",
    "grader",
    "trial",
    "schedule",
    "log",
    "measure",
    "gate",
    "report",
  ],
  cli: [...SHARED, "pipeline", "server", "log", "gate", "report", "provider"],
  // The local web app, in the browser: types, and the words and figures that every report uses.
  viewer: ["domain", "base", "report"],
  // Serves the viewer and a run's data on loopback.
  server: [...SHARED, "pipeline", "log", "report"],
  // A fake server for tests and benchmarks; nothing of the product imports it.
  testing: ["domain", "base"],
};

/** Rooms that take values and give values. */
const PURE = ["domain", "stats", "suite/rules", "plan", "measure", "gate", "report", "schedule"];
const IMPURE =
  /from "node:(fs|fs\/promises|child_process|net|http|https|os|process)"|\bDate\.now\(|\bMath\.random\(|\bprocess\./;

/** Only the process boundary touches the process: `run.ts` takes its defaults from it, as a library may. */
const PROCESS = /\bprocess\.(exit|argv|env|stdout|stderr|on|exitCode)\b/;
const PROCESS_ALLOWED = [
  "cli/main.ts",
  "cli/interrupt.ts",
  "run.ts",
  "build.mjs",
  "testing/fake-server/main.ts",
  "testing/cli.ts",
  "base/child-process.ts",
];

const MOST_LINES = 300;

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name === "__fixtures__" ? [] : filesBelow(path);
    return /\.(ts|tsx)$/.test(name) ? [path] : [];
  });
}

const files = filesBelow(ROOT).map((path) => ({ path, name: relative(ROOT, path), text: readFileSync(path, "utf8") }));
const sources = files.filter(({ name }) => !/\.test\.tsx?$/.test(name));
const roomOf = (name: string) => (name.includes("/") ? (name.split("/")[0] ?? "") : null);

describe("the house", () => {
  it("was looked at whole", () => {
    expect(sources.length).toBeGreaterThan(150);
  });

  it("has no room that is not listed", () => {
    const rooms = new Set(sources.map(({ name }) => roomOf(name)).filter((room) => room !== null));
    expect([...rooms].sort()).toEqual(Object.keys(ROOMS).sort());
  });

  it("keeps the direction: a stage imports what all share and itself, never another stage", () => {
    const wrong = sources.flatMap(({ path, name, text }) => {
      const room = roomOf(name);
      if (room === null) return [];
      const imports = [...text.matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)].map((match) => match[1] ?? "");
      return imports.flatMap((imported) => {
        const target = relative(ROOT, resolve(dirname(path), imported));
        const other = roomOf(target);
        // Files beside the rooms: the pipeline and the version belong to the top, and only the top may use them.
        if (other === null) return target === "version.ts" || room === "cli" ? [] : [`${name} -> ${target}`];
        if (other === ".." || other === room || ROOMS[room]?.includes(other)) return [];
        return [`${name} -> ${target}`];
      });
    });
    expect(wrong).toEqual([]);
  });

  it("keeps pure rooms pure", () => {
    const wrong = sources
      .filter(({ name }) => PURE.some((room) => name.startsWith(`${room}/`)) && !name.includes("testing"))
      .filter(({ text }) => IMPURE.test(text))
      .map(({ name }) => name);
    expect(wrong).toEqual([]);
  });

  it("touches the process at its boundary alone", () => {
    const wrong = sources
      .filter(({ name }) => !PROCESS_ALLOWED.includes(name))
      .filter(({ text }) => PROCESS.test(withoutComments(text)))
      .map(({ name }) => name);
    expect(wrong).toEqual([]);
  });

  it(`has no source file of more than ${MOST_LINES} lines`, () => {
    const long = sources.flatMap(({ name, text }) => {
      const lines = text.split("\n").length;
      return lines > MOST_LINES ? [`${name}: ${lines}`] : [];
    });
    expect(long).toEqual([]);
  });

  it("names files as what they hold: kebab-case", () => {
    const wrong = files
      .map(({ name }) => name)
      .filter((name) => !/^([a-z0-9-]+\/)*[a-z0-9-]+(\.slow)?(\.test)?\.tsx?$/.test(name));
    expect(wrong).toEqual([]);
  });
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
}
