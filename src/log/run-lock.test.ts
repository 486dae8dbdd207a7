import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { manifest } from "./__fixtures__/documents.ts";
import { asItStands } from "./find-runs.ts";
import { ownIdentity, stateOfProcess } from "./process-identity.ts";
import { holderOf, RunLock } from "./run-lock.ts";

let folder: string;
const started: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lock-"));
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

const RUNNER = join(dirname(createRequire(import.meta.url).resolve("jiti/package.json")), "lib", "jiti-cli.mjs");
const PROCESS = join(import.meta.dirname, "__fixtures__", "lock-process.ts");

function startProcess(startAt: number, folders: readonly string[]) {
  const child = spawn(process.execPath, [RUNNER, PROCESS, String(startAt), ...folders], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  started.push(child);
  let said = "";
  const done = new Promise<string[]>((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (said.includes("done")) resolve(said.trim().split("\n").slice(0, -1));
    });
  });
  return { child, done };
}

/** A process that has ended; its number may be anybody's by now, its start is not. */
async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""]);
  await new Promise((done) => child.once("close", done));
  return child.pid ?? 0;
}

async function writeLock(into: string, changes: object): Promise<void> {
  const lock = { ...(await ownIdentity()), run: "r-1", since: "2026-01-01T00:00:00.000Z", ...changes };
  writeFileSync(join(into, `run.${lock.pid}-0123456789ab.lock`), JSON.stringify(lock));
}

describe("the lock of a run folder", () => {
  it("is one writer's at a time, and free again when released", async () => {
    const lock = await RunLock.acquire(folder, "r-1");
    expect(await holderOf(folder)).toMatchObject({ pid: process.pid, host: hostname(), run: "r-1" });
    await expect(RunLock.acquire(folder, "r-1")).rejects.toMatchObject({
      name: "run_locked",
      message: expect.stringMatching(new RegExp(`r-1 is being written.*process ${process.pid} on ${hostname()}.*wait`)),
    });
    await lock.release();
    expect(readdirSync(folder)).toEqual([]);
    expect(await holderOf(folder)).toBeNull();
    await (await RunLock.acquire(folder, "r-1")).release();
  });

  it("is taken over from a dead process, also where another has its number now", async () => {
    await writeLock(folder, { pid: await deadProcess() });
    await writeLock(folder, { started: "1" });
    expect(readdirSync(folder)).toHaveLength(2);
    expect(await holderOf(folder)).toBeNull();
    const lock = await RunLock.acquire(folder, "r-1");
    expect(readdirSync(folder)).toHaveLength(1);
    await lock.release();
  });

  it.each([
    ["host", { host: "elsewhere.example" }, "on elsewhere.example"],
    ["container", { namespace: "pid:[1]" }, "another host or container"],
  ])("of another %s is refused, with the file to delete", async (_, changes, says) => {
    await writeLock(folder, { pid: await deadProcess(), ...changes });
    const [name = ""] = readdirSync(folder);
    const refused = RunLock.acquire(folder, "r-1");
    await expect(refused).rejects.toThrow(says);
    await expect(refused).rejects.toThrow(`delete ${join(folder, name)}`);
    expect(readdirSync(folder)).toEqual([name]);
  });

  it("that cannot be read is refused", async () => {
    writeFileSync(join(folder, "run.1-ab.lock"), "");
    await expect(RunLock.acquire(folder, "r-1")).rejects.toMatchObject({ name: "run_locked" });
  });

  it("is dead while a killed process has not been waited for", async () => {
    const child = spawn("sh", ["-c", "sleep 0 & exec sleep 30"], { stdio: "ignore" });
    started.push(child);
    if (process.platform !== "linux") return;
    // The shell has become `sleep 30`, which never waits for its first child: that stays a zombie.
    const zombie = async () => {
      for (let tries = 0; tries < 3_000; tries++) {
        const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").trim().split(" ");
        const pid = Number(children[0]);
        if (pid > 0 && /\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"))) return pid;
        await new Promise((done) => setTimeout(done, 10));
      }
      throw new Error("no zombie");
    };
    expect(await stateOfProcess({ ...(await ownIdentity()), pid: await zombie(), started: null })).toBe("dead");
  });

  it("is won by exactly one of several processes that find it stale", async () => {
    const folders = Array.from({ length: 8 }, (_, round) => join(folder, String(round)));
    const dead = await deadProcess();
    for (const each of folders) {
      mkdirSync(each);
      await writeLock(each, { pid: dead });
    }
    const startAt = Date.now() + 2_000;
    const processes = [1, 2, 3, 4].map(() => startProcess(startAt, folders));
    const said = (await Promise.all(processes.map(({ done }) => done))).flat();
    const won = folders.map((_, round) => said.filter((line) => line === `won ${round}`).length);
    expect(won).toEqual(folders.map(() => 1));
    expect(said.filter((line) => line.startsWith("run_locked"))).toHaveLength(3 * folders.length);
    for (const each of folders) expect(readdirSync(each)).toHaveLength(1);
  }, 120_000);

  it("says of a run without a process that it is interrupted", async () => {
    const run = { folder, manifest: { ...manifest, status: "running" as const } };
    expect(await asItStands(run)).toMatchObject({ status: "interrupted", statusReason: "no process" });
    const lock = await RunLock.acquire(folder, "r-1");
    expect(await asItStands(run)).toEqual(run.manifest);
    await lock.release();
    expect(await asItStands({ folder, manifest })).toEqual(manifest);
  });
});
