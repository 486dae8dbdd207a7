import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { fingerprintOf, replyOf, whoseIs } from "./__fixtures__/replies.ts";
import { buildWorker, startWorker } from "./__fixtures__/start-worker.ts";
import { createResponseCache } from "./create-response-cache.ts";
import { storeBytes } from "./store-files.ts";

let root: string;
let bundle: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "evals-replies-"));
  bundle = await buildWorker(root);
});
afterAll(() => rm(root, { recursive: true, force: true }));

const ROUNDS = 10;
/** What the two of a round have stored, before they are killed. */
const STORED = 150;

/** Two processes at work on the store, killed after a while; gives what they had said was stored. */
async function killedRound(folder: string, round: number, maxBytes: number): Promise<string[]> {
  const workers = [2 * round, 2 * round + 1].map((number) => startWorker(bundle, folder, number, 10_000_000, maxBytes));
  let stored = 0;
  for (const { child } of workers)
    child.stdout?.on("data", (text: string) => {
      stored += text.split("\n").length - 1;
    });
  while (stored < STORED && workers.every(({ child }) => child.exitCode === null)) await sleep(2);
  await sleep(7 * round);
  for (const { child } of workers) child.kill("SIGKILL");
  const ended = await Promise.all(workers.map((worker) => worker.ended));
  for (const { code, stderr } of ended) expect({ code, stderr }).toEqual({ code: null, stderr: "" });
  return ended.flatMap(({ acknowledged }) => acknowledged);
}

it("kill -9 costs nothing that was acknowledged", { timeout: 120_000 }, async () => {
  const folder = join(root, "plain");
  const names = new Set<string>();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of await killedRound(folder, round, 2 ** 30)) names.add(name);
    const cache = createResponseCache(folder);
    for (const name of names) {
      const reply = await cache.get(fingerprintOf(name));
      expect([name, reply && whoseIs(reply)?.name]).toEqual([name, name]);
    }
  }
  expect(names.size).toBeGreaterThan(1000);
});

it("kill -9 in the midst of evictions leaves a store that works, under its bound", { timeout: 120_000 }, async () => {
  const folder = join(root, "evicting");
  const bound = 3_000_000;
  for (let round = 0; round < ROUNDS; round += 1) {
    await killedRound(folder, round, bound);
    // A lock that was left behind is a minute old.
    const cache = createResponseCache(folder, { maxBytes: bound, now: () => Date.now() + 61_000 });
    for (let at = 0; at < 200; at += 1) {
      const name = `after-${round}-${at}`;
      await cache.set(fingerprintOf(name), replyOf(name, round, 300));
      const reply = await cache.get(fingerprintOf(name));
      expect([name, reply && whoseIs(reply)?.name]).toEqual([name, name]);
    }
    expect(await storeBytes(folder)).toBeLessThan(bound * 1.05);
  }
});
