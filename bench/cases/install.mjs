import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { usedMb } from "../lib/disk.mjs";
import { goal, number, table } from "../lib/figures.mjs";
import { npm, npmProblem } from "../lib/npm.mjs";
import { ROOT } from "../lib/ours.mjs";
import { inTemporaryFolder } from "../lib/project.mjs";

const [MAX_PACKAGES, MAX_MB] = [60, 100];
const PATIENCE_MS = 5 * 60_000;

/** What a user gets who installs the package, and what `npm ci --omit=dev` leaves in a clone. */
export const install = {
  title: "Install for production use",
  async run({ noRegistry, log }) {
    return inTemporaryFolder(async (folder) => {
      // Without scripts: dist/ stays as it was measured.
      const packing = await npm(["pack", "--json", "--ignore-scripts", "--pack-destination", folder], {
        cwd: ROOT,
      });
      const [packed] = JSON.parse(packing.stdout);
      const clone = await lockedPackages(join(ROOT, "node_modules"));
      const fresh = noRegistry === null ? await installed(folder, packed.filename, log) : { reason: noRegistry };
      const seen = fresh.reason === undefined ? fresh : clone;
      const cells = ({ packages, mb, native }) => [
        number(packages),
        number(mb, 1),
        native.length === 0 ? "no" : native.join(", "),
      ];
      const rows = [["`npm ci --omit=dev`, by the lock file, of the modules at hand", ...cells(clone)]];
      rows.push(
        fresh.reason === undefined
          ? ["the packed tarball in an empty folder, itself included", ...cells(fresh)]
          : [`the packed tarball in an empty folder: not measured (${fresh.reason})`, "–", "–", "–"],
      );
      return {
        text: [
          `\`npm pack\`: ${number(packed.size / 2 ** 20, 2)} MB packed, ${number(packed.unpackedSize / 2 ** 20, 1)} MB unpacked, ${number(packed.entryCount)} files. Megabytes are whole blocks on disk. Compiled: a \`.node\` file or a \`binding.gyp\`.`,
          table(["install", "packages", "MB", "anything compiled"], rows),
        ].join("\n\n"),
        goals: [
          goal("install: packages", `≤ ${MAX_PACKAGES}`, number(seen.packages), seen.packages <= MAX_PACKAGES),
          goal("install: MB", `≤ ${MAX_MB}`, number(seen.mb, 1), seen.mb <= MAX_MB),
          goal("install: compiled", "nothing", seen.native.join(", ") || "nothing", seen.native.length === 0),
        ],
      };
    });
  },
};

/** The packages that the lock file does not mark as for development, as they lie in node_modules. */
async function lockedPackages(modules) {
  const lock = JSON.parse(await readFile(join(ROOT, "package-lock.json"), "utf8"));
  const paths = Object.entries(lock.packages)
    .filter(([path, entry]) => path !== "" && !entry.dev && !entry.devOptional)
    .map(([path]) => join(ROOT, path))
    .filter((path) => path.startsWith(modules) && existsSync(path));
  // A package inside of another's folder is counted with it in the megabytes already.
  const outer = paths.filter((path) => !paths.some((other) => other !== path && path.startsWith(`${other}/`)));
  const mb = (await Promise.all(outer.map(usedMb))).reduce((sum, one) => sum + one, 0);
  return { packages: paths.length, mb, native: (await Promise.all(outer.map(nativeFiles))).flat() };
}

async function installed(folder, tarball, log) {
  const empty = join(folder, "empty");
  await mkdir(empty);
  await writeFile(join(empty, "package.json"), '{ "private": true }');
  log("  npm install of the packed tarball");
  try {
    const args = ["install", join(folder, tarball), "--omit=dev", "--no-audit", "--no-fund"];
    await npm(args, { cwd: empty, timeout: PATIENCE_MS });
  } catch (error) {
    return { reason: npmProblem(error) };
  }
  const lock = JSON.parse(await readFile(join(empty, "node_modules", ".package-lock.json"), "utf8"));
  const modules = join(empty, "node_modules");
  return { packages: Object.keys(lock.packages).length, mb: await usedMb(modules), native: await nativeFiles(modules) };
}

async function nativeFiles(folder) {
  const files = await readdir(folder, { recursive: true });
  return files.filter((path) => path.endsWith(".node") || path.endsWith("binding.gyp"));
}
