// Bundles the CLI and the public API into dist/. Splitting keeps what a command does not need out of its start:
// every `await import()` becomes a chunk of its own, loaded when it is reached.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { Script } from "node:vm";
import { build } from "esbuild";

// Built beside and swapped in: whoever runs the old one meanwhile (tests, another terminal) finds it whole.
const made = `dist-${process.pid}`;
const program = await build({
  entryPoints: { main: "src/cli/main.ts", index: "src/index.ts" },
  outdir: made,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  chunkNames: "chunks/[name]-[hash]",
  minify: true,
  legalComments: "linked",
  // Else a dynamic import of a package that has both gets its CommonJS form.
  mainFields: ["module", "main"],
  banner: {
    js: 'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);',
  },
  // Left to node_modules: what finds files beside itself, and what weighs megabytes and is loaded on demand.
  external: ["jiti", "@jmespath-community/jmespath", "@pydantic/genai-prices"],
  metafile: true,
});
writeFileSync(`${made}/licences.txt`, licencesOf(program.metafile));
// The viewer: one script and one style sheet, for report.html and for `evals view`.
const viewer = await build({
  entryPoints: ["src/viewer/main.tsx", "src/viewer/styles/app.css"].map((file) => ({ in: file, out: "app" })),
  outdir: `${made}/viewer`,
  bundle: true,
  format: "iife",
  platform: "browser",
  target: ["chrome111", "firefox115", "safari16.4"],
  jsx: "automatic",
  jsxImportSource: "preact",
  tsconfigRaw: {},
  minify: true,
  charset: "ascii",
  legalComments: "none",
  metafile: true,
});
// report.html holds the script in its text: what would end its element, or open a comment there, is written otherwise.
const app = `${made}/viewer/app.js`;
const inert = readFileSync(app, "utf8").replace(/<(?=!--|\/?script)/gi, "\\x3c");
new Script(inert);
writeFileSync(app, inert);
writeFileSync(`${made}/viewer/licences.txt`, licencesOf(viewer.metafile));
const types = spawnSync(
  process.execPath,
  ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json", "--outDir", `${made}/types`],
  { stdio: "inherit" },
);
if (types.status === 0) {
  rmSync("dist", { recursive: true, force: true });
  renameSync(made, "dist");
} else rmSync(made, { recursive: true, force: true });
process.exitCode = types.status ?? 1;

/** The notices of the packages that are bundled: they go with every copy, and a report is one. */
function licencesOf({ inputs }) {
  const names = Object.keys(inputs).flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);
  return [...new Set(names)]
    .sort()
    .map((name) => {
      const folder = `node_modules/${name}`;
      const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
      const text = file === undefined ? "" : readFileSync(`${folder}/${file}`, "utf8").trim();
      return `${name} ${version} (${license})\n\n${text}\n`;
    })
    .join(`\n${"-".repeat(72)}\n\n`);
}
