import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { evalite } from "../peers/evalite.mjs";
import { promptfoo } from "../peers/promptfoo.mjs";
import { folderSizes } from "./disk.mjs";
import { measureCalls } from "./fake-server.mjs";
import { measure } from "./measure.mjs";
import { npm, npmProblem } from "./npm.mjs";

const PEERS = { promptfoo, evalite };
const PATIENCE_MS = 15 * 60_000;
const DONE = "installed";
const TRIES = 3;
const SHOWN_CHARACTERS = 300;

/**
 * The peers that can be had, installed into `folder` where they are not there yet: beside the project, never among its
 * dependencies. Those that cannot are told with the reason.
 */
export async function findPeers(folder, log) {
  const found = [];
  for (const [name, peer] of Object.entries(PEERS)) {
    const version = peer.packages[name];
    const install = join(folder, `${name}-${version}`);
    const problem = existsSync(join(install, DONE)) ? null : await installPeer(install, peer.packages, log);
    found.push({ name, version, install, peer, problem, crashes: 0 });
    if (problem !== null) log(`  ${name} ${version} is left out: ${problem}`);
  }
  return found;
}

async function installPeer(install, packages, log) {
  await rm(install, { recursive: true, force: true });
  await mkdir(install, { recursive: true });
  const names = Object.entries(packages).map(([name, version]) => `${name}@${version}`);
  log(`  npm install ${names.join(" ")} (minutes, once)`);
  await writeFile(join(install, "package.json"), '{ "private": true }');
  try {
    const args = ["install", ...names, "--no-audit", "--no-fund"];
    await npm(args, { cwd: install, timeout: PATIENCE_MS });
    await writeFile(join(install, DONE), "");
    return null;
  } catch (error) {
    return npmProblem(error);
  }
}

/**
 * A run of a peer in a folder of its own below its installation, so that it finds its packages; gone afterwards. One
 * that ends badly is run again; `one.crashes` counts them.
 */
export async function runPeer(one, server, cases, concurrency, log) {
  for (let attempt = 1; ; attempt++) {
    const folder = await mkdtemp(join(one.install, "work-"));
    try {
      return await runOnce(one.peer, one.install, folder, server, cases, concurrency);
    } catch (error) {
      one.crashes += 1;
      log(`  ${one.name}: ${error.message.slice(0, SHOWN_CHARACTERS)}`);
      if (attempt === TRIES) throw error;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

async function runOnce(peer, install, folder, server, cases, concurrency) {
  await peer.write(folder, { baseUrl: server.baseUrl, cases });
  const { args, env } = await peer.command(install, folder, concurrency, server.baseUrl);
  const measured = await measureCalls(server, cases, () => measure(args, { cwd: folder, env }));
  const sizes = await folderSizes(folder);
  return { ...measured, sizes: new Map([...sizes].filter(([path]) => peer.isOutput(path))) };
}
